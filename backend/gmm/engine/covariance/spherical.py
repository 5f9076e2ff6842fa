"""Every component is round, with a variance of its own (mclust's VII)."""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractStructure
from gmm.engine.form import DIAGONAL, Moments


class SphericalStructure(AbstractStructure):
    """Σ_k = σ²_k I: σ²_k is the average over the columns of the diagonal of S_k."""

    name = "spherical"
    letters = "VII"
    form = DIAGONAL
    of_marginals = "spherical"

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        variance = np.maximum(moments.sigma.mean(axis=-1, keepdims=True), floor.max())
        return np.repeat(variance, moments.sigma.shape[-1], axis=-1)

    def compact(self, sigma: Array) -> Array:
        return np.asarray(sigma[:, 0])

    def expand(self, compact: Array, K: int, D: int) -> Array:
        return np.repeat(compact[:, None], D, axis=1)
