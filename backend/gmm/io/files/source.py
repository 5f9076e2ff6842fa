"""Files, one after another, as the rows of one table that is read pass after pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np

from gmm.engine.dataset import AbstractSource
from gmm.io.errors import ReadError
from gmm.io.files.base import AbstractFile, Matrix

Missing = Literal["refuse", "drop", "keep"]
# Numbers in a chunk: five megabytes.
_CHUNK_NUMBERS = 655_360
_FEWEST_CHUNK_ROWS = 1_024


class FileSource(AbstractSource):
    """The rows of some files that have the same columns, in the order of the files.

    missing, what becomes of rows that lack a value: ``refuse`` raises, ``drop`` leaves them out, ``keep`` has
    NaN in its place.
    """

    def __init__(
        self, files: Sequence[AbstractFile], columns: Sequence[str] | None = None, missing: Missing = "refuse"
    ) -> None:
        """Raises ``ReadError`` where a file lacks a column or holds no numbers in it."""
        self.files, self.missing = list(files), missing
        self.columns = tuple(columns) if columns is not None else self.files[0].columns
        if not self.columns:
            raise self.files[0].error("no column holds numbers.")
        for file in self.files:
            _refuse_lacking(file, self.columns)

    @property
    def n_rows(self) -> int | None:
        """How many rows there are, if all files say so."""
        counts = [file.n_rows for file in self.files]
        return None if None in counts else sum(count for count in counts if count is not None)

    def chunks(self) -> Iterator[Matrix]:
        """All rows, some at a time. Raises ``ReadError`` naming file, row and column."""
        n = max(_FEWEST_CHUNK_ROWS, _CHUNK_NUMBERS // len(self.columns))
        for file in self.files:
            file.refuse_changed()
            first = 0
            for X in file.batches(self.columns, n):
                yield from self._usable(X, file, first)
                first += len(X)

    def _usable(self, X: Matrix, file: AbstractFile, first: int) -> Iterator[Matrix]:
        """The rows that are taken, if there are any."""
        total = X.sum(axis=0)
        if np.isfinite(total).all():  # the quick look: a sum of numbers is a number, or they are too large
            yield X
            return
        if np.isinf(X).any():
            raise self._no_number(X, np.isinf(X), "infinite", file, first)
        lacking = np.isnan(X)
        if self.missing == "refuse" and lacking.any():
            raise self._no_number(X, lacking, "missing", file, first)
        if self.missing == "drop":
            whole = ~lacking.any(axis=1)
            X = X[whole]
        if len(X):
            yield X

    def _no_number(
        self, X: Matrix, where: np.ndarray, what: str, file: AbstractFile, first: int
    ) -> ReadError:
        i, j = (int(index) for index in np.argwhere(where)[0])
        advice = (
            "leave such rows out (--missing drop), or have all rows in memory (--memory)"
            if what == "missing"
            else "correct it"
        )
        return file.error(
            f"the value in row {first + i + 1}, column {self.columns[j]!r} is {what}; {advice}.",
            row=first + i + 1,
            column=self.columns[j],
        )


def _refuse_lacking(file: AbstractFile, columns: Sequence[str]) -> None:
    for name in columns:
        if name in file.other_columns:
            raise file.error(f"column {name!r} does not hold numbers.", column=name)
        if name not in file.columns:
            known = ", ".join(file.columns)
            raise file.error(f"there is no column {name!r}; it has {known}.", column=name)
