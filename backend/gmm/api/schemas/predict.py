"""`POST /predict`."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.base import Answer, Labels, LogDensities, ModelDataRequest, TakenRows


class PredictRequest(ModelDataRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`) and the rows to assign to its components."""

    uncertainty: Annotated[
        bool, Meta(description="Whether to answer with the `uncertainty` and the `entropy` of each row too.")
    ] = False


class PredictAnswer(Answer, frozen=True, kw_only=True):
    """Which component each row belongs to, and how surely."""

    labels: Labels
    rows: TakenRows | UnsetType = UNSET
    responsibilities: Annotated[
        list[list[float]],
        Meta(
            description="N x K: the probability of each component given what is observed of the row; rows "
            "sum to 1, with `noise` where there is noise."
        ),
    ]
    noise: (
        Annotated[list[float], Meta(description="N: the probability that the row belongs to the noise.")]
        | UnsetType
    ) = UNSET
    log_density: LogDensities
    uncertainty: (
        Annotated[
            list[float],
            Meta(description="N: the probability that the row is not from its most probable component."),
        ]
        | UnsetType
    ) = UNSET
    entropy: (
        Annotated[
            list[float],
            Meta(
                description="N: the entropy of the row's responsibilities, in nats; 0 where one component is "
                "certain, log K where all are as likely."
            ),
        ]
        | UnsetType
    ) = UNSET
