"""Components share their axes and their volume, each in its own shape (mclust's EVE)."""

from __future__ import annotations

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractUnsharedStructure
from gmm.engine.covariance.orientation import along, common_axes, no_lower
from gmm.engine.covariance.variances import of_one_volume
from gmm.engine.form import DENSE, Moments


class EVEStructure(AbstractUnsharedStructure):
    """Σ_k = λ Q A_k Qᵀ: common principal components (Flury 1984) of one determinant."""

    name = "EVE"
    letters = "EVE"
    form = DENSE
    of_marginals = "full"

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        def variances_of(scatter: Array) -> Array:
            return of_one_volume(scatter, moments.counts, floor.max())

        axes, variances = common_axes(moments.sigma, moments.counts, variances_of, current)
        return no_lower(along(variances, axes[..., None, :, :]), variances, moments, current)
