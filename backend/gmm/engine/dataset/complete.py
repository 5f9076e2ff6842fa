"""Samples in memory of which everything is known, and how a sum over all of them is taken."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gmm.engine.arrays import Array, column_names
from gmm.engine.dataset.base import AbstractDataset, S, Statistic
from gmm.engine.dataset.distinct import in_their_own_order
from gmm.engine.dataset.quantiles import quantiles
from gmm.engine.errors import DataError
from gmm.engine.input import SMALLEST, refuse_too_close, refuse_too_far, refuse_unusable, sample_weights
from gmm.engine.noise import Box
from gmm.engine.threads import map_in_order

# Rows that stand for all when the spread of the columns is measured.
_ROWS_FOR_SPREAD = 16_384
_KEPT = 2.0**40
_QUARTERS = np.array([0.25, 0.5, 0.75])
# The rows are cut into at most so many stripes. The number must not depend on the machine: sums are taken
# stripe by stripe, in order, so that they come out the same whatever the number of threads.
_MOST_STRIPES = 32


Rows = slice | NDArray[np.intp]


class Dataset(AbstractDataset):
    """Samples in memory: finite by construction. Not to be changed once made.

    samples (N, D) in data units; columns, D different names; weights (N,), positive, or None where every
    row counts once. A row of weight two is a row that stands there twice, and one of weight zero is not
    there at all: ``samples`` are the rows that count, and ``counted`` says which of those given they are,
    None for all.
    """

    def __init__(
        self,
        samples: ArrayLike,
        columns: Sequence[str] | None = None,
        weights: ArrayLike | None = None,
    ) -> None:
        """Raises ``DataError`` naming row and column where a value of a row that counts cannot be used."""
        X = matrix(samples)
        w = None if weights is None else sample_weights(weights, len(X))
        if w is not None and not w.all():
            self.counted = w > 0
            X, w = X[self.counted], w[self.counted]
        self.samples = X
        self.columns = column_names(columns, X.shape[1], DataError)
        self.weights = None if w is None or np.all(w == 1.0) else w
        refuse_unusable(self.samples, self.columns, self.counted, self._range)
        refuse_too_close(self.columns, self._range)

    @property
    def n_samples(self) -> int:
        """N, the number of rows that count."""
        return len(self.samples)

    @cached_property
    def total_weight(self) -> float:
        return float(len(self.samples)) if self.weights is None else float(self.weights.sum())

    @property
    def counts(self) -> Array:
        if self.weights is None:
            return np.ones(len(self.samples))
        return np.asarray(self.weights * max(1.0, len(self.samples) / self.total_weight))

    @property
    def box(self) -> Box:
        for name in self.constant_columns[:1]:
            raise DataError(
                f"Column {name!r} has the same value in every row, so noise has no room to spread; leave the "
                "column out.",
                field="data",
                column=name,
            )
        return Box(*self._range)

    @property
    def n_values(self) -> int:
        return int(self.samples.size)

    @cached_property
    def n_distinct(self) -> int:
        return len(in_their_own_order(self.samples, self.standardised)[1])

    @property
    def standardised(self) -> Array:
        """The rows about the origin, in units of the spread, (N, D)."""
        return np.asarray((self.samples - self.origin) / self.spread)

    @cached_property
    def _range(self) -> tuple[Array, Array]:
        return self.samples.min(axis=0), self.samples.max(axis=0)

    @property
    def constant_columns(self) -> list[str]:
        low, high = self._range
        return [name for name, same in zip(self.columns, low == high, strict=True) if same]

    @cached_property
    def _centre_and_spread(self) -> tuple[Array, Array]:
        w = self.weights
        if max(self.n_samples, self.total_weight) > _ROWS_FOR_SPREAD:
            quarters = quantiles(self.samples[self.some(_ROWS_FOR_SPREAD)], None, _QUARTERS)
        else:
            quarters = quantiles(self.samples, None if w is None else self.counts, _QUARTERS)
        quarter, centre, three_quarters = quarters
        spread = (three_quarters - quarter) / 1.349  # the interquartile range of a standard normal
        for j in np.flatnonzero(spread <= 0):  # ties, or a column that is almost always the same
            apart = self.samples[:, j] - centre[j]
            spread[j] = _rounded(np.sqrt(np.average((apart - np.average(apart, weights=w)) ** 2, weights=w)))
        size = np.where(np.abs(centre) > SMALLEST, np.abs(centre), 1.0)
        spread = np.where(spread > 0, spread, size)
        refuse_too_far(self.samples, self.columns, self.counted, centre, spread, self._range)
        return centre, spread

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
            return statistic(self.samples[rows], self.weights_of(rows), B)

        total, *rest = map_in_order(of_stripe, range(n_stripes))
        for part in rest:
            total = total + part
        return total

    def glimpse(self, n: int) -> Dataset:
        return self if n >= len(self.samples) else self.of(self.some(n), None)

    def completed(self) -> Dataset:
        return self

    def of(self, rows: NDArray[np.intp], weights: Array | None, columns: list[int] | None = None) -> Dataset:
        """The data set of some rows with these weights, of the chosen columns or all, in the same frame."""
        part = self._made_of(self.samples[rows], weights)
        if columns is not None:
            part.samples = np.ascontiguousarray(part.samples[:, columns])
            part.columns = tuple(self.columns[j] for j in columns)
            part._centre_and_spread = self.origin[columns], self.spread[columns]
        return part

    def merged(self) -> Dataset:
        """The same data with equal rows made one of their common weight, in an order that is the rows' own.

        It has the same optima and is the same whatever the order of the rows, and with ties it is smaller.
        """
        order, first = in_their_own_order(self.samples, self.standardised)
        if len(first) == len(order):
            return self._made_of(self.samples[order], self.weights_of(order))
        w = np.ones(len(order)) if self.weights is None else self.weights[order]
        return self._made_of(self.samples[order[first]], np.add.reduceat(w, first))

    def weights_of(self, rows: Rows) -> Array | None:
        """The weights of some rows; None where every row counts once."""
        return None if self.weights is None else self.weights[rows]

    def reweighted(self, weights: Array) -> Dataset:
        kept = weights > 0
        if kept.all():
            return self._made_of(self.samples, weights)
        return self._made_of(self.samples[kept], weights[kept])

    def resembled(self, X: Array, components: NDArray[np.intp], rows: NDArray[np.intp]) -> Dataset:
        return Dataset(X, self.columns)

    def _made_of(self, samples: Array, weights: Array | None) -> Dataset:
        """A data set of some of the samples, which have been checked already, in the same frame."""
        part = Dataset.__new__(Dataset)
        part.samples, part.columns, part.weights, part.counted = samples, self.columns, weights, None
        part._centre_and_spread = self._centre_and_spread
        return part

    def some(self, n: int) -> NDArray[np.intp]:
        """Numbers of ``n`` rows, a random one from each stretch of equal weight: data may have a period."""
        places = np.arange(n) + np.random.default_rng(n).random(n)
        if self.weights is None:
            return np.asarray(places * (len(self.samples) / n)).astype(np.intp)
        up_to = np.cumsum(self.weights)
        rows = np.searchsorted(up_to, places * (up_to[-1] / n), side="right")
        return np.asarray(np.minimum(rows, len(self.samples) - 1))


def _rounded(value: float) -> float:
    """The number with twelve of its digits: the order in which a sum was taken does not show in these."""
    fraction, exponent = math.frexp(value)
    return math.ldexp(round(fraction * _KEPT), exponent) / _KEPT


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
