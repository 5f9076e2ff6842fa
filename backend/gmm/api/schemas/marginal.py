"""`POST /marginal`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from gmm.api.schemas.base import Answer, ModelRequest
from gmm.io.model_document import ColumnName, ModelDocument

ChosenColumns = Annotated[
    list[ColumnName],
    Meta(min_length=1, description="Different columns of the model's.", examples=[["waiting"]]),
]


class MarginalRequest(ModelRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`) and the columns to keep."""

    columns: ChosenColumns


class MarginalAnswer(Answer, frozen=True, kw_only=True):
    """A mixture that can be sent to any other route."""

    model: ModelDocument
