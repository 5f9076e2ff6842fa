"""`POST /datasets`, `GET /datasets` and `GET /datasets/{dataset_id}`."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.base import (
    NOT_IN_BODY,
    Answer,
    ChosenNames,
    Data,
    DatasetId,
    MissingRows,
    Request,
    RowLimit,
)

Name = Annotated[str, Meta(max_length=128, description="What people call it; need not be unique.")]


class DatasetRequest(Request, frozen=True, kw_only=True):
    """Rows to be kept, so that they travel once."""

    data: Data = NOT_IN_BODY
    dataset_id: DatasetId | UnsetType = UNSET
    columns: ChosenNames = None
    row_limit: RowLimit | UnsetType = UNSET
    missing: MissingRows = "keep"
    name: Name = ""


class DatasetColumn(Answer, frozen=True, kw_only=True):
    """One column of numbers."""

    name: str
    n_missing: Annotated[int, Meta(ge=0, description="Rows that lack its value.")]
    minimum: Annotated[float | None, Meta(description="The least value; null if all are missing.")]
    maximum: float | None


class DatasetEntry(Answer, frozen=True, kw_only=True):
    """What there is to say of a data set, without its rows."""

    dataset_id: DatasetId
    name: Name
    created_at: Annotated[str, Meta(description="UTC, ISO 8601.")]
    expires_at: Annotated[
        str, Meta(description="When it goes if nobody uses it until then; every use puts that off.")
    ]
    fingerprint: Annotated[
        str,
        Meta(description="SHA-256 of the column names and the numbers, whatever format they came in."),
    ]
    n_rows: Annotated[int, Meta(ge=1)]
    has_names: Annotated[bool, Meta(description="Whether the columns came with names; if not, x1, x2, …")]
    columns: list[DatasetColumn]
    left_out: Annotated[list[str], Meta(description="Columns of the table that hold no numbers.")]


class KeptDataset(DatasetEntry, frozen=True, kw_only=True):
    """A data set that is kept now, and which ones went to make room for it."""

    removed: Annotated[list[DatasetId], Meta(description="The ids of data sets that had to go.")]


class Dataset(DatasetEntry, frozen=True, kw_only=True):
    """A data set with its first rows."""

    preview: Annotated[list[list[float | None]], Meta(description="The first rows; null is a missing value.")]


class DatasetList(Answer, frozen=True, kw_only=True):
    """All data sets, the newest first."""

    datasets: list[DatasetEntry]
