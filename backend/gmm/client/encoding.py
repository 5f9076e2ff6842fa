"""Arrays and files as requests' bodies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import numpy as np
from msgspec import UNSET
from numpy.typing import ArrayLike

# Rows of numbers, in which NaN is a missing value, or a file whose suffix says what it holds.
Data: TypeAlias = "ArrayLike | Path"

JSON = "application/json"
MEDIA_OF_SUFFIX = {
    ".csv": "text/csv",
    ".json": JSON,
    ".parquet": "application/vnd.apache.parquet",
    ".arrow": "application/vnd.apache.arrow.stream",
    ".arrows": "application/vnd.apache.arrow.stream",
    ".npy": "application/x-npy",
}


def encoded(data: Data | None, options: Mapping[str, Any]) -> tuple[bytes, str, dict[str, Any]]:
    """The body, its media type, and what is asked for in the query because the body cannot hold it."""
    wanted = {name: value for name, value in options.items() if value is not None and value is not UNSET}
    if isinstance(data, Path):
        return data.read_bytes(), media_of(data), wanted
    if data is not None:
        wanted = {"data": rows_of(data), **wanted}
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


def _listed(value: Any) -> Any:
    """NumPy's arrays and numbers as Python's."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} cannot be sent.")
