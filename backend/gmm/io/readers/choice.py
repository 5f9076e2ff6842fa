"""What of a table is wanted, and how much of it there may be: the same for all formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import column_names
from gmm.engine.errors import OptionError
from gmm.io.errors import RowsError, SizeError, TableError
from gmm.io.number_table import Matrix, NumberTable

Missing = Literal["keep", "drop", "refuse"]
_MOST_LISTED = 12


@dataclass(frozen=True)
class Choice:
    """Which columns and rows of a table to take.

    columns, by name and in this order, None for all that hold numbers; expected, those to take of a table
    whose columns have names if ``columns`` says nothing; row_limit, how many rows from the
    first, None for all; missing, what becomes of rows that lack a value. most_rows, most_columns and
    most_numbers: what is beyond them is refused before it is read.
    """

    columns: tuple[str, ...] | None = None
    expected: tuple[str, ...] | None = None
    row_limit: int | None = None
    missing: Missing = "keep"
    most_rows: int = 2_000_000
    most_columns: int = 256
    most_numbers: int = 64_000_000

    def numbers_of_columns(
        self, names: Sequence[str], kinds: Sequence[str | None]
    ) -> tuple[list[int], tuple[str, ...]]:
        """Which columns to read, and the names of those passed over.

        kinds says of each column what it holds instead of numbers (`text`), None where it holds numbers.
        Raises TableError for a name that there is not, or whose column holds no numbers.
        """
        wanted = self.columns
        if wanted is None and self.expected and tuple(names) != column_names(None, len(names), OptionError):
            wanted = self.expected
        if wanted is None:
            found = [index for index, kind in enumerate(kinds) if kind is None]
            if not found:
                raise TableError("No column of the table holds numbers.")
        else:
            found = [_place(name, names) for name in wanted]
            for index in found:
                if (kind := kinds[index]) is not None:
                    raise TableError(
                        f"The column {names[index]} holds {kind}, not numbers. Choose others with columns.",
                        field="columns",
                        column=names[index],
                    )
        if len(found) > self.most_columns:
            raise SizeError(
                f"There are {len(found)} columns; the limit is {self.most_columns} (`max_columns`). "
                "Choose fewer with columns."
            )
        left_out = tuple(name for name, kind in zip(names, kinds, strict=True) if kind is not None)
        return found, left_out if wanted is None else ()

    def rows_to_read(self, n_rows: int, n_columns: int) -> int:
        """How many of the rows to read. Raises SizeError if these are too many."""
        wanted = n_rows if self.row_limit is None else min(n_rows, self.row_limit)
        if wanted > self.most_rows:
            raise SizeError(
                f"The table has {wanted} rows; the limit is {self.most_rows} (`max_rows`). "
                "Take fewer with row_limit."
            )
        if wanted * n_columns > self.most_numbers:
            raise SizeError(
                f"The table has {wanted} x {n_columns} numbers; the limit is {self.most_numbers} "
                "(`max_data_numbers`). Take fewer with row_limit or columns."
            )
        return wanted

    def taken(
        self,
        matrix: Matrix,
        columns: Sequence[str] | None,
        left_out: tuple[str, ...] = (),
        field: str = "data",
        pointer: str | None = None,
        n_source: int | None = None,
    ) -> NumberTable:
        """The table of these columns, with the rows that are wanted of ``n_source``, or of the matrix.

        Raises RowsError for a value that is infinite, or missing where none may be, and TableError if no row
        is left.
        """
        names = None if columns is None else tuple(columns)
        n_source = len(matrix) if n_source is None else n_source
        table = NumberTable(matrix[: self.row_limit], names, None, n_source, left_out, field, pointer)
        # The quick look at a sum finds infinities and gaps; where there are none it costs little.
        with np.errstate(over="ignore", invalid="ignore"):
            is_plain = np.isfinite(table.matrix.sum())
        if not is_plain:
            _refuse(table, np.isinf(table.matrix), "infinite")
            if self.missing == "refuse":
                _refuse(table, np.isnan(table.matrix), "missing")
            if self.missing == "drop":
                table = _without_gaps(table)
        if not table.n_rows:
            what = "No row of the table is complete." if table.n_source else "The table has no rows."
            raise TableError(f"{what} At least one is needed.", field=field)
        return table


def columns_of_unnamed(wanted: Sequence[str] | None, n_columns: int) -> tuple[list[int], list[str] | None]:
    """Of a source without names: which columns to take, and their names, None if nobody names them.

    Its columns are called x1, x2, …; as many other names as it has columns name them.
    Raises TableError for names that are neither.
    """
    own = column_names(None, n_columns, OptionError)
    if wanted is None:
        return list(range(n_columns)), None
    if not set(wanted) <= set(own) and len(wanted) == n_columns:
        return list(range(n_columns)), list(wanted)
    return [_place(name, own) for name in wanted], list(wanted)


def _place(name: str, names: Sequence[str]) -> int:
    if name not in names:
        listed = ", ".join(names[:_MOST_LISTED]) + (", …" if len(names) > _MOST_LISTED else "")
        raise TableError(
            f"There is no column {name}. The table has: {listed}. Choose some of these with columns.",
            field="columns",
            column=name,
        )
    return names.index(name)


def _refuse(table: NumberTable, fault: NDArray[np.bool_], what: str) -> None:
    for row, column in np.argwhere(fault)[:1].tolist():
        name = table.column_name(column)
        raise RowsError(
            f"The value in row {table.row_number(row)}, column {name!r} is {what}; "
            "leave the row out or fill the value in.",
            field=table.field,
            row=table.row_number(row),
            column=name,
            pointer=table.pointer_to(row, column),
        )


def _without_gaps(table: NumberTable) -> NumberTable:
    complete = np.flatnonzero(~np.isnan(table.matrix).any(axis=1))
    if len(complete) == table.n_rows:
        return table
    return replace(table, matrix=table.matrix[complete], source_rows=complete)
