"""Components share their axes, each with variances of its own along them (mclust's VVE)."""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractUnsharedStructure
from gmm.engine.covariance.orientation import along, common_axes, no_lower
from gmm.engine.form import DENSE, Moments


class VVEStructure(AbstractUnsharedStructure):
    """Σ_k = λ_k Q A_k Qᵀ: common principal components (Flury 1984)."""

    name = "VVE"
    letters = "VVE"
    form = DENSE
    of_marginals = "full"

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        def variances_of(scatter: Array) -> Array:
            return np.asarray(np.maximum(scatter, floor.max()))

        axes, variances = common_axes(moments.sigma, moments.counts, variances_of, current)
        return no_lower(along(variances, axes[..., None, :, :]), variances, moments, current)
