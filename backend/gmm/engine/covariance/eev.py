"""Components have one size and shape, each turned its own way (mclust's EEV)."""

from __future__ import annotations

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractUnsharedStructure
from gmm.engine.covariance.orientation import along, no_lower, own_axes
from gmm.engine.covariance.variances import of_one_volume_and_shape
from gmm.engine.form import DENSE, Moments


class EEVStructure(AbstractUnsharedStructure):
    """Σ_k = λ Q_k A Q_kᵀ: S_k gives the axes, and the eigenvalues of all S_k, in order, are averaged."""

    name = "EEV"
    letters = "EEV"
    form = DENSE
    of_marginals = "full"

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        scatter, axes = own_axes(moments.sigma)
        variances = of_one_volume_and_shape(scatter, moments.counts, floor.max())
        return no_lower(along(variances, axes), variances, moments, current)
