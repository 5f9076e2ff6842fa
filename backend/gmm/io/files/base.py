"""A file of rows that is read from its beginning as often as asked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gmm.io.errors import ReadError

Matrix = NDArray[np.float64]


class AbstractFile(ABC):
    """One file: which of its columns hold numbers, and these numbers, some rows at a time."""

    def __init__(self, path: Path) -> None:
        """Raises ``OSError`` where there is no such file."""
        self.path = path
        self._stamp = self._stamp_now()

    @cached_property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The names of all columns that hold numbers. Raises ``ReadError`` for what is no table."""

    @cached_property
    @abstractmethod
    def other_columns(self) -> tuple[str, ...]:
        """The names of the others."""

    @property
    @abstractmethod
    def n_rows(self) -> int | None:
        """How many rows there are, if the file says so."""

    @abstractmethod
    def batches(self, columns: Sequence[str], n: int) -> Iterator[Matrix]:
        """The numbers of these columns, (m, D) with about n rows at a time, NaN where one is missing.

        The same rows come together every time. Raises ``ReadError`` for what cannot be read.
        """

    def refuse_changed(self) -> None:
        """Raise ``ReadError`` if the file is no longer what it was when it was first looked at."""
        if self._stamp_now() != self._stamp:
            raise self.error("it has changed since it was first read; start again.")

    def error(
        self, what: str, *, row: int | None = None, column: str | None = None, line: int | None = None
    ) -> ReadError:
        """What is wrong with the file, its name in front; ``row`` counts from 1."""
        return ReadError(f"{self.path}: {what}", row=row, column=column, line=line)

    def _stamp_now(self) -> tuple[int, int]:
        found = self.path.stat()
        return found.st_size, found.st_mtime_ns


def side_by_side(columns: Sequence[Matrix]) -> Matrix:
    """The columns as a matrix (m, D) of which each column lies in one piece, as the engine reads it best."""
    X = np.empty((len(columns), len(columns[0])))
    for j, column in enumerate(columns):
        X[j] = column
    return X.T
