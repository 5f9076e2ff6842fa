"""Every component is round, and all have the same width: the nearest to k-means (mclust's EII)."""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractUnsharedStructure
from gmm.engine.covariance.variances import shares
from gmm.engine.form import DIAGONAL, Moments


class EIIStructure(AbstractUnsharedStructure):
    """Σ_k = σ² I: σ² is the average of the diagonals of the S_k, weighted by the counts."""

    name = "EII"
    letters = "EII"
    form = DIAGONAL
    of_marginals = "EII"

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        variance = np.sum(shares(moments.counts) * moments.sigma.mean(axis=-1), axis=-1)
        variance = np.maximum(variance, floor.max())
        return np.asarray(np.zeros_like(moments.sigma) + variance[..., None, None])
