"""Every component has variances of its own and no correlations (mclust's VVI)."""

from __future__ import annotations

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractUnsharedStructure
from gmm.engine.form import DIAGONAL, Moments


class DiagonalStructure(AbstractUnsharedStructure):
    """Σ_k diagonal: the diagonal of S_k."""

    name = "diag"
    letters = "VVI"
    form = DIAGONAL
    of_marginals = "diag"

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        return DIAGONAL.at_least(moments.sigma, floor)
