"""Arrays and files as requests' bodies."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import numpy as np
from msgspec import UNSET
from numpy.typing import ArrayLike, NDArray

# Rows of numbers, in which NaN is a missing value, or a file whose suffix says what it holds.
Data: TypeAlias = "ArrayLike | Path"

JSON, NPY = "application/json", "application/x-npy"
# An array of more numbers travels as it is, for which writing and reading JSON takes thirty times as long.
_MANY = 10_000
_MOST_ENTRIES = 256
MEDIA_OF_SUFFIX = {
    ".csv": "text/csv",
    ".json": JSON,
    ".parquet": "application/vnd.apache.parquet",
    ".arrow": "application/vnd.apache.arrow.stream",
    ".arrows": "application/vnd.apache.arrow.stream",
    ".npy": NPY,
}


def encoded(data: Data | None, options: Mapping[str, Any]) -> tuple[bytes, str, dict[str, Any]]:
    """The body, its media type, and what is asked for in the query because the body cannot hold it."""
    wanted = {name: value for name, value in options.items() if value is not None and value is not UNSET}
    if isinstance(data, Path):
        return data.read_bytes(), media_of(data), wanted
    if data is not None:
        matrix = np.asarray(data, dtype=np.float64)
        if matrix.ndim == 2 and matrix.size > _MANY and all(map(_fits_a_query, wanted.values())):
            return _npy(matrix), NPY, {name: _worded(value) for name, value in wanted.items()}
        wanted = {"data": rows_of(matrix), **wanted}
    return msgspec.json.encode(wanted, enc_hook=_listed), JSON, {}


def media_of(file: Path) -> str:
    """The media type of a file, by its suffix; raises ValueError for one that the service does not read."""
    if file.suffix.lower() not in MEDIA_OF_SUFFIX:
        raise ValueError(f"{file.name}: the suffix must be one of {', '.join(MEDIA_OF_SUFFIX)}.")
    return MEDIA_OF_SUFFIX[file.suffix.lower()]


def rows_of(data: ArrayLike) -> list[Any]:
    """The rows as lists; NaN becomes null, which is a missing value, but infinities have no such word.

    Raises ValueError for those.
    """
    matrix = np.asarray(data, dtype=np.float64)
    if np.isinf(matrix).any():
        raise ValueError(f"Row {np.argwhere(np.isinf(matrix))[0][0] + 1} of data holds an infinity.")
    rows: list[Any] = matrix.tolist()
    return rows


def _npy(matrix: NDArray[np.float64]) -> bytes:
    written = BytesIO()
    np.save(written, matrix, allow_pickle=False)
    return written.getvalue()


def _fits_a_query(value: Any) -> bool:
    """Whether it is a plain value, or a short list of names or whole numbers."""
    if isinstance(value, list | tuple):
        return len(value) <= _MOST_ENTRIES and all(isinstance(each, str | int) for each in value)
    return isinstance(value, str | int | float)


def _worded(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _listed(value: Any) -> Any:
    """NumPy's arrays and numbers as Python's."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} cannot be sent.")
