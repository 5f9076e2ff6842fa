"""`POST /merge`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.contract.examples import doubts as example_doubts
from gmm.api.contract.operation import COMPUTED, JSON, NDJSON, operation
from gmm.api.schemas.fit import ProblemEvent
from gmm.api.schemas.merge import MergeAnswer, MergeRequest, MergeResultEvent
from gmm.api.schemas.progress import StreamEvent
from gmm.api.tasks.merge import merge_task
from gmm.api.wire.requests import read_request
from gmm.api.work.answered import answered
from gmm.api.work.computing import computing

blueprint = Blueprint("merge", __name__)


@blueprint.post("/merge")
@operation(
    body=MergeRequest,
    takes_tables=True,
    answers={JSON: (MergeAnswer,), NDJSON: (StreamEvent | MergeResultEvent | ProblemEvent,)},
    problems=(*COMPUTED, 404),
    example=example_doubts.MERGE,
    example_answer=example_doubts.MERGED,
)
@computing
def merge() -> Response:
    """Merge components into clusters

    A cluster that is no Gaussian takes several components. Step by step, those two clusters become one whose
    merging lowers the entropy of the classification of `data` most (Baudry et al. 2010). The mixture and its
    density stay as they are; the answer has the steps, the rows in every number of clusters, and the number
    at which the entropy bends. A row with missing values (`null`) counts by what is observed of it, and as
    often as its weight says, if `weights` are given.
    """
    return answered(merge_task(read_request(MergeRequest)))
