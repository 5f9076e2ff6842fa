"""Tables and sample weights, as scikit-learn's users have them, made into data sets of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.exceptions import DTypePromotionError
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator
from sklearn.utils.validation import _get_feature_names, validate_data

from gmm.engine import AbstractDataset, DataError, Dataset, dataset_of
from gmm.engine.arrays import Array
from gmm.engine.input import sample_weights

# Equal rows are merged in data of at most so many rows: in more, looking for them takes too long beside
# the fit itself.
MOST_ROWS_TO_MERGE = 50_000
# A mean weight outside of these bounds cannot be a count of rows.
_LEAST_COUNT, _LARGEST_COUNT = 1.0, 1e9


def table(estimator: BaseEstimator, X: ArrayLike, *, fitting: bool) -> Array:
    """The rows X as doubles (N, D), by scikit-learn's conventions for shapes, types and names of columns.

    Missing values are NaN, in masked arrays too. Raises what scikit-learn raises, and ``DataError`` naming
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
    return None if sample_weight is None else sample_weights(sample_weight, n_samples, "sample_weight")


def fitting_dataset(
    X: Array,
    columns: Sequence[str] | None,
    weights: Array | None,
    K: int,
    known_components: ArrayLike | None = None,
) -> AbstractDataset:
    """The data set that K components are fitted to: what counts of the rows X (N, D), each once.

    The engine counts rows by their weights. Weights whose mean, over the rows that count, is no count are
    taken relative to it. Equal rows become one, in an order that is the rows' own: that makes the fit of
    tied data quicker, and the same to the last bit whatever the order of the rows.
    known_components (N,), the component of each row where it is known, −1 where it is not.
    Raises ``DataError`` naming row and column of a value that cannot be used.
    """
    if weights is not None:
        mean = weights[weights > 0].mean()
        weights = weights if _LEAST_COUNT <= mean <= _LARGEST_COUNT else weights / mean
    dataset = dataset_of(X, columns, weights, known_components)
    if not isinstance(dataset, Dataset) or dataset.n_samples > MOST_ROWS_TO_MERGE:
        return dataset
    merged = dataset.merged()
    return merged if merged.n_samples >= K else dataset  # else the engine says how many of the rows differ
