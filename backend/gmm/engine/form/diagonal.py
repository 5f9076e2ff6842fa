"""Gaussians without correlations: features 1, z_i, z_i²."""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.form.base import AbstractForm, Moments


class DiagonalForm(AbstractForm):
    """sigma is (K, D), the variances."""

    def n_features(self, D: int) -> int:
        return 1 + 2 * D

    def fill(self, features: Array) -> None:
        D = features.shape[1] // 2
        z = features[:, 1 : D + 1]
        np.multiply(z, z, out=features[:, D + 1 :])

    def coefficients(self, means: Array, whiteners: Array) -> Array:
        K, D = means.shape
        precision = whiteners**2
        out = np.empty((K, self.n_features(D)))
        out[:, 0] = -0.5 * (means**2 * precision).sum(axis=1)
        out[:, 1 : D + 1] = precision * means
        out[:, D + 1 :] = -0.5 * precision
        return out

    def moments(self, sums: Array, D: int) -> Moments:
        counts = sums[:, 0]
        means = sums[:, 1 : D + 1] / counts[:, None]
        return Moments(counts, means, sums[:, D + 1 :] / counts[:, None] - means**2)

    def factor(self, sigma: Array) -> Array:
        if not np.all(sigma > 0):
            raise np.linalg.LinAlgError("a variance is not positive")
        return np.asarray(np.sqrt(sigma))

    def squared(self, factor: Array) -> Array:
        return factor**2

    def rescaled(self, factor: Array, scale: Array) -> Array:
        return np.asarray(factor * scale)

    def log_determinant(self, factor: Array) -> Array:
        return np.asarray(2.0 * np.log(factor).sum(axis=1))

    def at_least(self, sigma: Array, floor: Array) -> Array:
        return np.maximum(sigma, floor)

    def variances(self, sigma: Array) -> Array:
        return sigma

    def lost_digits(self, means: Array, sigma: Array, whiteners: Array) -> Array:
        return np.asarray(np.max(means**2 * whiteners**2, axis=1) + 1.0)

    def whiteners(self, factor: Array) -> Array:
        return np.asarray(1.0 / factor)

    def whiten(self, whiteners: Array, centred: Array, out: Array) -> None:
        np.multiply(whiteners[:, :, None], centred, out=out)

    def weigh(self, white: Array, resp: Array, spare: Array) -> Array:
        np.multiply(white, white, out=spare)
        first = (white @ resp[..., None]).sum(axis=0)[:, :, 0]
        second = (spare @ resp[..., None]).sum(axis=0)[:, :, 0]
        return np.concatenate([resp.sum(axis=(0, 2))[:, None], first, second], axis=1)

    def unwhiten(self, factor: Array, moments: Moments) -> tuple[Array, Array]:
        return factor * moments.means, factor**2 * moments.sigma

    def dense(self, sigma: Array) -> Array:
        K, D = sigma.shape
        matrices = np.zeros((K, D, D))
        matrices[:, np.arange(D), np.arange(D)] = sigma
        return matrices

    def of_dense(self, matrices: Array) -> Array:
        return np.asarray(np.einsum("kdd->kd", matrices).copy())

    def marginal(self, sigma: Array, columns: list[int]) -> Array:
        return sigma[:, columns]

    def colour(self, factor: Array, k: int, white: Array) -> Array:
        return np.asarray(white * factor[k])


DIAGONAL = DiagonalForm()
