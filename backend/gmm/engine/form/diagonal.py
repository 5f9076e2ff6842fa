"""Gaussians without correlations: features z_i, 1, z_i²."""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.form.base import AbstractForm, Moments


class DiagonalForm(AbstractForm):
    """sigma is (K, D), the variances."""

    def n_lags(self, D: int) -> int:
        return 1

    def n_products(self, D: int) -> int:
        return D

    def coefficients(self, means: Array, whiteners: Array) -> Array:
        precision = whiteners**2
        constant = -0.5 * (means**2 * precision).sum(axis=1, keepdims=True)
        return np.concatenate([precision * means, constant, -0.5 * precision], axis=1)

    def moments(self, sums: Array, D: int) -> Moments:
        counts = np.maximum(sums[:, D], np.finfo(float).tiny)  # an empty component comes out with no width
        means = sums[:, :D] / counts[:, None]
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
        return np.asarray(2.0 * np.log(factor).sum(axis=-1))

    def at_least(self, sigma: Array, floor: Array) -> Array:
        return np.maximum(sigma, floor)

    def variances(self, sigma: Array) -> Array:
        return sigma

    def lost_digits(self, means: Array, sigma: Array, whiteners: Array) -> Array:
        return np.asarray(np.max(means**2 * whiteners**2, axis=1) + 1.0)

    def conditional_precisions(self, whiteners: Array) -> Array:
        return np.asarray(whiteners**2)

    def whiteners(self, factor: Array) -> Array:
        return np.asarray(1.0 / factor)

    def whiten(self, whiteners: Array, centred: Array, out: Array) -> None:
        np.multiply(whiteners[:, :, None], centred, out=out)

    def own_sums(self, white: Array, resp: Array) -> Array:
        return np.concatenate([white @ resp, (white[:-1] * white[:-1]) @ resp])

    def own_moments(self, sums: Array, D: int) -> Moments:
        return self.moments(sums, D)

    def unwhiten(self, factor: Array, moments: Moments) -> tuple[Array, Array]:
        return factor * moments.means, factor**2 * moments.sigma

    def dense(self, sigma: Array) -> Array:
        return sigma[..., None] * np.eye(sigma.shape[-1])

    def of_dense(self, matrices: Array) -> Array:
        return np.asarray(np.einsum("kdd->kd", matrices).copy())

    def marginal(self, sigma: Array, columns: list[int]) -> Array:
        return sigma[..., columns]

    def prior_degrees(self, D: int) -> float:
        return D + 4.0  # inverse gamma: ν + 2

    def trace_of_ratio(self, sigma: Array, factor: Array) -> Array:
        return np.asarray((sigma / factor**2).sum(axis=-1))

    def scatter(self, deviation: Array) -> Array:
        return np.asarray(deviation**2)

    def where_observed(self, sigma: Array, observed: Array) -> tuple[Array, Array]:
        factor = self.factor(np.where(observed > 0, sigma, 1.0))
        return self.log_determinant(factor), observed / factor

    def embedded(self, sigma: Array, columns: list[int], D: int) -> Array:
        wide = np.zeros((*sigma.shape[:-1], D))
        wide[..., columns] = sigma
        return wide

    def completed(
        self, observed: Moments, means: Array, sigma: Array, columns: Array, whiteners: Array
    ) -> Moments:
        seen = columns > 0
        mean, second = np.where(seen, observed.means, means), np.where(seen, observed.sigma, sigma)
        return Moments(observed.counts, mean, second, observed.noise)

    def split(self, factor: Array, n_first: int) -> tuple[Array, Array, Array]:
        first, others = np.split(factor, [n_first], axis=1)
        return first, np.zeros((*others.shape, n_first)), others

    def colour(self, factor: Array, k: int, white: Array) -> Array:
        return np.asarray(white * factor[k])


DIAGONAL = DiagonalForm()
