"""What all requests and all answers have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from gmm.io.model_document import ColumnNames, GivenModelDocument, NumberRow
from gmm.io.number_table import NumberTable


class Request(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A request's body: a field it does not know is refused, so that a misspelt option never passes."""


class Answer(msgspec.Struct, kw_only=True, frozen=True):
    """An answer's body; every number in it is finite."""


Rows = Annotated[
    list[NumberRow],
    Meta(
        min_length=1,
        description="N rows of D finite numbers each.",
        examples=[[[3.6, 79], [1.8, 54], [3.333, 74]]],
    ),
]
RowsWithMissing = Annotated[
    list[Annotated[list[float | None], Meta(min_length=1)]],
    Meta(
        min_length=1,
        description="N rows of D finite numbers each; null is a missing value.",
        examples=[[[3.6, 79], [1.8, None], [3.333, 74]]],
    ),
]


def _unread(rows: Any) -> Any:
    """Rows as a request holds them at first: bytes of JSON, checked to be JSON and nothing more.

    Whoever decodes the request makes a `NumberTable` of them, so that millions of rows never become lists.
    """
    return Annotated[msgspec.Raw, Meta(extra={"rows": rows}, extra_json_schema=msgspec.json.schema(rows))]


# To a type checker a request is one whose rows have been read, wherever they came from.
if TYPE_CHECKING:
    Data = NumberTable
else:
    Data = _unread(RowsWithMissing) | UnsetType
# What such a field holds until then, if the rows do not stand in the body.
NOT_IN_BODY: Any = UNSET
DatasetId = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=64,
        description="A data set kept by `POST /datasets`, instead of `data`.",
        examples=["6f1f3c52-4c0e-4a52-8f0e-0d1c5c1b7a11"],
    ),
]
ChosenNames = Annotated[
    ColumnNames | None,
    Meta(
        description="Of a data set or a table: which columns to take, in this order; all that hold numbers, "
        "or those of the mixture, by default. Of `data`: the names of its columns."
    ),
]
RowLimit = Annotated[
    int, Meta(ge=1, description="Take so many rows from the first and leave out the others.")
]
MissingRows = Annotated[
    Literal["keep", "drop", "refuse"],
    Meta(description="Rows that lack a value: keep them, leave them out, or refuse the data for them."),
]
TakenRows = Annotated[
    list[int],
    Meta(description="The rows of the data that are spoken of, from 0, where some were left out."),
]
RowWeights = Annotated[
    Annotated[list[float], Meta(min_length=1)] | None,
    Meta(description="N: for how many rows each row counts; 2 is the row twice, 0 is no row."),
]
KnownComponents = Annotated[
    Annotated[list[int | None], Meta(min_length=1)] | None,
    Meta(
        description="N: the component of each row, counted from 0, where it is known; null or -1 where it is "
        "not. Components then keep their numbers.",
    ),
]
Seed = Annotated[
    int,
    Meta(ge=0, le=2**53 - 1, description="Start of the random numbers: the same seed gives the same answer."),
]
ModelId = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=64,
        description="The id that `POST /fit` answered with.",
        examples=["0b7a2f0e-5f0c-4f7a-9a53-0d5a4a1f7c11"],
    ),
]
Labels = Annotated[
    list[int],
    Meta(
        description="N: the most probable component of each row, counted from 0; -1 for noise.",
        examples=[[0, 1, 0]],
    ),
]
LogDensities = Annotated[
    list[float],
    Meta(
        description="N: natural log of the mixture's density at each row; of a row with missing values that "
        "of the others, and 0 where all are missing.",
        examples=[[-4.09, -4.37, -4.45]],
    ),
]


class ModelRequest(Request, frozen=True, kw_only=True):
    """A request about a mixture: give either the id of a stored one or the document of any one."""

    model_id: ModelId | UnsetType = UNSET
    model: (
        Annotated[GivenModelDocument, Meta(description="The mixture itself, instead of model_id.")]
        | UnsetType
    ) = UNSET


class ModelDataRequest(ModelRequest, frozen=True, kw_only=True):
    """A request about a mixture and rows: `data` in the body, a `dataset_id`, or a body that is a table."""

    # Whether it means nothing without rows.
    needs_data: ClassVar[bool] = True

    data: Data = NOT_IN_BODY
    dataset_id: DatasetId | UnsetType = UNSET
    columns: ChosenNames = None
    row_limit: RowLimit | UnsetType = UNSET
    missing: MissingRows = "keep"
