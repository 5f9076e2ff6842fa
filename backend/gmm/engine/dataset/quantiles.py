"""Quantiles of weighted columns."""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array


def quantiles(X: Array, weights: Array | None, shares: Array) -> Array:
    """The values below which lie these shares (Q,) of each column of X (N, D), as (Q, D).

    Between two values the quantile moves in a straight line, type 7 of Hyndman & Fan (1996). A row of
    weight w counts as w rows, so that whole weights give what repeated rows give, to the last bit.
    """
    n = len(X) if weights is None else float(weights.sum())
    place = shares * (n - 1)
    below = np.floor(place)
    above = np.minimum(below + 1, n - 1)
    low, high = np.split(_at_places(X, weights, np.concatenate([below, above])), 2)
    return np.asarray(low + (high - low) * (place - below)[:, None])


def _at_places(X: Array, weights: Array | None, places: Array) -> Array:
    """The values at these places, counted from 0, of each column in ascending order."""
    if weights is None:
        index = places.astype(np.intp)
        return np.asarray(np.partition(X, np.unique(index), axis=0)[index])
    order = np.argsort(X, axis=0)
    found = np.empty((len(places), X.shape[1]))
    for j, rows in enumerate(order.T):
        row = np.searchsorted(np.cumsum(weights[rows]), places, side="right")
        found[:, j] = X[rows[np.minimum(row, len(X) - 1)], j]
    return found
