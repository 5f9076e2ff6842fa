"""`POST /table`: what a CSV file turned out to hold."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from gmm.api.schemas.base import Answer


class BadCell(Answer, frozen=True, kw_only=True):
    """A cell that is no number in a column of numbers."""

    row: Annotated[int, Meta(ge=1, description="Data row, counted from 1.")]
    line: Annotated[int, Meta(ge=1, description="Line of the file, counted from 1.")]
    value: Annotated[str, Meta(description="What stands there.")]


class TableColumn(Answer, frozen=True, kw_only=True):
    """One column of the table."""

    name: str
    kind: Annotated[
        Literal["number", "text", "mixed"],
        Meta(description="`mixed`: most cells are numbers, the `n_bad` others are `null` in `values`."),
    ]
    n_missing: Annotated[int, Meta(ge=0, description="Cells that are empty or a token such as NA.")]
    n_bad: Annotated[int, Meta(ge=0, description="Cells that are no numbers, in a `mixed` column.")]
    bad_cells: Annotated[list[BadCell], Meta(description="The first few of them.")]
    constant: Annotated[bool, Meta(description="Whether all cells present are equal.")]
    values: Annotated[
        list[float | str | None],
        Meta(description="One entry a row; `null` where the cell is missing or bad."),
    ]


class TableAnswer(Answer, frozen=True, kw_only=True):
    """The file as columns, with how it was read."""

    n_rows: Annotated[int, Meta(ge=0)]
    delimiter: Annotated[Literal[",", ";", "\t", "|"], Meta(description="What separates the cells.")]
    decimal: Annotated[Literal[".", ","], Meta(description="The decimal mark.")]
    has_header: Annotated[bool, Meta(description="Whether the first line holds names.")]
    columns: list[TableColumn]
