"""`POST /merge`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from gmm.api.schemas.base import Answer, ModelDataRequest, RowWeights

Components = Annotated[list[int], Meta(description="Components of the model, counted from 0, ascending.")]
ClusterCount = Annotated[int, Meta(ge=1, description="How many clusters.")]
Entropy = Annotated[
    float,
    Meta(ge=0, description="Of the classification of all rows, in nats: 0 where no row is in doubt."),
]


class MergeRequest(ModelDataRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`) and the rows whose clusters its components describe."""

    weights: RowWeights = None


class MergeStep(Answer, frozen=True, kw_only=True):
    """Two clusters become one: those whose merging lowers the entropy most."""

    merged: Annotated[list[Components], Meta(description="The components of the two clusters.")]
    n_clusters: Annotated[int, Meta(ge=1, description="How many clusters are left.")]
    entropy_before: Entropy
    entropy_after: Entropy
    n_rows: Annotated[float, Meta(ge=0, description="How many rows are expected in the two clusters.")]


class Clustering(Answer, frozen=True, kw_only=True):
    """The rows in so many clusters."""

    n_clusters: ClusterCount
    entropy: Entropy
    clusters: Annotated[
        list[Components], Meta(description="The components of each cluster, in order of the first of them.")
    ]
    labels: Annotated[
        list[int], Meta(description="N: the most probable cluster of each row, counted from 0; -1 for noise.")
    ]


class MergeAnswer(Answer, frozen=True, kw_only=True):
    """The merge tree: the steps from one cluster a component to one for all, and what each comes to."""

    steps: Annotated[list[MergeStep], Meta(description="K - 1 steps, in order.")]
    elbow: Annotated[
        int | None,
        Meta(
            description="The number of clusters at which the entropy, as a function of that number, bends: "
            "merging further joins what lies apart. null for fewer than 3 components."
        ),
    ]
    clusterings: Annotated[list[Clustering], Meta(description="The rows in K, K - 1, …, 1 clusters.")]


class MergeResultEvent(MergeAnswer, frozen=True, kw_only=True, tag_field="event", tag="result"):
    """The last line of a stream that went well: the whole answer."""
