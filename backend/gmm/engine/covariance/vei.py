"""Components have no correlations and one shape, each in its own size (mclust's VEI)."""

from __future__ import annotations

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractUnsharedStructure
from gmm.engine.covariance.variances import of_one_shape
from gmm.engine.form import DIAGONAL, Moments


class VEIStructure(AbstractUnsharedStructure):
    """Σ_k = λ_k A: volumes and the shape in turn, from the diagonals of the S_k."""

    name = "VEI"
    letters = "VEI"
    form = DIAGONAL
    of_marginals = "VEI"

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        volumes = None if current is None else current.sum(axis=-1)
        return of_one_shape(moments.sigma, moments.counts, floor, volumes)
