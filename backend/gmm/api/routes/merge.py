"""`POST /merge`."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, request

from gmm.api import worked_doubts
from gmm.api.answers import json_answer
from gmm.api.body import read_json
from gmm.api.computing import computing
from gmm.api.departure import while_client_listens
from gmm.api.limits import refuse_large_merging
from gmm.api.operation import COMPUTED, JSON, operation
from gmm.api.requested_mixture import requested_mixture
from gmm.api.schemas.merge import Clustering, MergeAnswer, MergeRequest, MergeStep
from gmm.engine import Merge, MergeTree, merge_events, responsibilities
from gmm.engine.arrays import Array
from gmm.engine.events import result_of
from gmm.io.readers.json_rows import Matrix, matrix_of, partial_dataset_of

blueprint = Blueprint("merge", __name__)


@blueprint.post("/merge")
@operation(
    body=MergeRequest,
    answers={JSON: (MergeAnswer,)},
    problems=(*COMPUTED, 404),
    example=worked_doubts.MERGE,
    example_answer=worked_doubts.MERGED,
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
    wanted = read_json(MergeRequest)
    mixture = requested_mixture(wanted)
    refuse_large_merging(mixture, wanted.data)
    rows = matrix_of(wanted.data, mixture.columns)
    dataset = partial_dataset_of(rows, mixture.columns, wanted.weights)
    events = while_client_listens(merge_events(dataset, mixture), request.environ)
    return json_answer(_answer(events, rows))


def _answer(events: Iterator[Merge | MergeTree], rows: Matrix) -> MergeAnswer:
    tree = result_of(events, MergeTree)
    resp, _ = responsibilities(tree.mixture, rows)
    return MergeAnswer(
        steps=[
            MergeStep(
                merged=[list(cluster) for cluster in step.merged],
                n_clusters=step.n_clusters,
                entropy_before=step.entropy_before,
                entropy_after=step.entropy_after,
                n_rows=step.n_rows,
            )
            for step in tree.merges
        ],
        elbow=tree.elbow,
        clusterings=[_clustering(tree, n, resp) for n in range(tree.mixture.n_components, 0, -1)],
    )


def _clustering(tree: MergeTree, n_clusters: int, resp: Array) -> Clustering:
    return Clustering(
        n_clusters=n_clusters,
        entropy=float(tree.entropies[n_clusters - 1]),
        clusters=[list(cluster) for cluster in tree.clusters(n_clusters)],
        labels=tree.most_probable(tree.merged(resp, n_clusters), n_clusters).tolist(),
    )
