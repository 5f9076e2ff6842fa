"""What identifies data: the same rows and column names have one fingerprint, whatever file they came in."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

_LAYOUT = b"gmm data 1\n"
# Doubles hashed at a time: those that hold a NaN are copied.
_PART = 2**18


def fingerprint_of(matrix: NDArray[np.float64], columns: Sequence[str]) -> str:
    """SHA-256 of a matrix (N, D) and its D column names, as 64 hexadecimal digits.

    Hashed are the numbers of rows and columns, every name as UTF-8 behind its length, and the doubles row by
    row, all in little-endian order. However a missing value was written, it counts as the same NaN; -0 and 0
    differ, as bits do.
    """
    N, D = matrix.shape
    digest = sha256(_LAYOUT + np.array([N, D], dtype="<u8").tobytes())
    for name in columns:
        encoded = name.encode()
        digest.update(len(encoded).to_bytes(8, "little") + encoded)
    step = max(_PART // max(D, 1), 1)
    for first in range(0, N, step):
        part = np.ascontiguousarray(matrix[first : first + step], dtype="<f8")
        missing = np.isnan(part)
        if missing.any():
            part = np.where(missing, np.nan, part).astype("<f8")
        digest.update(part.data)
    return digest.hexdigest()
