"""The block kernel: joint log-densities of samples and components as one matrix product.

    log_joint = coefficients @ features(x − origin)         (K, P) @ (P, B)

Squares of raw data lose their digits when the data lie far from zero, so features are taken about an
origin amid the data. (Scaling the columns as well would change no digit: coefficient and feature
change by inverse factors.) A component so tight, so far out or so nearly singular that the terms of the
product would still cancel is measured in a frame of its own, where its samples are standard normal: its
deviations are formed before they are squared, and no digits are lost. So are all components where there are
so many columns that products of columns cost more than whitening.

A stack of n mixtures is n·K components whose responsibilities are normalised K by K: many mixtures are
evaluated at once for little more than one, since the features are the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.block import Block, Layout
from gmm.engine.form.base import LOG_2PI, AbstractForm
from gmm.engine.mixture import Mixture

_KEPT_AS = "_kernel_about_middle"
# A component whose terms are larger than this (so that six of sixteen digits cancel) gets its own frame.
MOST_LOST = 1e6
# With more columns than this, the D² / 2 products of columns cost more than whitening every component.
_MOST_COLUMNS = 40
# Exponentials, and their products with features, must not leave the range of normal floats: there processors
# are a hundred times slower.
_LOWEST_EXPONENT = -600.0
# So many standard deviations cost a sample three of its digits.
_NEAR = 1e3
# A density below this, relative to the highest one possible, is summed with its largest term set apart.
_UNDERFLOW = 1e-240


def whitens_all(form: AbstractForm, D: int) -> bool:
    """Whether there are so many columns that every component is best measured in its own frame."""
    return form.n_products(D) > D * _MOST_COLUMNS / 2


def rounding_of(lost: Array, distances: Array) -> float:
    """About how far rounding of means and covariances may move the log-density of a sample, nats.

    lost (…,), how much larger than 1 the terms of each component are; distances (…, D), of its mean from zero
    in standard deviations of each column given the others.
    """
    eps = np.finfo(float).eps
    return float(eps * distances.shape[-1] * lost.max() + ((eps * distances) ** 2).max())


def evaluate(block: Block, log_joint: Callable[[Block], None]) -> None:
    """Fill the block: responsibilities, and log-densities, from what ``log_joint`` writes into ``flat``.

    No exponential of the log-densities less these may overflow.
    """
    resp, density = block.resp, block.density
    log_joint(block)
    np.maximum(block.flat, _LOWEST_EXPONENT, out=block.flat)
    np.exp(block.flat, out=block.flat)
    np.add.reduce(resp, axis=2, out=density)
    if np.minimum.reduce(density, axis=None) > _UNDERFLOW:
        np.log(density, out=block.log_density)
    else:  # some sample is so far out that its terms vanish unless the largest is set apart
        log_joint(block)
        largest = np.maximum.reduce(resp, axis=2)
        np.subtract(resp, largest[:, :, None], out=resp)
        np.maximum(resp, _LOWEST_EXPONENT, out=resp)
        np.exp(resp, out=resp)
        np.add.reduce(resp, axis=2, out=density)
        np.add(np.log(density), largest, out=block.log_density)
    np.divide(1.0, density, out=density)
    np.multiply(resp, density[:, :, None], out=resp)


def kernel_about_middle(mixture: Mixture) -> Kernel:
    """The kernel of a mixture about its own middle, made when first asked for and kept with the mixture.

    To make it takes longer than to evaluate a hundred rows. It never changes, so threads may share it.
    """
    kept: dict[str, Kernel] = mixture.__dict__  # where a cached property would be, which cannot import this
    if _KEPT_AS not in kept:
        kept[_KEPT_AS] = Kernel(mixture, _middle(mixture))
    return kept[_KEPT_AS]


def _middle(mixture: Mixture) -> Array:
    """A point (D,) about which most samples keep their digits: the mean, or the heaviest component's.

    Where one component is far from the others, the mean of all is far from every sample.
    """
    k = int(np.argmax(mixture.weights))
    sd = np.sqrt(mixture.structure.form.variances(mixture.sigma)[k])
    near = np.abs(mixture.means[k] - mixture.mean) < _NEAR * sd
    return np.asarray(mixture.mean if near.all() else mixture.means[k])


class Kernel:
    """A mixture, or a stack of n, made ready for evaluation, block after block.

    Arrays over components hold those of all n mixtures, one mixture after another: means (n·K, D) about the
    origin, factor and whiteners as the form keeps them. own, the Gaussians with a frame of their own; rows
    (n·K,), where each Gaussian stands among all components, of which a uniform one is its mixture's last;
    peak (n,), bounds on the log-densities, which ``coefficients`` leave out so that no exponential can
    overflow; rounding, about how far rounding of means and covariances may move the log-density of a sample,
    nats.
    """

    def __init__(self, mixture: Mixture, origin: Array) -> None:
        """Raises ``FitError`` where a covariance is not positive definite."""
        form = mixture.structure.form
        K, D = mixture.means.shape[-2:]
        means = mixture.means.reshape(-1, D)
        sigma = mixture.sigma.reshape(len(means), *mixture.sigma.shape[mixture.means.ndim - 1 :])
        self.form = form
        self.origin = origin
        self.means = means - origin
        self.factor = mixture.factor.reshape(sigma.shape)
        height = np.log(mixture.weights).ravel() - 0.5 * (form.log_determinant(self.factor) + D * LOG_2PI)
        heights = height.reshape(-1, K)
        if mixture.noise is not None:
            uniform = np.log(mixture.noise.weight) + mixture.noise.box.log_density
            heights = np.concatenate([heights, np.reshape(uniform, (-1, 1))], axis=1)
        self.peak = heights.max(axis=1) + np.log(heights.shape[1])
        self.heights = heights - self.peak[:, None]
        self.rows = np.arange(heights.size).reshape(heights.shape)[:, :K].ravel()
        whiteners = form.whiteners(self.factor)
        lost = form.lost_digits(self.means, sigma, whiteners)
        far = ~(lost < MOST_LOST) | whitens_all(form, D)
        self.own = np.flatnonzero(far)
        self.whiteners = whiteners[self.own]
        if len(self.own):  # about its own mean a component loses only the digits that its covariance lacks
            lost[self.own] = form.lost_digits(0 * self.means, sigma, whiteners)[self.own]
        self.rounding = rounding_of(lost, means * np.sqrt(form.conditional_precisions(whiteners)))
        if len(self.own) < len(means):
            shared = form.n_lags(D), form.n_products(D)
            self.coefficients = np.zeros((heights.size, D + 1 + shared[1]))
            self.coefficients[self.rows] = form.coefficients(self.means, whiteners)
            self.coefficients[:, D] += self.heights.ravel()
        else:
            self.coefficients, shared = np.empty((0, 0)), (0, 0)
        n, n_components = heights.shape
        self.layout = Layout(n, n_components, D, *shared, len(self.own))

    def blocks(self, X: Array, rows_per_block: int) -> Iterator[tuple[slice, Block]]:
        """Evaluate the samples X (N, D) block by block; which rows, and the block that holds their results.

        The next block is written into the same memory.
        """
        for rows, block in self.layout.blocks(len(X), rows_per_block):
            block.fill(X[rows], self.origin)
            evaluate(block, self._log_joint)
            yield rows, block

    def _log_joint(self, block: Block) -> None:
        if self.coefficients.size:
            np.matmul(self.coefficients, block.features, out=block.flat)
        elif self.heights.size > len(self.rows):
            block.resp[:, :, -1] = self.heights[:, -1:]
        if len(self.own):
            T, D, B = block.z.shape
            centred = block.spare.reshape(-1, D, T, B).transpose(0, 2, 1, 3)
            np.subtract(block.z, self.means[self.own, None, :, None], out=centred)
            white = block.white[:, :D]
            self.form.whiten(self.whiteners, block.spare, white)
            squared = np.einsum("kdb,kdb->kb", white, white).reshape(-1, T, B)
            own = self.rows[self.own]
            block.flat[:, own] = (-0.5 * squared + self.heights.ravel()[own, None, None]).transpose(1, 0, 2)
