"""Numbers in columns: the one value that data become, whatever the format they came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from gmm.engine import DataError

Matrix = NDArray[np.float64]
T = TypeVar("T")


@dataclass(frozen=True)
class NumberTable:
    """N rows of D numbers, where in the source each row stood, and where in the request the source stands.

    matrix (N, D), NaN where a value is missing; columns, their D names, None if the source has none.
    source_rows (N,), the number of each row in the source, from 0; None if they are the first ones, perhaps
    all of its ``n_source`` rows. left_out, columns passed over because they hold no numbers. field, what is
    named in refusals; pointer, a JSON pointer to the rows, if they are JSON.
    """

    matrix: Matrix
    columns: tuple[str, ...] | None = None
    source_rows: NDArray[np.intp] | None = None
    n_source: int = 0
    left_out: tuple[str, ...] = ()
    field: str = "data"
    pointer: str | None = None

    @property
    def n_rows(self) -> int:
        """N."""
        return len(self.matrix)

    @property
    def n_columns(self) -> int:
        """D."""
        return int(self.matrix.shape[1])

    def row_number(self, row: int) -> int:
        """Which row of the source, counted from 1, a row of the matrix was."""
        return row + 1 if self.source_rows is None else int(self.source_rows[row]) + 1

    def column_name(self, column: int) -> str:
        """What a column is called: its own name, or x1, x2, …"""
        has_name = self.columns is not None and column < len(self.columns)
        return self.columns[column] if self.columns and has_name else f"x{column + 1}"

    def pointer_to(self, row: int, column: int | None = None) -> str | None:
        """A JSON pointer to a row or a value, if the source is JSON."""
        if self.pointer is None:
            return None
        place = f"{self.pointer}/{self.row_number(row) - 1}"
        return place if column is None else f"{place}/{column}"

    def of_rows(self, values: Sequence[T] | None, field: str) -> Sequence[T] | None:
        """Of a list with an entry for each row of the source, those of the rows that were taken.

        Raises DataError if it has not as many entries as the source has rows.
        """
        if values is None or (self.source_rows is None and self.n_rows >= self.n_source):
            return values
        if len(values) != self.n_source:
            raise DataError(
                f"{field} has {len(values)} entries; give one for each of the {self.n_source} rows.",
                field=field,
            )
        if self.source_rows is None:
            return values[: self.n_rows]
        return [values[row] for row in self.source_rows]


def number_of(n: int, thing: str) -> str:
    """So many things in words: `1 row`, `2 rows`."""
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def there_are(columns: Sequence[str], most: int = 6) -> str:
    """The end of a sentence about a row of another length than there are columns."""
    listed = ", ".join(columns[:most]) + (", …" if len(columns) > most else "")
    verb = "is" if len(columns) == 1 else "are"
    return f"but there {verb} {number_of(len(columns), 'column')} ({listed}). Give one number for each."
