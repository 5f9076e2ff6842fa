"""Starts that somebody gives: a label for every row, or the responsibilities of every component."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gmm.engine.dataset import AbstractDataset
from gmm.engine.errors import ParameterError
from gmm.engine.form import Moments
from gmm.engine.m_step import EMPTY
from gmm.engine.mixture import Mixture
from gmm.engine.options import FitOptions
from gmm.engine.starts import mixture_of_labels
from gmm.engine.starts.groups import moments_of_responsibilities

# Responsibilities of a row may miss a sum of 1 by this much.
_ROUNDING = 1e-6


def start_from_labels(dataset: AbstractDataset, labels: ArrayLike, options: FitOptions) -> Mixture:
    """The mixture in which component k has the rows with the k-th of the different labels in ascending order.

    labels (N,), numbers or strings, one for each row that ``dataset`` was given, those of weight zero too.
    A label of few rows starts no collapse: its covariance is drawn towards what all have in common.
    Raises ``ParameterError`` unless the rows that count have as many different labels as K.
    """
    K = options.n_components
    names = _of_rows_that_count(dataset, labels, "labels", "a label", ndim=1)
    try:
        missing = np.flatnonzero(names != names)
        different, label = np.unique(names, return_inverse=True)
    except TypeError:
        raise ParameterError(
            "labels must be all numbers or all strings, so that they have an order.", field="labels"
        ) from None
    if len(missing):
        raise ParameterError(
            f"{len(missing)} labels are missing (NaN); give each row one, or leave the row out.",
            field="labels",
        )
    if len(different) != K:
        raise ParameterError(
            f"The rows have {len(different)} different labels, but n_components is {K}; every component "
            "needs one row at least, and every label a component.",
            field="labels",
        )
    return mixture_of_labels(dataset, label, options.m_step(dataset))


def start_from_responsibilities(dataset: AbstractDataset, resp: ArrayLike, options: FitOptions) -> Mixture:
    """The mixture of responsibilities (N, K), one row of them for each row that ``dataset`` was given.

    Raises ``ParameterError`` unless they are probabilities and every component has a share of some row.
    """
    K = options.n_components
    shares = _of_rows_that_count(dataset, resp, "responsibilities", f"{K} numbers", ndim=2)
    if shares.dtype.kind not in "biuf":
        raise ParameterError("responsibilities must be numbers.", field="responsibilities")
    if shares.shape[1] != K:
        raise ParameterError(
            f"responsibilities have {shares.shape[1]} columns, but n_components is {K}.",
            field="responsibilities",
        )
    total = shares.sum(axis=1, keepdims=True)
    if not (np.all(shares >= 0) and np.all(np.abs(total - 1) <= _ROUNDING)):
        raise ParameterError(
            "The responsibilities of a row must be zero or positive and sum to 1.", field="responsibilities"
        )
    rows = dataset.completed()
    for k in np.flatnonzero(rows.counts @ shares <= EMPTY)[:1]:
        raise ParameterError(
            f"Component {k + 1} has no responsibility for any row; give it some, or lower n_components.",
            field="responsibilities",
        )
    m_step = options.m_step(dataset)
    X = rows.samples - dataset.origin
    made = moments_of_responsibilities(X, rows.counts, shares / total, m_step.structure.form)
    return m_step.admitted(Moments(made.counts, dataset.origin + made.means, made.sigma))


def _of_rows_that_count(
    dataset: AbstractDataset, values: ArrayLike, field: str, of_each: str, ndim: int
) -> NDArray[Any]:
    """The values of the rows that count, of an array with a value for every row that was given."""
    N = dataset.n_samples if dataset.counted is None else len(dataset.counted)
    try:
        array = np.asarray(values)
    except ValueError:  # rows of different lengths
        array = np.empty(0)
    if array.ndim != ndim or len(array) != N:
        raise ParameterError(
            f"{field} must hold {of_each} for each of the {N} rows; their shape is {array.shape}.",
            field=field,
        )
    return array if dataset.counted is None else array[dataset.counted]
