"""Components have no correlations and one volume, each in its own shape (mclust's EVI)."""

from __future__ import annotations

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractUnsharedStructure
from gmm.engine.covariance.variances import of_one_volume
from gmm.engine.form import DIAGONAL, Moments


class EVIStructure(AbstractUnsharedStructure):
    """Σ_k = λ A_k: the diagonals of the S_k, brought to one determinant."""

    name = "EVI"
    letters = "EVI"
    form = DIAGONAL
    of_marginals = "diag"

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        return of_one_volume(moments.sigma, moments.counts, floor)
