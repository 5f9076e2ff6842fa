"""`POST /quantiles`."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.base import Answer, ModelRequest
from gmm.api.schemas.cdf import OneColumn

Probability = Annotated[float, Meta(gt=0, lt=1)]


class QuantilesRequest(ModelRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`) and probabilities."""

    probabilities: Annotated[
        list[Probability],
        Meta(
            min_length=1, description="N numbers between 0 and 1, neither included.", examples=[[0.05, 0.5]]
        ),
    ]
    column: OneColumn | UnsetType = UNSET
    upper: Annotated[
        bool, Meta(description="Ask for the values beyond which, rather than below which, they lie.")
    ] = False


class QuantilesAnswer(Answer, frozen=True, kw_only=True):
    """The values of the column below, or beyond, which the probabilities lie."""

    values: Annotated[list[float], Meta(description="N values of the column.")]
