"""Components have one volume, each in its own shape and turned its own way (mclust's EVV)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractUnsharedStructure
from gmm.engine.covariance.orientation import along, no_lower, own_axes
from gmm.engine.covariance.variances import of_one_volume
from gmm.engine.form import DENSE, Moments


class EVVStructure(AbstractUnsharedStructure):
    """Σ_k = λ Q_k A_k Q_kᵀ: the S_k, brought to one determinant.

    Stretching all data changes all determinants by one factor, so columns may be measured by their floors.
    """

    name = "EVV"
    letters = "EVV"
    form = DENSE
    of_marginals = "full"

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        unit = np.sqrt(floor)[:, None] * np.sqrt(floor)
        measured = replace(moments, sigma=moments.sigma / unit)
        scatter, axes = own_axes(measured.sigma)
        variances = of_one_volume(scatter, moments.counts, np.ones(1))
        so_far = None if current is None else current / unit
        best = no_lower(along(variances, axes), variances, measured, so_far)
        return np.asarray(best * unit)
