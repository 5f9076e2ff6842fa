"""Gaussians with full covariance matrices: features 1, z_i, z_i z_j (i ≤ j)."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dtrtri

from gmm.engine.arrays import Array
from gmm.engine.form.base import AbstractForm, Moments

# The smallest variance beside the largest one that a matrix of floats can hold.
_NARROWEST = 1e-14


@lru_cache(maxsize=64)
def _pairs(D: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Row and column numbers of the products z_i z_j (i ≤ j), in the order of the features."""
    return np.triu_indices(D)


@lru_cache(maxsize=64)
def _columns(P: int) -> int:
    """D, from the number of features P = (D + 1)(D + 2) / 2."""
    return (math.isqrt(8 * P + 1) - 3) // 2


class DenseForm(AbstractForm):
    """sigma is (K, D, D)."""

    def n_features(self, D: int) -> int:
        return 1 + D + D * (D + 1) // 2

    def fill(self, features: Array) -> None:
        D = _columns(features.shape[1])
        z = features[:, 1 : D + 1]
        row = D + 1
        for i in range(D):
            np.multiply(z[:, i : i + 1], z[:, i:], out=features[:, row : row + D - i])
            row += D - i

    def coefficients(self, means: Array, whiteners: Array) -> Array:
        K, D = means.shape
        W = whiteners
        precision = W.transpose(0, 2, 1) @ W
        rows, cols = _pairs(D)
        whitened = (W @ means[:, :, None])[:, :, 0]
        out = np.empty((K, self.n_features(D)))
        out[:, 0] = -0.5 * np.einsum("kd,kd->k", whitened, whitened)
        out[:, 1 : D + 1] = (precision @ means[:, :, None])[:, :, 0]
        out[:, D + 1 :] = precision[:, rows, cols] * np.where(rows == cols, -0.5, -1.0)
        return out

    def moments(self, sums: Array, D: int) -> Moments:
        counts = sums[:, 0]
        means = sums[:, 1 : D + 1] / counts[:, None]
        second = np.empty((len(sums), D, D))
        rows, cols = _pairs(D)
        upper = sums[:, D + 1 :] / counts[:, None]
        upper -= means[:, rows] * means[:, cols]
        second[:, rows, cols] = upper
        second[:, cols, rows] = upper
        return Moments(counts, means, second)

    def factor(self, sigma: Array) -> Array:
        return np.asarray(np.linalg.cholesky(sigma))

    def squared(self, factor: Array) -> Array:
        return factor @ factor.transpose(0, 2, 1)

    def rescaled(self, factor: Array, scale: Array) -> Array:
        return np.asarray(factor * scale[:, None])

    def log_determinant(self, factor: Array) -> Array:
        diagonal = np.einsum("kdd->kd", factor)
        return np.asarray(2.0 * np.log(diagonal).sum(axis=1))

    def at_least(self, sigma: Array, floor: Array) -> Array:
        unit = 1.0 / np.sqrt(floor)
        relative = sigma * (unit[:, None] * unit)
        widest = np.einsum("kdd->kd", relative).max(axis=1)
        least = np.maximum(1.0, _NARROWEST * widest)[:, None]
        try:
            np.linalg.cholesky(relative - least[:, :, None] * np.eye(len(floor)))
        except np.linalg.LinAlgError:
            values, vectors = np.linalg.eigh(relative)
            raised = (vectors * np.maximum(values, least)[:, None, :]) @ vectors.transpose(0, 2, 1)
            raised = 0.5 * (raised + raised.transpose(0, 2, 1))
            return np.where((values[:, :1] < least)[:, :, None], raised / (unit[:, None] * unit), sigma)
        return sigma

    def variances(self, sigma: Array) -> Array:
        return np.asarray(np.einsum("kdd->kd", sigma))

    def lost_digits(self, means: Array, sigma: Array, whiteners: Array) -> Array:
        # Terms z_i P_ij z_j round independently, so their squares add up.
        precision = whiteners.transpose(0, 2, 1) @ whiteners
        size = np.sqrt(means**2 + self.variances(sigma))
        terms = precision * (size[:, :, None] * size[:, None, :])
        return np.asarray(np.linalg.norm(terms, axis=(1, 2)))

    def whiteners(self, factor: Array) -> Array:
        out = np.empty_like(factor)
        for k, A in enumerate(factor):
            out[k], _ = dtrtri(A, lower=1)
        return out

    def whiten(self, whiteners: Array, centred: Array, out: Array) -> None:
        np.matmul(whiteners, centred, out=out)

    def weigh(self, white: Array, resp: Array, spare: Array) -> Array:
        _, K, D, _ = white.shape
        root = np.sqrt(resp)
        np.multiply(white, root[:, :, None], out=spare)
        sums = np.empty((K, self.n_features(D)))
        sums[:, 0] = resp.sum(axis=(0, 2))
        sums[:, 1 : D + 1] = (spare @ root[..., None]).sum(axis=0)[:, :, 0]
        rows, cols = _pairs(D)
        # A matrix times its own transpose costs BLAS half the work, hence the square root.
        sums[:, D + 1 :] = (spare @ spare.transpose(0, 1, 3, 2)).sum(axis=0)[:, rows, cols]
        return sums

    def unwhiten(self, factor: Array, moments: Moments) -> tuple[Array, Array]:
        means = (factor @ moments.means[:, :, None])[:, :, 0]
        return means, factor @ moments.sigma @ factor.transpose(0, 2, 1)

    def dense(self, sigma: Array) -> Array:
        return sigma

    def of_dense(self, matrices: Array) -> Array:
        return matrices

    def marginal(self, sigma: Array, columns: list[int]) -> Array:
        return sigma[:, columns][:, :, columns]

    def colour(self, factor: Array, k: int, white: Array) -> Array:
        return np.asarray(white @ factor[k].T)


DENSE = DenseForm()
