"""The samples a mixture is fitted to, and how a sum over all of them is taken."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, Self, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from gmm.engine.errors import DataError
from gmm.engine.form.base import Array
from gmm.engine.mixture import default_columns
from gmm.engine.threads import map_in_order

# Rows that stand for all when the spread of the columns is measured.
_ROWS_FOR_SPREAD = 16_384
# Beyond this a square overflows or loses its meaning.
_LARGEST = 1e100
# The rows are cut into at most so many stripes. The number must not depend on the machine: sums are taken
# stripe by stripe, in order, so that they come out the same whatever the number of threads.
_MOST_STRIPES = 32


class Additive(Protocol):
    """A value that adds."""

    def __add__(self, other: Self, /) -> Self: ...


S = TypeVar("S", bound=Additive)
S_co = TypeVar("S_co", bound=Additive, covariant=True)


class Statistic(Protocol[S_co]):
    """What can be summed over samples: a function of some rows, and how many rows it likes at a time."""

    rows_per_block: int

    def __call__(self, X: Array, weights: Array | None) -> S_co: ...


class AbstractDataset(ABC):
    """Samples to fit to. EM meets them only through ``sum``."""

    columns: tuple[str, ...]
    n_samples: int

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
    def some_rows(self, n: int) -> tuple[Array, Array | None]:
        """At most about ``n`` samples spread evenly over the rows, and their weights."""


@dataclass(frozen=True, init=False)
class Dataset(AbstractDataset):
    """Samples in memory: finite by construction.

    samples (N, D) in data units; columns, D different names; weights (N,), nonnegative, or None.
    """

    samples: Array
    columns: tuple[str, ...]
    weights: Array | None

    def __init__(
        self,
        samples: ArrayLike,
        columns: Sequence[str] | None = None,
        weights: ArrayLike | None = None,
    ) -> None:
        """Raises ``DataError`` naming row and column where a value cannot be used."""
        X = _matrix(samples)
        names = tuple(columns) if columns is not None else default_columns(X.shape[1])
        if len(names) != X.shape[1]:
            raise DataError(
                f"columns has {len(names)} names but the data have {X.shape[1]} columns.", field="columns"
            )
        repeated = next((name for name in names if names.count(name) > 1), None)
        if repeated is not None:
            raise DataError(f"The column name {repeated!r} stands twice; names must differ.", field="columns")
        object.__setattr__(self, "samples", X)
        object.__setattr__(self, "columns", names)
        object.__setattr__(self, "weights", None if weights is None else _weights(weights, len(X)))
        self._refuse_unusable()

    @property
    def n_samples(self) -> int:  # type: ignore[override]
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
        rows, _ = self.some_rows(_ROWS_FOR_SPREAD)
        quarter, centre, three_quarters = np.quantile(rows, [0.25, 0.5, 0.75], axis=0)
        spread = (three_quarters - quarter) / 1.349  # the interquartile range of a standard normal
        for j in np.flatnonzero(spread <= 0):  # ties, or a column that is almost always the same
            low, high = self._range
            spread[j] = np.std(self.samples[:, j] - centre[j]) if low[j] < high[j] else 0.0
        return centre, spread

    @cached_property
    def spread(self) -> Array:
        centre, spread = self._centre_and_spread
        return np.where(spread > 0, spread, np.where(centre != 0, np.abs(centre), 1.0))

    @property
    def origin(self) -> Array:
        return self._centre_and_spread[0]

    def sum(self, statistic: Statistic[S]) -> S:
        N, B = len(self.samples), statistic.rows_per_block
        n_stripes = min(_MOST_STRIPES, max(1, round(N / B)))
        edges = [N * i // n_stripes for i in range(n_stripes + 1)]

        def of_stripe(i: int) -> S:
            rows = slice(edges[i], edges[i + 1])
            weights = None if self.weights is None else self.weights[rows]
            return statistic(self.samples[rows], weights)

        total, *rest = map_in_order(of_stripe, list(range(n_stripes)))
        for part in rest:
            total = total + part
        return total

    def some_rows(self, n: int) -> tuple[Array, Array | None]:
        N = len(self.samples)
        if n >= N:
            return self.samples, self.weights
        index = np.arange(n) * N // n
        return self.samples[index], None if self.weights is None else self.weights[index]

    def _refuse_unusable(self) -> None:
        low, high = self._range
        for j, name in enumerate(self.columns):
            if not (np.isfinite(low[j]) and np.isfinite(high[j])):
                bad = int(np.flatnonzero(~np.isfinite(self.samples[:, j]))[0])
                value = "missing (NaN)" if np.isnan(self.samples[bad, j]) else "infinite"
                raise DataError(
                    f"The value in row {bad + 1}, column {name!r} is {value}; "
                    "leave the row out or fill the value in.",
                    field="data",
                    row=bad,
                    column=name,
                )
            if max(-low[j], high[j]) > _LARGEST:
                bad = int(np.argmax(np.abs(self.samples[:, j])))
                raise DataError(
                    f"The value {self.samples[bad, j]:g} in row {bad + 1}, column {name!r} is too large to "
                    f"square; rescale the column so that values stay below {_LARGEST:g}.",
                    field="data",
                    row=bad,
                    column=name,
                )


def _matrix(samples: ArrayLike) -> Array:
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
