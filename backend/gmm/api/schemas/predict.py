"""`POST /predict`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from gmm.api.schemas.base import Answer, Labels, LogDensities, ModelRequest, Rows


class PredictRequest(ModelRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`) and the rows to assign to its components."""

    data: Rows


class PredictAnswer(Answer, frozen=True, kw_only=True):
    """Which component each row belongs to, and how surely."""

    labels: Labels
    responsibilities: Annotated[
        list[list[float]],
        Meta(description="N x K: the probability of each component given the row; rows sum to 1."),
    ]
    log_density: LogDensities
