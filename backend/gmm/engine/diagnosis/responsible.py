"""The rows as each component sees them: weighted by responsibilities, whitened by their own moments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular

from gmm.engine.arrays import Array
from gmm.engine.density import responsibilities
from gmm.engine.mixture import Mixture

# Rows whitened by a covariance more nearly singular than this, or this much flatter than the data, are noise.
_LEAST_EIGENVALUE, _LEAST_VARIANCE = 1e-10, 1e-12
# A row this unlikely to be the component's says nothing about it, however far out it lies.
_NEGLIGIBLE = 1e-15


@dataclass(frozen=True)
class Seen:
    """The rows as component k sees them after one free M-step.

    resp (N,), responsibilities times weights; count, their sum; white (N, D), the rows about their weighted
    mean in a frame where their weighted covariance is the identity.
    """

    k: int
    resp: Array
    count: float
    white: Array


def seen_by_components(mixture: Mixture, X: Array, weights: Array | None = None) -> Iterator[Seen]:
    """The rows X (N, D) as each component in turn sees them.

    Left out are components on too few or too flat rows to have a covariance: other checks tell of them.
    """
    resp, _ = responsibilities(mixture, X)
    if weights is not None:
        resp = resp * weights[:, None]
    for k in range(mixture.n_components):
        r = resp[:, k]
        count = float(r.sum())
        if count <= mixture.n_features + 1:
            continue
        apart = X - mixture.means[k]
        apart = apart - r @ apart / count
        variances = r @ apart**2 / count
        if not np.all(variances > _LEAST_VARIANCE * np.diagonal(mixture.covariance)):
            continue
        apart /= np.sqrt(variances)
        apart[r < _NEGLIGIBLE] = 0.0
        correlation = (apart * r[:, None]).T @ apart / count
        if np.linalg.eigvalsh(correlation)[0] < _LEAST_EIGENVALUE:
            continue
        root = np.linalg.cholesky(correlation)
        yield Seen(k, r, count, np.asarray(solve_triangular(root, apart.T, lower=True).T))
