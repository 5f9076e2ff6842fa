"""The samples a mixture is fitted to, and how a sum over all of them is taken."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol, Self, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gmm.engine.arrays import Array, column_names
from gmm.engine.errors import DataError
from gmm.engine.threads import map_in_order

# Rows that stand for all when the spread of the columns is measured.
_ROWS_FOR_SPREAD = 16_384
# Beyond these a square, or one over it, overflows or loses its meaning.
_LARGEST, _SMALLEST = 1e100, 1e-100
# The rows are cut into at most so many stripes. The number must not depend on the machine: sums are taken
# stripe by stripe, in order, so that they come out the same whatever the number of threads.
_MOST_STRIPES = 32


class Additive(Protocol):
    """A value that adds."""

    def __add__(self, other: Self, /) -> Self: ...


S = TypeVar("S", bound=Additive)
S_co = TypeVar("S_co", bound=Additive, covariant=True)


class Statistic(Protocol[S_co]):
    """What can be summed over samples: a function of some rows, taken so many at a time as it likes."""

    def rows_per_block(self, n_samples: int, /) -> int: ...

    def __call__(self, X: Array, weights: Array | None, rows_per_block: int, /) -> S_co: ...


class AbstractDataset(ABC):
    """Samples to fit to. EM meets them only through ``sum``."""

    columns: tuple[str, ...]

    @property
    @abstractmethod
    def n_samples(self) -> int:
        """N."""

    @property
    def n_features(self) -> int:
        """D."""
        return len(self.columns)

    @property
    @abstractmethod
    def origin(self) -> Array:
        """A point amid the samples (D,), about which the kernel takes its features."""

    @property
    @abstractmethod
    def spread(self) -> Array:
        """A robust standard deviation of each column (D,); the column's size where it is constant."""

    @property
    @abstractmethod
    def total_weight(self) -> float:
        """The sum of the sample weights; the number of samples where they have none."""

    @abstractmethod
    def sum(self, statistic: Statistic[S]) -> S:
        """The sum of ``statistic`` over all samples, the same whatever the number of threads."""

    @abstractmethod
    def glimpse(self, n: int) -> Dataset:
        """At most ``n`` samples spread evenly over the rows, with this data set's origin and spread."""


class Dataset(AbstractDataset):
    """Samples in memory: finite by construction. Not to be changed once made.

    samples (N, D) in data units; columns, D different names; weights (N,), nonnegative, or None.
    """

    def __init__(
        self,
        samples: ArrayLike,
        columns: Sequence[str] | None = None,
        weights: ArrayLike | None = None,
    ) -> None:
        """Raises ``DataError`` naming row and column where a value cannot be used."""
        self.samples = matrix(samples)
        self.columns = column_names(columns, self.samples.shape[1], DataError)
        self.weights = None if weights is None else _weights(weights, len(self.samples))
        _refuse_unusable(self.samples, self.columns, *self._range)

    @property
    def n_samples(self) -> int:
        """N."""
        return len(self.samples)

    @cached_property
    def total_weight(self) -> float:
        return float(len(self.samples)) if self.weights is None else float(self.weights.sum())

    @cached_property
    def _range(self) -> tuple[Array, Array]:
        return self.samples.min(axis=0), self.samples.max(axis=0)

    @property
    def constant_columns(self) -> list[str]:
        """Names of the columns whose values are all equal."""
        low, high = self._range
        return [name for name, same in zip(self.columns, low == high, strict=True) if same]

    @cached_property
    def _centre_and_spread(self) -> tuple[Array, Array]:
        rows = self._some(_ROWS_FOR_SPREAD)
        quarter, centre, three_quarters = np.quantile(self.samples[rows], [0.25, 0.5, 0.75], axis=0)
        spread = (three_quarters - quarter) / 1.349  # the interquartile range of a standard normal
        for j in np.flatnonzero(spread <= 0):  # ties, or a column that is almost always the same
            spread[j] = np.std(self.samples[:, j] - centre[j])
        size = np.where(np.abs(centre) > _SMALLEST, np.abs(centre), 1.0)
        return centre, np.where(spread > 0, spread, size)

    @property
    def origin(self) -> Array:
        return self._centre_and_spread[0]

    @property
    def spread(self) -> Array:
        return self._centre_and_spread[1]

    def sum(self, statistic: Statistic[S]) -> S:
        N = len(self.samples)
        B = statistic.rows_per_block(N)
        n_blocks = -(-N // B)
        n_stripes = min(_MOST_STRIPES, n_blocks)
        edges = [min(N, n_blocks * i // n_stripes * B) for i in range(n_stripes + 1)]

        def of_stripe(i: int) -> S:
            rows = slice(edges[i], edges[i + 1])
            return statistic(self.samples[rows], None if self.weights is None else self.weights[rows], B)

        total, *rest = map_in_order(of_stripe, range(n_stripes))
        for part in rest:
            total = total + part
        return total

    def glimpse(self, n: int) -> Dataset:
        if n >= len(self.samples):
            return self
        rows = self._some(n)
        part = Dataset.__new__(Dataset)  # the samples have been checked already
        part.samples = self.samples[rows]
        part.columns = self.columns
        part.weights = None if self.weights is None else self.weights[rows]
        part._centre_and_spread = self._centre_and_spread
        return part

    def _some(self, n: int) -> NDArray[np.intp]:
        """Numbers of at most ``n`` rows, one at random from each stretch: data may repeat with a period."""
        N = len(self.samples)
        if n >= N:
            return np.arange(N)
        within = np.random.default_rng(n).random(n)
        return np.asarray((np.arange(n) + within) * (N / n)).astype(np.intp)


def _refuse_unusable(X: Array, columns: tuple[str, ...], low: Array, high: Array) -> None:
    for j, name in enumerate(columns):
        if not (np.isfinite(low[j]) and np.isfinite(high[j])):
            bad = int(np.flatnonzero(~np.isfinite(X[:, j]))[0])
            value = "missing (NaN)" if np.isnan(X[bad, j]) else "infinite"
            raise DataError(
                f"The value in row {bad + 1}, column {name!r} is {value}; "
                "leave the row out or fill the value in.",
                field="data",
                row=bad,
                column=name,
            )
        if max(-low[j], high[j]) > _LARGEST:
            bad = int(np.argmax(np.abs(X[:, j])))
            raise DataError(
                f"The value {X[bad, j]:g} in row {bad + 1}, column {name!r} is too large to "
                f"square; rescale the column so that values stay below {_LARGEST:g}.",
                field="data",
                row=bad,
                column=name,
            )
        if 0 < high[j] - low[j] < _SMALLEST:
            raise DataError(
                f"The values of column {name!r} differ by {high[j] - low[j]:.1g} at the most, too little to "
                f"square; rescale the column so that its values differ by {_SMALLEST:g} or more.",
                field="data",
                column=name,
            )


def matrix(samples: ArrayLike) -> Array:
    """The samples as rows and columns of doubles; one dimension is one column. Raises ``DataError``."""
    try:
        X = np.asarray(samples, dtype=np.float64)
    except (TypeError, ValueError):
        raise DataError("The data must be rows of numbers, all of the same length.", field="data") from None
    if X.ndim == 1:
        X = X[:, None]
    if X.ndim != 2:
        raise DataError(
            f"The data must be a table of rows and columns, not {X.ndim}-dimensional.", field="data"
        )
    if X.shape[0] == 0 or X.shape[1] == 0:
        raise DataError("The data are empty; give at least one row and one column.", field="data")
    return np.ascontiguousarray(X)


def _weights(weights: ArrayLike, N: int) -> Array:
    w = np.asarray(weights, dtype=np.float64)
    if w.shape != (N,):
        raise DataError(f"weights must hold one number for each of the {N} rows.", field="weights")
    bad = np.flatnonzero(~(np.isfinite(w) & (w >= 0)))
    if len(bad):
        raise DataError(
            f"The weight of row {bad[0] + 1} is {w[bad[0]]:g}; weights must be zero or positive.",
            field="weights",
            row=int(bad[0]),
        )
    if not w.sum() > 0:
        raise DataError("All weights are zero; at least one row must count.", field="weights")
    return w
