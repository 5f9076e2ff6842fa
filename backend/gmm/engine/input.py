"""What is given as samples and weights, doubted for the last time before it becomes a data set."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gmm.engine.arrays import Array, column_names
from gmm.engine.errors import DataError

# Beyond these a square, or one over it, overflows or loses its meaning.
LARGEST, SMALLEST = 1e100, 1e-100
# In units of a column's spread no value may lie farther from the middle than this.
_FARTHEST = 1e70
# Of standard deviations of a given mixture: their square is a number, with some to spare for the columns and
# correlations.
FARTHEST = 1e140


def sample_weights(weights: ArrayLike, N: int, field: str = "weights") -> Array:
    """The weights of N rows as numbers (N,), finite, not negative and not all zero.

    Raises ``DataError`` naming ``field``, and the row where there is one.
    """
    try:
        w = np.asarray(weights)
        if np.iscomplexobj(w):
            raise TypeError
        w = w.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise DataError(f"{field} must hold real numbers.", field=field) from None
    if w.shape != (N,):
        raise DataError(f"{field} {entries(w)}; give one number for each of the {N} rows.", field=field)
    for i in np.flatnonzero(~(np.isfinite(w) & (w >= 0)))[:1]:
        raise DataError(
            f"In {field}, the weight of row {i + 1} is {w[i]:g}; weights must be finite and not negative.",
            field=field,
            row=int(i),
        )
    if not w.any():
        raise DataError("All weights are zero; at least one row must count.", field=field)
    if not SMALLEST <= w.max() <= LARGEST:
        raise DataError(f"The largest weight is {w.max():g}; divide all of them by it.", field=field)
    return w


def entries(array: NDArray[np.generic]) -> str:
    """How many entries there are where as many as rows are asked for, in words."""
    if array.ndim == 1:
        return "has 1 entry" if len(array) == 1 else f"has {len(array)} entries"
    return "is a single value" if array.ndim == 0 else "is a table"


def refuse_other_columns(columns: tuple[str, ...], of_mixture: tuple[str, ...]) -> None:
    """Raise ``DataError`` unless the data have the mixture's columns, in its order; unnamed ones may pass."""
    if len(columns) != len(of_mixture):
        raise DataError(
            f"The data have {len(columns)} columns, but the mixture has {len(of_mixture)}: "
            f"{', '.join(of_mixture)}.",
            field="data",
        )
    unnamed = column_names(None, len(columns), DataError)
    if columns != of_mixture and unnamed not in (columns, of_mixture):
        raise DataError(
            f"The data have the columns {', '.join(columns)}, but the mixture has {', '.join(of_mixture)}; "
            "give its columns in its order.",
            field="data",
        )


def refuse_unusable(
    X: Array,
    columns: tuple[str, ...],
    counted: NDArray[np.bool_] | None,
    ends: tuple[Array, Array],
    first: int = 0,
) -> None:
    """Raise ``DataError`` for the first value that cannot be computed with.

    X (N, D) are the rows that count, all of those given or those where ``counted``; ends, the least and the
    greatest value of each column (D,), not finite if one of them is not; first, the number of the first row.
    """
    for j, (name, low, high) in enumerate(zip(columns, *ends, strict=True)):
        if not (np.isfinite(low) and np.isfinite(high)):
            bad = int(np.flatnonzero(~np.isfinite(X[:, j]))[0])
            value = "missing (NaN)" if np.isnan(X[bad, j]) else "infinite"
            row = first + _among_given(bad, counted)
            raise DataError(
                f"The value in row {row + 1}, column {name!r} is {value}; "
                "leave the row out or fill the value in.",
                field="data",
                row=row,
                column=name,
            )
        if max(-low, high) > LARGEST:
            bad = int(np.argmax(np.abs(X[:, j])))
            row = first + _among_given(bad, counted)
            raise DataError(
                f"The value {X[bad, j]:g} in row {row + 1}, column {name!r} is too large to "
                f"square; rescale the column so that values stay below {LARGEST:g}.",
                field="data",
                row=row,
                column=name,
            )


def refuse_too_close(columns: tuple[str, ...], ends: tuple[Array, Array]) -> None:
    """Raise ``DataError`` for a column whose values differ too little to be fitted."""
    for name, low, high in zip(columns, *ends, strict=True):
        if 0 < high - low < SMALLEST:
            raise DataError(
                f"The values of column {name!r} differ by {high - low:.1g} at the most, too little to "
                f"square; rescale the column so that its values differ by {SMALLEST:g} or more.",
                field="data",
                column=name,
            )


def refuse_too_far(
    X: Array,
    columns: tuple[str, ...],
    counted: NDArray[np.bool_] | None,
    centre: Array,
    spread: Array,
    ends: tuple[Array, Array],
    farthest: float = _FARTHEST,
    first: int = 0,
) -> None:
    """Raise ``DataError`` for a value so far from all others that no square holds both distances."""
    apart = np.maximum(ends[1] - centre, centre - ends[0]) / spread
    for j in np.flatnonzero(apart > farthest)[:1]:
        bad = int(np.argmax(np.abs(X[:, j] - centre[j])))
        row = first + _among_given(bad, counted)
        raise DataError(
            f"The value {X[bad, j]:g} in row {row + 1}, column {columns[j]!r} lies {apart[j]:.1g} times "
            "as far from the others as they spread, too far to compute with; leave the row out.",
            field="data",
            row=row,
            column=columns[j],
        )


def _among_given(row: int, counted: NDArray[np.bool_] | None) -> int:
    """The number, among all rows given, of one that counts."""
    return row if counted is None else int(np.flatnonzero(counted)[row])
