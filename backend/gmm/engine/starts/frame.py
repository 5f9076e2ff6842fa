"""Rows in units in which their distances say how unlike they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array

# Squared distances below this share of the squared distances from zero are rounding, and count as zero.
_ROUNDING = 1e-14
# Rows compared with others at a time, so that what lies between stays in the cache.
_ROWS_AT_ONCE = 250


class Frame:
    """M rows (M, D) and the squared distances between them, as products of matrices: |a|² + |b|² − 2 a·b."""

    def __init__(self, rows: Array) -> None:
        self.rows = rows
        self._twice = np.ascontiguousarray(-2.0 * rows.T)
        self._size = np.einsum("md,md->m", rows, rows) * (1.0 - _ROUNDING)

    def squared_distances(self, centres: NDArray[np.intp]) -> Array:
        """Those of the rows with these numbers (n,) to all rows, (n, M)."""
        apart = self.rows[centres] @ self._twice
        apart += self._size
        apart += self._size[centres][:, None]
        return np.maximum(apart, 0.0, out=apart)

    def nearest(self, some: NDArray[np.intp]) -> NDArray[np.intp]:
        """Which of the rows with these numbers (n,) is nearest to each row (M,), as a place in ``some``."""
        twice, size = self._twice[:, some], self._size[some]
        place = np.empty(len(self.rows), dtype=np.intp)
        for i in range(0, len(place), _ROWS_AT_ONCE):
            apart = self.rows[i : i + _ROWS_AT_ONCE] @ twice
            apart += size
            place[i : i + _ROWS_AT_ONCE] = np.argmin(apart, axis=1)
        return place
