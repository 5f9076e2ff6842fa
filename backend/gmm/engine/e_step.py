"""The E-step: samples and a mixture give expected moments and the likelihood of that very mixture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.block import Block
from gmm.engine.dataset import AbstractDataset, Part
from gmm.engine.e_step_of_fragments import expectation_of_fragments
from gmm.engine.expectation import Expectation
from gmm.engine.form import Moments
from gmm.engine.kernel import Kernel, whitens_all
from gmm.engine.mixture import Mixture

# What a sample with a smaller responsibility adds to a component's sums is beyond their last digit: at 1e5
# standard deviations from it, a billion such samples add 1e-21 to a count.
_NEGLIGIBLE = 1e-40


def expectation(dataset: AbstractDataset, mixture: Mixture) -> Expectation:
    """The moments and the likelihood of the data set under the mixture, or under each of a stack.

    Samples of which other values are missing, or other components known, take an E-step of their own; those
    of patterns with few samples take one together.
    """
    form = mixture.structure.form
    fragments = None if whitens_all(form, mixture.n_features) else dataset.fragments
    together = None if fragments is None else expectation_of_fragments(fragments, mixture)
    if together is None:
        return Expectation.of_all([_of_part(part, mixture) for part in dataset.parts], form)
    return Expectation.of_all([together, *(_of_part(part, mixture) for part in dataset.large_parts)], form)


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
            moments = _completed(moments, possible, part.columns)
    if part.component is not None:
        moments = _of_one_component(moments, part.component, mixture)
    return Expectation(moments, log_likelihoods, rounding)


def _completed(observed: Moments, mixture: Mixture, columns: list[int]) -> Moments:
    """The moments of all columns, expected of samples of which these columns are observed."""
    form, D = mixture.structure.form, mixture.n_features
    seen = np.zeros(mixture.means.shape)
    seen[..., columns] = 1.0
    means = np.zeros(mixture.means.shape)
    means[..., columns] = observed.means
    embedded = Moments(observed.counts, means, form.embedded(observed.sigma, columns, D), observed.noise)
    sigma = mixture.sigma.reshape(-1, *mixture.sigma.shape[mixture.weights.ndim :])
    _, whiteners = form.where_observed(sigma, seen.reshape(-1, D))
    return form.completed(
        embedded, mixture.means, mixture.sigma, seen, whiteners.reshape(mixture.sigma.shape)
    )


def _of_one_component(moments: Moments, k: int, mixture: Mixture) -> Moments:
    """The moments of component k as those of all, of which the others have no samples."""
    counts, means, sigma = np.zeros_like(mixture.weights), mixture.means.copy(), mixture.sigma.copy()
    counts[..., k], means[..., k, :] = moments.counts[..., 0], moments.means[..., 0, :]
    axis = counts.ndim - 1
    np.moveaxis(sigma, axis, 0)[k] = moments.sigma.take(0, axis=axis)
    noise = None if mixture.noise is None else np.zeros_like(mixture.noise.weight)
    return Moments(counts, means, sigma, noise)


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
