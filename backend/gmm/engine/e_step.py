"""The E-step: samples and a mixture give expected moments and the likelihood of that very mixture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.block import Block
from gmm.engine.dataset import AbstractDataset, Part
from gmm.engine.form import AbstractForm, Moments
from gmm.engine.kernel import Kernel
from gmm.engine.mixture import Mixture

# What a sample with a smaller responsibility adds to a component's sums is beyond their last digit: at 1e5
# standard deviations from it, a billion such samples add 1e-21 to a count.
_NEGLIGIBLE = 1e-40


@dataclass(frozen=True)
class Expectation:
    """What a mixture, or each of a stack of n, says about all the samples.

    moments of the samples of each component; log_likelihoods (n,), Σ_i log p(x_i), natural logs; rounding,
    about how far rounding of the parameters may move one of them, nats.
    """

    moments: Moments
    log_likelihoods: Array
    rounding: float


def expectation(dataset: AbstractDataset, mixture: Mixture) -> Expectation:
    """The moments and the likelihood of the data set under the mixture, or under each of a stack.

    Samples of which other values are missing, or other components known, take an E-step of their own.
    """
    total, *others = [_of_part(part, mixture) for part in dataset.parts]
    for part in others:
        total = Expectation(
            _together(total.moments, part.moments, mixture.structure.form),
            total.log_likelihoods + part.log_likelihoods,
            total.rounding + part.rounding,
        )
    return total


def _of_part(part: Part, mixture: Mixture) -> Expectation:
    possible = mixture if part.component is None else mixture.alone(part.component)
    if part.dataset is None:  # nothing is observed of these samples: the mixture itself is expected
        share = possible.shares.sum(axis=-1)
        counts, noise = part.weight * possible.weights / share[..., None], None
        if possible.noise is not None:
            noise = part.weight * possible.noise.weight / share
        moments = Moments(counts, possible.means, possible.sigma, noise)
        log_likelihoods, rounding = np.atleast_1d(part.weight * np.log(share)), 0.0
    else:
        e_step = EStep(part.seen(possible), part.dataset.origin)
        statistics = part.dataset.sum(e_step)
        moments, log_likelihoods = e_step.moments(statistics), statistics.log_likelihoods
        rounding = e_step.kernel.rounding * part.weight
        if part.columns is not None:
            form = mixture.structure.form
            moments = form.completed(moments, possible.means, possible.sigma, part.columns)
    if part.component is not None:
        moments = _of_one_component(moments, part.component, mixture)
    return Expectation(moments, log_likelihoods, rounding)


def _of_one_component(moments: Moments, k: int, mixture: Mixture) -> Moments:
    """The moments of component k as those of all, of which the others have no samples."""
    counts, means, sigma = np.zeros_like(mixture.weights), mixture.means.copy(), mixture.sigma.copy()
    counts[..., k], means[..., k, :] = moments.counts[..., 0], moments.means[..., 0, :]
    axis = counts.ndim - 1
    np.moveaxis(sigma, axis, 0)[k] = moments.sigma.take(0, axis=axis)
    noise = None if mixture.noise is None else np.zeros_like(mixture.noise.weight)
    return Moments(counts, means, sigma, noise)


def _together(a: Moments, b: Moments, form: AbstractForm) -> Moments:
    """The moments of two sets of samples together."""
    counts = a.counts + b.counts
    share = b.counts / np.maximum(counts, np.finfo(float).tiny)
    apart = b.means - a.means
    within = share.reshape(*share.shape, *[1] * (a.sigma.ndim - share.ndim))
    sigma = a.sigma + within * (b.sigma - a.sigma) + within * (1 - within) * form.scatter(apart)
    noise = None if a.noise is None or b.noise is None else a.noise + b.noise
    return Moments(counts, a.means + share[..., None] * apart, sigma, noise)


@dataclass(frozen=True)
class Statistics:
    """Sufficient statistics of some samples; those of two sets of samples add.

    sums (n·K, P), features summed with responsibilities as weights, the uniform components' among them;
    own_sums (K', …), the same in the own frames of the K' components that have one; log_likelihoods (n,), Σ_i
    log p(x_i) under each mixture of a stack of n, natural logs.
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
        self._shape, self._has_noise = mixture.weights.shape, mixture.noise is not None

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
            resp = block.flat[:, self.kernel.rows[k]].ravel()
            counting = np.flatnonzero(resp > _NEGLIGIBLE)
            if 2 * len(counting) < len(resp):
                white, resp = white.take(counting, axis=1), resp[counting]
            sums.append(self.kernel.form.own_sums(white, resp))
        return np.array(sums)

    def moments(self, statistics: Statistics) -> Moments:
        """The statistics read as counts, means and covariances in data units."""
        kernel, own, D = self.kernel, self.kernel.own, self.kernel.layout.D
        sums = statistics.sums[kernel.rows]
        if kernel.layout.n_products:
            read = kernel.form.moments(sums, D)
        else:
            read = Moments(sums[:, D], kernel.means.copy(), kernel.factor.copy())
        if len(own):
            in_own_frame = kernel.form.own_moments(statistics.own_sums, D)
            shift, read.sigma[own] = kernel.form.unwhiten(kernel.factor[own], in_own_frame)
            read.means[own] = kernel.means[own] + shift
        noise = None
        if self._has_noise:
            noise = statistics.sums[:, D].reshape(kernel.heights.shape)[:, -1].reshape(self._shape[:-1])
        return Moments(
            read.counts.reshape(self._shape),
            (kernel.origin + read.means).reshape(*self._shape, D),
            read.sigma.reshape(*self._shape, *read.sigma.shape[1:]),
            noise,
        )
