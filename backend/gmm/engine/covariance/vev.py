"""Components have one shape, each in its own size and turned its own way (mclust's VEV)."""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractUnsharedStructure
from gmm.engine.covariance.orientation import along, no_lower, own_axes
from gmm.engine.covariance.variances import of_one_shape
from gmm.engine.form import DENSE, Moments


class VEVStructure(AbstractUnsharedStructure):
    """Σ_k = λ_k Q_k A Q_kᵀ: S_k gives the axes, the eigenvalues of all S_k volumes and the shape in turn."""

    name = "VEV"
    letters = "VEV"
    form = DENSE
    of_marginals = "full"

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        scatter, axes = own_axes(moments.sigma)
        volumes = None if current is None else np.trace(current, axis1=-2, axis2=-1)
        variances = of_one_shape(scatter, moments.counts, floor.max(), volumes)
        return no_lower(along(variances, axes), variances, moments, current)
