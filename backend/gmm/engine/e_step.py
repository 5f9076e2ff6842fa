"""The E-step: samples and a mixture give sufficient statistics and the likelihood of that very mixture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.form import Moments
from gmm.engine.kernel import Kernel
from gmm.engine.mixture import Mixture


@dataclass(frozen=True)
class Statistics:
    """Sufficient statistics of some samples; those of two sets of samples add.

    sums (K, P), features summed with responsibilities as weights, each component's in the frame its kernel
    gives it; log_likelihood, Σ_i log p(x_i), natural logs.
    """

    sums: Array
    log_likelihood: float

    def __add__(self, other: Statistics) -> Statistics:
        return Statistics(self.sums + other.sums, self.log_likelihood + other.log_likelihood)


class EStep:
    """Statistics under one mixture: a function of samples, to be summed over a data set."""

    def __init__(self, mixture: Mixture, origin: Array, rows_per_block: int | None = None) -> None:
        self.kernel = Kernel(mixture, origin, rows_per_block)
        self.rows_per_block = self.kernel.rows_per_block

    def __call__(self, X: Array, weights: Array | None = None) -> Statistics:
        kernel = self.kernel
        K, P = len(kernel.means), kernel.n_features
        # The log-densities are summed as one more row of responsibilities: a product with the feature 1.
        sums = np.zeros((K + 1, P))
        own_sums = np.zeros((len(kernel.own), P))
        for rows, block in kernel.blocks(X):
            if weights is not None:
                block.both[:] *= weights[rows].reshape(len(block.both), 1, -1)
            parts = block.both @ block.features.transpose(0, 2, 1)
            sums[:, : parts.shape[2]] += parts.sum(axis=0)
            if len(kernel.own):
                own_sums += kernel.form.weigh(block.white, block.resp[:, kernel.own], block.spare)
        sums[kernel.own] = own_sums
        total_weight = float(len(X) if weights is None else weights.sum())
        return Statistics(sums[:K], float(sums[K, 0]) + kernel.peak * total_weight)

    def moments(self, statistics: Statistics) -> Moments:
        """The statistics read as counts, means and covariances in data units."""
        kernel = self.kernel
        read = kernel.form.moments(statistics.sums, kernel.means.shape[1])
        means, sigma, own = read.means, read.sigma, kernel.own
        of_own = Moments(read.counts[own], means[own], sigma[own])
        shift, sigma[own] = kernel.form.unwhiten(kernel.factor[own], of_own)
        means[own] = kernel.means[own] + shift
        return Moments(read.counts, kernel.origin + means, sigma)
