"""A tree of merges, from the request to the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gmm.api.limits import refuse_large_merging
from gmm.api.schemas.base import Answer
from gmm.api.schemas.merge import Clustering, MergeAnswer, MergeRequest, MergeStep
from gmm.api.tasks.base import AbstractTask
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.engine import AbstractDataset, Merge, MergeTree, Mixture, merge_events, responsibilities
from gmm.engine.arrays import Array
from gmm.engine.cost import Shape, seconds_of_merging
from gmm.io.number_table import Matrix
from gmm.io.samples import partial_dataset_of, refuse_other_width


@dataclass(frozen=True)
class MergeTask(AbstractTask):
    """Components to be merged: of which mixture, by which data. rows (N, D), all that were sent."""

    rows: Matrix
    dataset: AbstractDataset
    mixture: Mixture

    answer = MergeAnswer
    costly = "data"

    @property
    def seconds(self) -> float:
        return seconds_of_merging(
            Shape.of(self.dataset, self.mixture.n_components, self.mixture.covariance_type)
        )

    def events(self) -> Iterator[Merge | MergeTree]:
        """The merges as they are found."""
        return merge_events(self.dataset, self.mixture)

    def told(self, event: object) -> Answer | None:
        """The whole tree."""
        return _answer(event, self.rows) if isinstance(event, MergeTree) else None


def merge_task(wanted: MergeRequest) -> MergeTask:
    """The merging that a request asks for; raises what the limits, the reader or the engine object to."""
    mixture = requested_mixture(wanted)
    refuse_large_merging(mixture, wanted.data)
    refuse_other_width(wanted.data, mixture.columns)
    dataset = partial_dataset_of(wanted.data, mixture.columns, wanted.weights)
    return MergeTask(wanted.data.matrix, dataset, mixture)


def _answer(tree: MergeTree, rows: Matrix) -> MergeAnswer:
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
