"""`GET /models` and `GET /models/{id}`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from gmm.api.schemas.base import Answer, ModelId
from gmm.api.schemas.fit import Criterion, FitSummary, LogLikelihood
from gmm.io.model_document import ColumnNames, StructureName

CreatedAt = Annotated[
    str,
    Meta(
        description="When the fit was stored: UTC, ISO 8601.", examples=["2026-01-31T09:30:00.123456+00:00"]
    ),
]


class StoredFit(FitSummary, frozen=True, kw_only=True):
    """A stored fit: the answer of `POST /fit` without the labels."""

    created_at: CreatedAt


class ModelEntry(Answer, frozen=True, kw_only=True):
    """One stored fit in brief."""

    model_id: ModelId
    created_at: CreatedAt
    covariance_type: StructureName
    n_components: Annotated[int, Meta(ge=1)]
    columns: ColumnNames
    n_samples: Annotated[int, Meta(ge=1)]
    log_likelihood: LogLikelihood
    bic: Criterion


class ModelList(Answer, frozen=True, kw_only=True):
    """Stored fits, the newest first."""

    models: list[ModelEntry]
