"""Arrow's arrays of numbers -> NumPy's."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from gmm.io.number_table import Matrix


def floats_of(array: pa.Array) -> Matrix:
    """An array of doubles as NumPy's, null as NaN, without a copy where none is null.

    By its buffer, for Arrow's own way imports pandas where that is installed, which takes a second.
    """
    present = array.fill_null(np.nan) if array.null_count else array
    if not len(present):
        return np.empty(0)
    return np.frombuffer(present.buffers()[1], np.float64, len(present), 8 * present.offset)
