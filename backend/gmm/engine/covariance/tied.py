"""All components share one covariance matrix (mclust's EEE)."""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractStructure
from gmm.engine.covariance.variances import shares
from gmm.engine.form import DENSE, Moments


class TiedStructure(AbstractStructure):
    """Σ_k = Σ: the average of the S_k, weighted by the counts."""

    name = "tied"
    letters = "EEE"
    form = DENSE
    of_marginals = "tied"

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        share = shares(moments.counts)
        pooled = np.einsum("...k,...kij->...ij", share, moments.sigma)
        shared = DENSE.at_least(pooled, floor)
        return np.repeat(shared[..., None, :, :], share.shape[-1], axis=-3)

    def compact(self, sigma: Array) -> Array:
        return np.asarray(sigma[0])

    def expand(self, compact: Array, K: int, D: int) -> Array:
        return np.repeat(compact[None], K, axis=0)
