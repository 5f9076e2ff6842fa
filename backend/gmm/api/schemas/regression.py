"""`POST /regression`."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.base import Answer, ModelDataRequest
from gmm.api.schemas.marginal import ChosenColumns
from gmm.io.model_document import ColumnName, ColumnNames


class RegressionRequest(ModelDataRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`), rows of some of its columns, and what to expect of the others."""

    columns: ChosenColumns
    targets: (
        Annotated[list[ColumnName], Meta(min_length=1, description="What to predict; all others by default.")]
        | UnsetType
    ) = UNSET


class RegressionAnswer(Answer, frozen=True, kw_only=True):
    """What the targets are expected to be at each row, and how surely."""

    targets: ColumnNames
    means: Annotated[list[list[float]], Meta(description="N x R: the mean of the targets given the row.")]
    covariances: Annotated[
        list[list[list[float]]], Meta(description="N x R x R: the covariance of the targets given the row.")
    ]
