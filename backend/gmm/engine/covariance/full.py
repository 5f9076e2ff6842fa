"""Every component has a covariance matrix of its own (mclust's VVV)."""

from __future__ import annotations

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractStructure
from gmm.engine.form import DENSE, Moments


class FullStructure(AbstractStructure):
    """Σ_k unconstrained: Σ_k = S_k."""

    name = "full"
    form = DENSE

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        return DENSE.at_least(moments.sigma, floor)

    def n_parameters(self, K: int, D: int) -> int:
        return K * D * (D + 1) // 2

    def compact(self, sigma: Array) -> Array:
        return sigma

    def expand(self, compact: Array, K: int, D: int) -> Array:
        return compact
