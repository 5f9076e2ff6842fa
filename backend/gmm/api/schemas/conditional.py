"""`POST /conditional`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from gmm.api.schemas.base import Answer, ModelRequest
from gmm.io.model_document import ColumnName, ModelDocument


class ConditionalRequest(ModelRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`) and what is known of a row."""

    given: Annotated[
        dict[ColumnName, float],
        Meta(
            min_length=1,
            description="Values of some of the model's columns, by name; at least one column is left.",
            examples=[{"waiting": 70}],
        ),
    ]


class ConditionalAnswer(Answer, frozen=True, kw_only=True):
    """A mixture that can be sent to any other route, its components in the order of the model's."""

    model: ModelDocument
    log_density: Annotated[float, Meta(description="Natural log of the density of the given values.")]
