"""NumPy's own files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from gmm.engine.arrays import column_names
from gmm.io.errors import ReadError
from gmm.io.files.base import AbstractFile, Matrix


class NpyFile(AbstractFile):
    """A matrix, or one column, of numbers, mapped into memory; its columns are called x1, x2, …"""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return column_names(None, self._matrix.shape[1], ReadError)  # type: ignore[arg-type]

    @cached_property
    def other_columns(self) -> tuple[str, ...]:
        return ()

    @property
    def n_rows(self) -> int:
        return len(self._matrix)

    def batches(self, columns: Sequence[str], n: int) -> Iterator[Matrix]:
        chosen = [self.columns.index(name) for name in columns]
        everything = chosen == list(range(len(self.columns)))
        for first in range(0, self.n_rows, n):
            rows = self._matrix[first : first + n]
            yield np.asarray(rows if everything else rows[:, chosen], dtype=np.float64)

    @cached_property
    def _matrix(self) -> Matrix:
        try:
            found = np.load(self.path, mmap_mode="r", allow_pickle=False)
        except (ValueError, OSError, EOFError) as error:
            raise self.error(f"it is no whole .npy file ({error}).") from error
        if not isinstance(found, np.ndarray) or found.dtype.kind not in "fiub" or found.ndim not in (1, 2):
            raise self.error("it holds no matrix of numbers.")
        return found[:, None] if found.ndim == 1 else found
