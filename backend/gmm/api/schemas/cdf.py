"""`POST /cdf`."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.base import Answer, ModelRequest
from gmm.io.model_document import ColumnName

OneColumn = Annotated[
    ColumnName,
    Meta(
        description="One of the model's columns; may be left out where there is but one.",
        examples=["waiting"],
    ),
]


class CdfRequest(ModelRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`) and values of one of its columns."""

    values: Annotated[
        list[float], Meta(min_length=1, description="N values of the column.", examples=[[60, 90]])
    ]
    column: OneColumn | UnsetType = UNSET
    upper: Annotated[
        bool, Meta(description="Ask for what lies beyond each value rather than for what lies up to it.")
    ] = False


class CdfAnswer(Answer, frozen=True, kw_only=True):
    """The probability up to, or beyond, each value."""

    probabilities: Annotated[list[float], Meta(description="N: right in all digits in the tails, too.")]
    log_probabilities: Annotated[
        list[float], Meta(description="N: natural logs, also where the probability is too small for a float.")
    ]
