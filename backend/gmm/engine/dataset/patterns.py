"""Which values are missing: rows are taken together that have the same columns observed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array


def patterns(X: Array, aside: NDArray[np.intp] | None = None) -> Iterator[tuple[NDArray[np.intp], list[int]]]:
    """The rows of X (N, D) that share a pattern of missing values (NaN), and the columns observed in them.

    Rows for which ``aside`` (N,) differs do not share one either. Patterns and rows come in ascending order.
    """
    missing = np.isnan(X)
    key = np.packbits(missing, axis=1)
    if aside is not None:
        key = np.concatenate([key, np.ascontiguousarray(aside[:, None]).view(np.uint8)], axis=1)
    _, first, of_row = np.unique(key, axis=0, return_index=True, return_inverse=True)
    in_order = np.argsort(of_row.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(of_row.ravel()))
    for row, rows in zip(first, np.split(in_order, ends[:-1]), strict=True):
        yield rows, np.flatnonzero(~missing[row]).tolist()
