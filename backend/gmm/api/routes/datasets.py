"""`POST /datasets`, `GET /datasets`, `GET` and `DELETE /datasets/{dataset_id}`."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, url_for

from gmm.api.contract.examples import datasets as example_datasets
from gmm.api.contract.operation import COMPUTED, JSON, operation
from gmm.api.schemas.datasets import Dataset, DatasetList, DatasetRequest, KeptDataset
from gmm.api.service import datasets
from gmm.api.wire.answers import json_answer
from gmm.api.wire.requests import read_request
from gmm.api.work.computing import computing

blueprint = Blueprint("datasets", __name__)


@blueprint.post("/datasets")
@operation(
    body=DatasetRequest,
    takes_tables=True,
    status=201,
    answers={JSON: (KeptDataset,)},
    problems=(*COMPUTED, 404),
    example=example_datasets.KEEP,
    example_answer=example_datasets.KEPT,
)
@computing
def keep_dataset() -> Response:
    """Keep rows, so that they travel once

    The body is the rows in any format. Every route that takes `data` takes the `dataset_id` instead, with
    `columns`, `row_limit` and `missing` to choose from it. Only columns of numbers are kept. When there are
    too many data sets, those unused for the longest time go, and the answer says which.
    """
    wanted = read_request(DatasetRequest)
    entry, removed = datasets().put(wanted.data, wanted.name)
    answer = json_answer(KeptDataset(**msgspec.structs.asdict(entry), removed=removed))
    answer.status_code = 201
    answer.headers["Location"] = url_for("datasets.get_dataset", dataset_id=entry.dataset_id)
    return answer


@blueprint.get("/datasets")
@operation(answers={JSON: (DatasetList,)}, example_answer={"datasets": [example_datasets.ENTRY]})
def list_datasets() -> Response:
    """List the data sets kept

    The newest first.
    """
    return json_answer(DatasetList(datasets=datasets().entries()))


@blueprint.get("/datasets/<dataset_id>")
@operation(
    answers={JSON: (Dataset,)},
    problems=(404,),
    path={"dataset_id": example_datasets.DATASET_ID},
    example_answer=example_datasets.DATASET,
)
def get_dataset(dataset_id: str) -> Response:
    """Get what there is to say of a data set

    Its columns and its first rows. To look at it counts as a use.
    """
    return json_answer(datasets().get(dataset_id))


@blueprint.delete("/datasets/<dataset_id>")
@operation(status=204, problems=(404,), path={"dataset_id": example_datasets.DATASET_ID})
def delete_dataset(dataset_id: str) -> Response:
    """Delete a data set

    What is computed from it at this moment goes on.
    """
    datasets().delete(dataset_id)
    return Response(status=204)
