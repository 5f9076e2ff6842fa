"""Every component has variances of its own and no correlations (mclust's VVI)."""

from __future__ import annotations

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractStructure
from gmm.engine.form import DIAGONAL, Moments


class DiagonalStructure(AbstractStructure):
    """Σ_k diagonal: the diagonal of S_k."""

    name = "diag"
    form = DIAGONAL

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        return DIAGONAL.at_least(moments.sigma, floor)

    def n_parameters(self, K: int, D: int) -> int:
        return K * D

    def compact(self, sigma: Array) -> Array:
        return sigma

    def expand(self, compact: Array, K: int, D: int) -> Array:
        return compact
