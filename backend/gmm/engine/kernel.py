"""The block kernel: joint log-densities of samples and components as one matrix product.

    log_joint = coefficients @ features(x − origin)         (K, P) @ (P, B)

Squares of raw data lose their digits when the data lie far from zero, so features are taken about an
origin amid the data. (Scaling the columns as well would change no digit: coefficient and feature
change by inverse factors.) A component so tight, so far out or so nearly singular that the terms of the
product would still cancel is measured in a frame of its own, where its samples are standard normal: its
deviations are formed before they are squared, and no digits are lost.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.block import Block, Layout
from gmm.engine.form.base import LOG_2PI
from gmm.engine.mixture import Mixture

# A component whose terms are larger than this (so that six of sixteen digits cancel) gets its own frame.
_MOST_LOST = 1e6
# With more columns than this the D² / 2 products of columns cost more than whitening every component.
_MOST_COLUMNS = 96
# Exponentials below this leave the range of normal floats, where processors are a hundred times slower.
_LOWEST_EXPONENT = -700.0
# A density below this, relative to the highest one possible, is summed with its largest term set apart.
_UNDERFLOW = 1e-280


class Kernel:
    """A mixture made ready for evaluation, block after block.

    means (K, D) about the origin; own, the components with a frame of their own; peak, a bound on the
    log-density, which ``coefficients`` leave out so that no exponential can overflow; rounding, about how
    far rounding of means and covariances may move the log-density of a sample, nats.
    """

    def __init__(self, mixture: Mixture, origin: Array, rows_per_block: int | None = None) -> None:
        """Raises ``numpy.linalg.LinAlgError`` where a covariance is not positive definite."""
        form = mixture.structure.form
        K, D = mixture.means.shape
        self.form = form
        self.origin = origin
        self.means = mixture.means - origin
        self.factor = mixture.factor
        height = np.log(mixture.weights) - 0.5 * (form.log_determinant(self.factor) + D * LOG_2PI)
        self.peak = float(height.max()) + float(np.log(K))
        self.height = height - self.peak
        whiteners = form.whiteners(self.factor)
        self.coefficients = form.coefficients(self.means, whiteners)
        self.coefficients[:, 0] += self.height
        lost = form.lost_digits(self.means, mixture.sigma, whiteners)
        far = ~(lost < _MOST_LOST) | (form.n_features(D) > D * _MOST_COLUMNS / 2)
        self.own = np.flatnonzero(far)
        self.whiteners = whiteners[self.own]
        if len(self.own):  # about its own mean a component loses only the digits that its covariance lacks
            lost[self.own] = form.lost_digits(0 * self.means, mixture.sigma, whiteners)[self.own]
        eps = np.finfo(float).eps
        coarseness = (eps * mixture.means) ** 2 / form.variances(mixture.sigma)
        self.rounding = float(eps * D * lost.max() + coarseness.max())
        self.any_shared = len(self.own) < K
        self.n_features = form.n_features(D)
        self.layout = Layout(K, self.n_features if self.any_shared else D + 1, D, len(self.own))
        self.rows_per_block = rows_per_block or self.layout.rows_per_block

    def blocks(self, X: Array) -> Iterator[tuple[slice, Block]]:
        """Evaluate the samples X (N, D) block by block; which rows, and the block that holds their results.

        The next block is written into the same memory.
        """
        for rows, block in self.layout.blocks(len(X), self.rows_per_block):
            self._evaluate(X[rows], block)
            yield rows, block

    def _evaluate(self, X: Array, block: Block) -> None:
        """Fill the block for the samples X: responsibilities, and log-densities less ``peak``."""
        resp = block.resp
        with np.errstate(under="ignore"):
            self._log_joint(X, block)
            np.exp(np.maximum(resp, _LOWEST_EXPONENT, out=resp), out=resp)
            density = np.add.reduce(resp, axis=1)
            if density.min() > _UNDERFLOW:
                np.log(density, out=block.log_density)
            else:  # some sample is so far out that its terms vanish unless the largest is set apart
                self._log_joint(X, block)
                largest = resp.max(axis=1)
                np.exp(np.subtract(resp, largest[:, None], out=resp), out=resp)
                np.add.reduce(resp, axis=1, out=density)
                np.add(np.log(density), largest, out=block.log_density)
            np.divide(1.0, density, out=density)
            np.multiply(resp, density[:, None], out=resp)

    def _log_joint(self, X: Array, block: Block) -> None:
        T, D, B = block.z.shape
        np.subtract(X.reshape(T, B, D).transpose(0, 2, 1), self.origin[:, None], out=block.z)
        if self.any_shared:
            self.form.fill(block.features)
            np.matmul(self.coefficients, block.features, out=block.resp)
        if len(self.own):
            np.subtract(block.z[:, None], self.means[self.own, :, None], out=block.spare)
            self.form.whiten(self.whiteners, block.spare, block.white)
            np.multiply(block.white, block.white, out=block.spare)
            block.resp[:, self.own] = -0.5 * block.spare.sum(axis=2) + self.height[self.own, None]
