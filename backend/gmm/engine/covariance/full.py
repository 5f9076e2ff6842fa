"""Every component has a covariance matrix of its own (mclust's VVV)."""

from __future__ import annotations

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractUnsharedStructure
from gmm.engine.form import DENSE, Moments


class FullStructure(AbstractUnsharedStructure):
    """Σ_k unconstrained: Σ_k = S_k."""

    name = "full"
    letters = "VVV"
    form = DENSE
    of_marginals = "full"

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        return DENSE.at_least(moments.sigma, floor)
