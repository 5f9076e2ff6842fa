"""The block kernel: joint log-densities of samples and components as one matrix product.

    log_joint = coefficients @ features(x − origin)         (K, P) @ (P, B)

Squares of raw data lose their digits when the data lie far from zero, so features are taken about an
origin amid the data. (Scaling the columns as well would change no digit: coefficient and feature
change by inverse factors.) A component so tight, so far out or so nearly singular that the terms of the
product would still cancel is measured in a frame of its own, where its samples are standard normal: its
deviations are formed before they are squared, and no digits are lost.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from gmm.engine.form.base import LOG_2PI, Array
from gmm.engine.mixture import Mixture

# A component whose terms are larger than this (so that six of sixteen digits cancel) gets its own frame.
_MOST_LOST = 1e6
# Floats a block's arrays may take together. Much smaller, and threads spend their time waiting for one
# another between short NumPy calls; much larger, and they wait for memory.
_BLOCK_FLOATS = 1_000_000
# With more columns than this the D² / 2 products of columns cost more than whitening every component.
_MOST_COLUMNS = 96
_MOST_ROWS = 16_384
# A density below this, relative to the highest one possible, is summed with its largest term set apart.
_UNDERFLOW = 1e-280

_local = threading.local()


def _scratch(n: int) -> Array:
    """``n`` floats of this thread's working memory, kept from call to call; contents are arbitrary."""
    buffer: Array | None = getattr(_local, "buffer", None)
    if buffer is None or len(buffer) < n:
        buffer = _local.buffer = np.empty(n)
    return buffer[:n]


@dataclass(frozen=True)
class Block:
    """The arrays of one block of B samples, parts of a thread's working memory.

    features (P, B), of which ``z`` (D, B) are the centred samples; resp (K, B), log_joint at first, then
    responsibilities; log_density (B,); both (K + 1, B), the last two as one array; white (K', D, B), the
    samples in the own frames of the K' components that have one; spare, as much again.
    """

    features: Array
    z: Array
    both: Array
    resp: Array
    log_density: Array
    white: Array
    spare: Array


class Kernel:
    """A mixture made ready for evaluation, block after block.

    means (K, D) about the origin; own, the components with a frame of their own; peak, a bound on the
    log-density, which ``coefficients`` leave out so that no exponential can overflow; rounding, about how
    far rounding of the covariances may move the log-density of a sample, nats.
    """

    def __init__(self, mixture: Mixture, origin: Array) -> None:
        form = mixture.structure.form
        K, D = mixture.means.shape
        self.form = form
        self.origin = origin
        self.means = mixture.means - origin
        self.factor = form.factor(mixture.sigma)
        height = np.log(mixture.weights) - 0.5 * (form.log_determinant(self.factor) + D * LOG_2PI)
        self.peak = float(height.max()) + float(np.log(K))
        self.height = height - self.peak
        whiteners = form.whiteners(self.factor)
        self.coefficients = form.coefficients(self.means, whiteners)
        self.coefficients[:, 0] += self.height
        lost = form.lost_digits(self.means, mixture.sigma, whiteners)
        self.rounding = float(np.finfo(float).eps * lost.max())
        far = ~(lost < _MOST_LOST) | (form.n_features(D) > D * _MOST_COLUMNS / 2)
        self.own = np.flatnonzero(far)
        self.whiteners = whiteners[self.own]
        self.shape = (K, form.n_features(D), D)
        self.any_shared = len(self.own) < K
        floats = K + 1 + D + (self.shape[1] if self.any_shared else 0) + 2 * D * len(self.own)
        self.rows_per_block = max(64, min(_MOST_ROWS, _BLOCK_FLOATS // floats // 64 * 64))

    def block(self, rows: int) -> Block:
        """Working memory for ``rows`` samples."""
        K, P, D = self.shape
        P = P if self.any_shared else D + 1
        own = len(self.own) * D
        memory = _scratch((P + K + 1 + 2 * own) * rows)
        features, both, white, spare, _ = np.split(memory, np.cumsum([P, K + 1, own, own]) * rows)
        features, both = features.reshape(P, rows), both.reshape(K + 1, rows)
        white, spare = white.reshape(-1, D, rows), spare.reshape(-1, D, rows)
        features[0] = 1.0
        return Block(features, features[1 : D + 1], both, both[:K], both[K], white, spare)

    def evaluate(self, X: Array, block: Block) -> None:
        """Fill the block for the samples X (B, D): responsibilities, and log-densities less ``peak``."""
        with np.errstate(under="ignore"):
            self._log_joint(X, block)
            resp = np.exp(block.resp, out=block.resp)
            density = np.add.reduce(resp, axis=0)
            if density.min() > _UNDERFLOW:
                np.log(density, out=block.log_density)
            else:  # some sample is so far out that its terms vanish unless the largest is set apart
                self._log_joint(X, block)
                largest = resp.max(axis=0)
                np.exp(np.subtract(resp, largest, out=resp), out=resp)
                np.add.reduce(resp, axis=0, out=density)
                np.add(np.log(density), largest, out=block.log_density)
            np.multiply(resp, np.divide(1.0, density, out=density), out=resp)

    def _log_joint(self, X: Array, block: Block) -> None:
        np.subtract(X.T, self.origin[:, None], out=block.z)
        if self.any_shared:
            self.form.fill(block.features)
            np.matmul(self.coefficients, block.features, out=block.resp)
        if len(self.own):
            np.subtract(block.z, self.means[self.own, :, None], out=block.spare)
            self.form.whiten(self.whiteners, block.spare, block.white)
            np.multiply(block.white, block.white, out=block.spare)
            block.resp[self.own] = -0.5 * block.spare.sum(axis=1) + self.height[self.own, None]
