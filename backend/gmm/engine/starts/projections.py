"""Groups along a direction in which the data part."""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.form import Moments
from gmm.engine.starts.ground import StartingGround

_COLUMNS_A_DIRECTION, _STEPS = 6, 15
# Directions change by less than this angle, in radians, when they are found.
_SETTLED = 1e-3
# A vector of no length, as of samples that are all alike.
_NOTHING = 1e-100


def projections(ground: StartingGround, rng: np.random.Generator) -> Moments:
    """k-means along a direction of extreme kurtosis of the whitened samples: Peña & Prieto (2001).

    Samples that fall into two groups have the least kurtosis along the line between them, and among many
    columns of noise no distance between samples shows the groups.
    """
    rows, share = ground.whitened.rows, ground.weights / ground.up_to[-1]
    return ground.components(_grouped(rows @ _direction(rows, share, rng), ground), rng)


def _direction(rows: Array, share: Array, rng: np.random.Generator) -> Array:
    """Of some unit vectors at which the kurtosis is stationary the one of least kurtosis.

    The fixed point of Hyvärinen & Oja (1997), w ← E[z (w·z)³] − 3 w, finds maxima and minima alike, whichever
    is near where it begins: at a random vector, or where samples scatter least beside all fourth moments
    (Tyler, Critchley, Dümbgen & Oja 2009, invariant coordinate selection).
    """
    D = rows.shape[1]
    n = 1 + D // _COLUMNS_A_DIRECTION
    scatter = (rows * (share * np.einsum("md,md->m", rows, rows))[:, None]).T @ rows
    W = np.concatenate([np.linalg.eigh(scatter)[1].T[:n], rng.normal(size=(n, D))])
    W /= np.linalg.norm(W, axis=1, keepdims=True)
    for _ in range(_STEPS):
        along = rows @ W.T
        following = (along * along * along * share[:, None]).T @ rows - 3.0 * W
        following /= np.maximum(np.linalg.norm(following, axis=1, keepdims=True), _NOTHING)
        turned = 1.0 - np.abs(np.einsum("id,id->i", W, following))
        W = following
        if turned.max() < 0.5 * _SETTLED**2:
            break
    along = rows @ W.T
    along *= along
    kurtosis = share @ (along * along)
    return np.asarray(W[np.argmin(kurtosis)])


def _grouped(position: Array, ground: StartingGround) -> np.ndarray:
    """A label for each sample by k-means along a line, from centres at equal quantiles."""
    order = np.argsort(position, kind="stable")
    sorted_by, weights = position[order], ground.weights[order]
    up_to = np.concatenate([[0.0], np.cumsum(weights)])
    moment = np.concatenate([[0.0], np.cumsum(weights * sorted_by)])
    edges = np.searchsorted(up_to, np.arange(1, ground.K) / ground.K * up_to[-1])
    for _ in range(_STEPS):
        ends = np.concatenate([[0], edges, [len(position)]])
        mass = np.diff(up_to[ends])
        # A group of no samples stands where its first one would be.
        first = sorted_by[np.minimum(ends[:-1], len(position) - 1)]
        centres = np.where(mass > 0, np.diff(moment[ends]) / np.where(mass > 0, mass, 1.0), first)
        following = np.searchsorted(sorted_by, 0.5 * (centres[1:] + centres[:-1]))
        if np.array_equal(following, edges):
            break
        edges = following
    label = np.empty(len(position), dtype=np.intp)
    label[order] = np.searchsorted(edges, np.arange(len(position)), side="right")
    return label
