"""The table of numbers that a request is about, wherever its rows stand: the one place that knows formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import msgspec
from msgspec import UNSET

from gmm.api.contract.operation import ARROW, CSV, NPY, PARQUET
from gmm.api.errors import INVALID_VALUE, Problem
from gmm.api.schemas.tables import CsvOptions
from gmm.api.service import datasets, limits
from gmm.io.number_table import NumberTable
from gmm.io.readers.arrow_stream import read_arrow_stream
from gmm.io.readers.choice import Choice
from gmm.io.readers.csv_dialect import NOTHING_STATED
from gmm.io.readers.csv_numbers import read_csv_numbers
from gmm.io.readers.npy import read_npy
from gmm.io.readers.parquet import read_parquet

ColumnsOf = Callable[[str], Sequence[str]]
_READERS: dict[str, Callable[[bytes, Choice], NumberTable]] = {
    PARQUET: read_parquet,
    ARROW: read_arrow_stream,
    NPY: read_npy,
}


def choice_of(request: Any) -> Choice:
    """Which part of a table a request asks for, as far as it is allowed."""
    most = limits()
    return Choice(
        columns=tuple(request.columns) if request.columns else None,
        row_limit=request.row_limit or None,
        missing=request.missing,
        most_rows=most.max_rows,
        most_columns=most.max_columns,
        most_numbers=most.max_data_numbers,
    )


def table_in(
    body: bytes, media: str, choice: Choice, csv: CsvOptions | None, expected: Sequence[str] | None
) -> NumberTable:
    """The numbers in a body that is a table. ``expected``, the columns of the mixture that it is for."""
    if media == CSV:
        stated = NOTHING_STATED if csv is None else csv.stated()
        read: Callable[[bytes, Choice], NumberTable] = partial(read_csv_numbers, stated=stated)
    else:
        read = _READERS[media]
    return as_expected(lambda chosen: read(body, chosen), choice, expected)


def kept_table(request: Any, expected: Sequence[str] | None) -> NumberTable:
    """The data set that a request names, as much of it as it asks for."""
    return as_expected(partial(datasets().table, request.dataset_id), choice_of(request), expected)


def as_expected(
    read: Callable[[Choice], NumberTable], choice: Choice, expected: Sequence[str] | None
) -> NumberTable:
    """What is read, with the mixture's columns in its order where both have names.

    A table may have more columns than the mixture, which are then passed over; if its columns have no names,
    they are the mixture's, one after the other.
    """
    if choice.columns is None and expected and not _are_numbered(expected):
        choice = replace(choice, expected=tuple(expected))
    return aligned(read(choice), expected)


def aligned(table: NumberTable, expected: Sequence[str] | None) -> NumberTable:
    """The same table with its columns in the order of the mixture's, where they are called the same."""
    if not expected or not table.columns or sorted(table.columns) != sorted(expected):
        return table
    if table.columns == tuple(expected):
        return table
    order = [table.columns.index(name) for name in expected]
    return replace(table, matrix=table.matrix[:, order], columns=tuple(expected), pointer=None)


def refuse_other_columns(table: NumberTable, expected: Sequence[str] | None) -> None:
    """Raise Problem if the table's columns and the mixture's have names and these differ."""
    if not expected or not table.columns or _are_numbered(expected) or _are_numbered(table.columns):
        return
    if len(table.columns) == len(expected) and tuple(table.columns) != tuple(expected):
        raise Problem(
            INVALID_VALUE,
            f"The data have the columns {', '.join(table.columns[:8])}, but the mixture has "
            f"{', '.join(expected[:8])}. Choose these with columns, or leave columns out.",
            field="columns",
        )


def expected_columns(request: msgspec.Struct, columns_of: ColumnsOf) -> Sequence[str] | None:
    """The columns of the mixture that a request is about, sent along or stored; None if there is none."""
    detector = getattr(request, "detector", None)
    for owner in (request, detector):
        for name in ("model", "initial"):
            if document := getattr(owner, name, None):
                columns: list[str] = document.columns
                return columns
    for name in ("model_id", "initial_model_id"):
        if (model_id := getattr(request, name, UNSET)) and isinstance(model_id, str):
            return list(columns_of(model_id)) or None
    return None


def _are_numbered(columns: Sequence[str]) -> bool:
    """Whether these are the names of columns that have none."""
    return tuple(columns) == tuple(f"x{i + 1}" for i in range(len(columns)))
