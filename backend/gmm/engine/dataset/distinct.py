"""Which rows differ: one sort brings equal rows together, in an order that is the rows' own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array

# Pairs of equal rows to be expected among some of them if every row stood there twice.
_EXPECTED_PAIRS = 100
# Tells values on either side of zero apart.
_ASIDE = 0.3


def in_their_own_order(X: Array, Z: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Row numbers (N,) in an order with equal rows side by side, and the places there of each first one (M,).

    X (N, D) are the rows, Z (N, D) the same in units that make columns comparable. The order comes from
    what the rows hold: it depends neither on how they are arranged nor, but for ties, on how columns are.
    """
    key = np.sqrt(1.0 + (Z + _ASIDE) ** 2).sum(axis=1)  # equal for equal rows, and hardly ever for others
    order = np.argsort(key, kind="stable")
    tied = np.flatnonzero(key[order[1:]] == key[order[:-1]])
    repeats = _equal(X, order, tied)
    if not repeats.all():  # rows that differ but share a key may lie between equal ones
        order = np.lexsort((*X.T[::-1], key))
        repeats = _equal(X, order, tied)
    first = np.ones(len(X), dtype=bool)
    first[tied[repeats] + 1] = False
    return order, np.flatnonzero(first)


def may_mostly_repeat(X: Array, origin: Array, spread: Array) -> bool:
    """Whether half of the rows X (N, D) may repeat others, to judge by some of them.

    If they did, two rows at random would be equal with a probability of 1 / N at least.
    origin and spread (D,) make columns comparable.
    """
    N = len(X)
    n = int(np.sqrt(2 * _EXPECTED_PAIRS * N))
    if n >= N:
        return True
    some = X[np.unique(np.random.default_rng(N).integers(N, size=n))]
    order, first = in_their_own_order(some, (some - origin) / spread)
    return len(order) - len(first) > _EXPECTED_PAIRS / 5


def _equal(X: Array, order: NDArray[np.intp], places: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Whether the rows at these places of the order equal the ones after them."""
    return np.asarray(np.all(X[order[places]] == X[order[places + 1]], axis=1))
