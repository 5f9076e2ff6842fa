"""All components share their variances and have no correlations (mclust's EEI)."""

from __future__ import annotations

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractUnsharedStructure
from gmm.engine.covariance.variances import of_one_volume_and_shape
from gmm.engine.form import DIAGONAL, Moments


class EEIStructure(AbstractUnsharedStructure):
    """Σ_k = λ A: the average of the diagonals of the S_k, weighted by the counts."""

    name = "EEI"
    letters = "EEI"
    form = DIAGONAL
    of_marginals = "EEI"

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        return of_one_volume_and_shape(moments.sigma, moments.counts, floor)
