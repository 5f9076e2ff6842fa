"""Tables and sample weights, as scikit-learn's users have them, made into data sets of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.exceptions import DTypePromotionError
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator
from sklearn.utils.validation import _get_feature_names, validate_data

from gmm.engine import DataError, Dataset
from gmm.engine.arrays import Array

# Equal rows are merged in data of at most so many rows: in more, looking for them takes too long beside
# the fit itself.
MOST_ROWS_TO_MERGE = 50_000
# A mean weight outside of these bounds cannot be a count of rows.
_LEAST_COUNT, _LARGEST_COUNT = 1.0, 1e9
# Weights all smaller than this lose their digits, larger ones overflow, when they are multiplied.
_LEAST_WEIGHT, _LARGEST_WEIGHT = 1e-100, 1e100


def table(estimator: BaseEstimator, X: ArrayLike, *, fitting: bool) -> Array:
    """The rows X as doubles (N, D), by scikit-learn's conventions for shapes, types and names of columns.

    Missing values are NaN, for ``Dataset`` to name. Raises what scikit-learn raises, and ``DataError`` naming
    row and column of a value that is no number.
    """
    if isinstance(X, np.ma.MaskedArray):  # NumPy itself forgets the mask
        X = np.ma.filled(X.astype(np.float64), np.nan)
    try:
        rows: Array = validate_data(estimator, X, reset=fitting, dtype=np.float64, ensure_all_finite=False)
    except (ValueError, OverflowError, DTypePromotionError):
        _refuse_other_than_numbers(X)
        raise
    return rows


def _refuse_other_than_numbers(X: Any) -> None:
    rows = np.asarray(X, dtype=object)
    if rows.ndim != 2:
        _refuse_rows_of_other_lengths(X)
        return
    names = _get_feature_names(X)
    for i, j in np.ndindex(rows.shape):
        if np.iscomplexobj(rows[i, j]):
            return  # scikit-learn's own words are plain
        try:
            float(rows[i, j])
        except (TypeError, ValueError, OverflowError):
            column = f"x{j + 1}" if names is None else str(names[j])
            raise DataError(
                f"The value {rows[i, j]!r:.60} in row {i + 1}, column {column!r} is no number that a float "
                "can hold; leave the column out, or encode its values as numbers.",
                field="data",
                row=i,
                column=column,
            ) from None


def _refuse_rows_of_other_lengths(X: Any) -> None:
    try:
        np.asarray(X, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise DataError(
            "The data must be a table of numbers: a row a sample, all of them with the same columns.",
            field="data",
        ) from None


def row_weights(sample_weight: ArrayLike | None, n_samples: int) -> Array | None:
    """The weights of the rows (N,), or None where every row counts once.

    Raises ``DataError`` unless they are one finite, nonnegative number a row, and some of them positive.
    """
    if sample_weight is None:
        return None
    try:
        weights = np.asarray(sample_weight)
        if np.iscomplexobj(weights):
            raise TypeError
        weights = weights.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise DataError("sample_weight must hold real numbers.", field="sample_weight") from None
    if weights.shape != (n_samples,):
        raise DataError(
            f"sample_weight has shape {weights.shape}; give one number for each of the {n_samples} rows: "
            f"({n_samples},).",
            field="sample_weight",
        )
    for i in np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))[:1]:
        raise DataError(
            f"The sample_weight of row {i + 1} is {weights[i]:g}; weights must be finite and not negative.",
            field="sample_weight",
            row=int(i),
        )
    if not weights.any():
        raise DataError("Every sample_weight is zero; at least one row must count.", field="sample_weight")
    if not _LEAST_WEIGHT <= weights.max() <= _LARGEST_WEIGHT:
        raise DataError(
            f"The largest sample_weight is {weights.max():g}; divide all of them by it.",
            field="sample_weight",
        )
    return weights


def fitting_dataset(X: Array, columns: Sequence[str] | None, weights: Array | None, K: int) -> Dataset:
    """The data set that K components are fitted to: what counts of the rows X (N, D), each once.

    A row of weight two is a row that stands there twice, and one of weight zero is not there at all: so
    that such data sets give the same fit and not just the same likelihood, rows of no weight are left out
    and equal rows become one. Raises ``DataError`` naming row and column of a value that cannot be used.
    """
    whole = Dataset(X, columns)
    if weights is not None and not weights.all():
        counted = weights > 0
        whole, weights = Dataset(whole.samples[counted], columns), weights[counted]
    if weights is not None:
        mean = weights.mean()
        weights = weights if _LEAST_COUNT <= mean <= _LARGEST_COUNT else weights / mean
    if whole.n_samples <= MOST_ROWS_TO_MERGE:
        samples, counts = _merged(whole.samples, weights)
        if len(samples) >= K:  # else the engine says how many of the rows differ
            return Dataset(samples, columns, counts)
    return whole if weights is None else Dataset(whole.samples, columns, weights)


def _merged(X: Array, weights: Array | None) -> tuple[Array, Array | None]:
    """The different rows in ascending order, and the sum of each one's weights; None where all are one."""
    X = X[np.argsort(X[:, 0], kind="stable")] if weights is None else X
    if weights is None and np.all(X[1:, 0] != X[:-1, 0]):
        return X, None
    order = np.lexsort(X.T[::-1])
    X = X[order]
    w = np.ones(len(X)) if weights is None else weights[order]
    first = np.flatnonzero(np.concatenate([[True], np.any(X[1:] != X[:-1], axis=1)]))
    counts = np.add.reduceat(w, first)
    return X[first], None if np.all(counts == 1.0) else counts
