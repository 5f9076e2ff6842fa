"""Components have one shape and orientation, each in its own size (mclust's VEE)."""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.covariance.base import AbstractUnsharedStructure
from gmm.engine.covariance.variances import shares
from gmm.engine.form import DENSE, Moments

# Iterations end when volumes change by less than this share, or after so many: they take no more unless some
# component has shrunk onto a point, and then EM goes on where they end.
_SETTLED, _MOST_ROUNDS = 1e-10, 100
# Iterations from the volumes of the step before, where EM goes on.
_ROUNDS_ON = 3


class VEEStructure(AbstractUnsharedStructure):
    """Σ_k = λ_k C: in turn C for known volumes, and volumes for the known C.

    Celeux & Govaert (1995), the iterations for VEE. Each half is the maximum with the other half held, floor
    included. The volumes λ_k are taken relative to the smallest, so that C is the narrowest covariance.
    """

    name = "VEE"
    letters = "VEE"
    form = DENSE
    of_marginals = "VEE"

    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        share, S = shares(moments.counts), moments.sigma
        volume = np.ones_like(share) if current is None else np.trace(current, axis1=-2, axis2=-1)
        moving = np.ones((*share.shape[:-1], 1), dtype=bool)
        for _ in range(_MOST_ROUNDS if current is None else _ROUNDS_ON):
            volume = volume / volume.min(axis=-1, keepdims=True)
            C = DENSE.at_least(np.einsum("...k,...kij->...ij", share / volume, S), floor)
            precision = np.linalg.inv(C)
            likeliest = np.einsum("...kij,...ij->...k", S, precision) / len(floor)
            # This much of C is above the floor in any direction, since no eigenvalue is larger than a trace.
            least = np.minimum(1.0, np.einsum("...ii,i->...", precision, floor)[..., None])
            following = np.where(moving, np.maximum(likeliest, least), volume)
            change = np.abs(following / volume - 1.0).max(axis=-1, keepdims=True)
            volume = following
            moving = change > _SETTLED  # each mixture of a stack goes as far as it would alone
            if not moving.any():
                break
        return np.asarray(volume[..., None, None] * C[..., None, :, :])
