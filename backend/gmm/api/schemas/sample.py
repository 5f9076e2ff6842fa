"""`POST /sample`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from gmm.api.schemas.base import Answer, ModelRequest, Seed
from gmm.io.model_document import ColumnNames


class SampleRequest(ModelRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`) and how many rows to draw from it."""

    n_samples: Annotated[int, Meta(ge=1, description="How many rows to draw.", examples=[3])]
    seed: Seed = 0


class SampleAnswer(Answer, frozen=True, kw_only=True):
    """Rows drawn from the mixture."""

    data: Annotated[list[list[float]], Meta(description="n_samples x D.")]
    labels: Annotated[list[int], Meta(description="The component each row was drawn from, counted from 0.")]
    columns: ColumnNames
