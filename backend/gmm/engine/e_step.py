"""The E-step: samples and a mixture give sufficient statistics and the likelihood of that very mixture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.block import Block
from gmm.engine.form import Moments
from gmm.engine.kernel import Kernel
from gmm.engine.mixture import Mixture

# What a sample with a smaller responsibility adds to a component's sums is beyond their last digit: at 1e5
# standard deviations from it, a billion such samples add 1e-21 to a count.
_NEGLIGIBLE = 1e-40


@dataclass(frozen=True)
class Statistics:
    """Sufficient statistics of some samples; those of two sets of samples add.

    sums (n·K, P), features summed with responsibilities as weights; own_sums (K', …), the same in the own
    frames of the K' components that have one; log_likelihoods (n,), Σ_i log p(x_i) under each mixture of a
    stack of n, natural logs.
    """

    sums: Array
    own_sums: Array
    log_likelihoods: Array

    def __add__(self, other: Statistics) -> Statistics:
        return Statistics(
            self.sums + other.sums,
            self.own_sums + other.own_sums,
            self.log_likelihoods + other.log_likelihoods,
        )


class EStep:
    """Statistics under one mixture, or under a stack of them: a function of samples, to be summed."""

    def __init__(self, mixture: Mixture, origin: Array) -> None:
        self.kernel = Kernel(mixture, origin)
        self.rows_per_block = self.kernel.layout.rows_per_block
        self._shape = mixture.weights.shape

    def __call__(self, X: Array, weights: Array | None, rows_per_block: int) -> Statistics:
        kernel, n = self.kernel, self.kernel.layout.n
        total_weight = float(len(X) if weights is None else weights.sum())
        # The log-densities are summed as one more row of responsibilities: a product with the feature 1.
        sums: Array | float = 0.0
        own_sums: Array | float = 0.0
        for rows, block in kernel.blocks(X, rows_per_block):
            if weights is not None:
                block.both[:] *= weights[rows].reshape(len(block.both), 1, -1)
            sums += np.add.reduce(block.both @ block.features.transpose(0, 2, 1), axis=0)
            own_sums += self._own_sums(block)
        sums = np.asarray(sums)
        of_each = sums[-n:, kernel.layout.D] + kernel.peak * total_weight
        return Statistics(sums[:-n], np.asarray(own_sums), of_each)

    def _own_sums(self, block: Block) -> Array:
        sums = []
        for white, k in zip(block.white, self.kernel.own, strict=True):
            resp = block.flat[:, k].ravel()
            counting = np.flatnonzero(resp > _NEGLIGIBLE)
            if 2 * len(counting) < len(resp):
                white, resp = white.take(counting, axis=1), resp[counting]
            sums.append(self.kernel.form.own_sums(white, resp))
        return np.array(sums)

    def moments(self, statistics: Statistics) -> Moments:
        """The statistics read as counts, means and covariances in data units."""
        kernel, own, D = self.kernel, self.kernel.own, self.kernel.layout.D
        if kernel.layout.n_products:
            read = kernel.form.moments(statistics.sums, D)
        else:
            read = Moments(statistics.sums[:, D], kernel.means.copy(), kernel.factor.copy())
        if len(own):
            in_own_frame = kernel.form.own_moments(statistics.own_sums, D)
            shift, read.sigma[own] = kernel.form.unwhiten(kernel.factor[own], in_own_frame)
            read.means[own] = kernel.means[own] + shift
        return Moments(
            read.counts.reshape(self._shape),
            (kernel.origin + read.means).reshape(*self._shape, D),
            read.sigma.reshape(*self._shape, *read.sigma.shape[1:]),
        )
