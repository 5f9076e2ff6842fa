"""The arrays the engine works on, and the names of their columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gmm.engine.errors import EngineError

Array = NDArray[np.float64]


def column_names(columns: Sequence[str] | None, D: int, error: type[EngineError]) -> tuple[str, ...]:
    """The D names given, or x1, x2, … where none are. Raises ``error`` unless they are D different ones."""
    names = tuple(columns) if columns is not None else tuple(f"x{i + 1}" for i in range(D))
    if len(names) != D:
        raise error(f"columns has {len(names)} names for {D} columns.", field="columns")
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise error(f"The column name {repeated!r} stands twice; names must differ.", field="columns")
    return names
