"""Gaussians with full covariance matrices: features z_i, 1, z_i z_j (i ≤ j)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dtrtri

from gmm.engine.arrays import Array
from gmm.engine.form.base import AbstractForm, Moments

# The smallest variance beside the largest one that a matrix of floats can hold.
NARROWEST = 1e-14
# A smaller correlation is rounding.
_UNCORRELATED = 1e-9
# An eigenvalue below this share of the largest may be zero.
_ROUNDING = 1e-15
# From so many matrices a column on, they are inverted together, row after row of all.
_MANY = 8


@lru_cache(maxsize=64)
def _pairs(D: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Row and column numbers of the products z_i z_j, in the order of the features."""
    lag, i = np.divmod(np.arange(D * (D + 1) // 2), D)
    return i, (i - lag) % D


class DenseForm(AbstractForm):
    """sigma is (K, D, D)."""

    def n_lags(self, D: int) -> int:
        return D // 2 + 1

    def n_products(self, D: int) -> int:
        return D * (D + 1) // 2

    def coefficients(self, means: Array, whiteners: Array) -> Array:
        W = whiteners
        precision = W.transpose(0, 2, 1) @ W
        rows, cols = _pairs(means.shape[1])
        whitened = (W @ means[:, :, None])[:, :, 0]
        constant = -0.5 * np.einsum("kd,kd->k", whitened, whitened)
        linear = (precision @ means[:, :, None])[:, :, 0]
        products = precision[:, rows, cols] * np.where(rows == cols, -0.5, -1.0)
        return np.concatenate([linear, constant[:, None], products], axis=1)

    def moments(self, sums: Array, D: int) -> Moments:
        counts = sums[:, D]
        means = sums[:, :D] / counts[:, None]
        second = np.empty((len(sums), D, D))
        rows, cols = _pairs(D)
        products = sums[:, D + 1 :] / counts[:, None]
        products -= means[:, rows] * means[:, cols]
        second[:, rows, cols] = products
        second[:, cols, rows] = products
        return Moments(counts, means, second)

    def factor(self, sigma: Array) -> Array:
        return np.asarray(np.linalg.cholesky(sigma))

    def squared(self, factor: Array) -> Array:
        return factor @ factor.transpose(0, 2, 1)

    def rescaled(self, factor: Array, scale: Array) -> Array:
        return np.asarray(factor * scale[:, None])

    def log_determinant(self, factor: Array) -> Array:
        diagonal = np.einsum("...dd->...d", factor)
        return np.asarray(2.0 * np.log(diagonal).sum(axis=-1))

    def at_least(self, sigma: Array, floor: Array) -> Array:
        unit = 1.0 / np.sqrt(floor)
        relative = sigma * (unit[:, None] * unit)
        # Beside the floor a share of each variance keeps correlations within what floats can tell from one.
        least = (
            np.eye(len(floor)) * np.maximum(1.0, NARROWEST * np.einsum("...dd->...d", relative))[..., None]
        )
        if _positive_definite(relative - least):
            return sigma
        raised = sigma.copy()
        values = np.linalg.eigvalsh(relative - least)
        narrow = values[..., 0] <= _ROUNDING * np.abs(values[..., -1])
        for k in map(tuple, np.argwhere(narrow)):
            raised[k] = _raised_to_one(relative[k]) / (unit[:, None] * unit)
        return raised

    def variances(self, sigma: Array) -> Array:
        return np.asarray(np.einsum("kdd->kd", sigma))

    def lost_digits(self, means: Array, sigma: Array, whiteners: Array) -> Array:
        # Terms z_i P_ij z_j round independently, so their squares add up.
        precision = whiteners.transpose(0, 2, 1) @ whiteners
        squares = means**2 + self.variances(sigma)
        return np.asarray(np.sqrt(np.einsum("kij,kij,ki,kj->k", precision, precision, squares, squares)))

    def conditional_precisions(self, whiteners: Array) -> Array:
        return np.asarray(np.einsum("kij,kij->kj", whiteners, whiteners))

    def whiteners(self, factor: Array) -> Array:
        D = factor.shape[-1]
        if len(factor) >= _MANY * D:
            return _inverse_of_many(factor)
        out = np.empty_like(factor)
        for k, A in enumerate(factor):
            out[k], _ = dtrtri(A, lower=1)
        return out

    def whiten(self, whiteners: Array, centred: Array, out: Array) -> None:
        half = (centred.shape[1] + 1) // 2  # triangular: of the upper half only the left part counts
        np.matmul(whiteners[:, :half, :half], centred[:, :half], out=out[:, :half])
        np.matmul(whiteners[:, half:], centred, out=out[:, half:])

    def own_sums(self, white: Array, resp: Array) -> Array:
        # A matrix times its own transpose costs BLAS half the work, hence the square root.
        scaled = white * np.sqrt(resp)
        return np.asarray(scaled @ scaled.T)

    def own_moments(self, sums: Array, D: int) -> Moments:
        counts = np.maximum(sums[:, D, D], np.finfo(float).tiny)  # an empty component comes out with no width
        second = sums[:, :D, :D] / counts[:, None, None]
        means = sums[:, :D, D] / counts[:, None]
        return Moments(counts, means, second - means[:, :, None] * means[:, None, :])

    def unwhiten(self, factor: Array, moments: Moments) -> tuple[Array, Array]:
        means = (factor @ moments.means[:, :, None])[:, :, 0]
        return means, factor @ moments.sigma @ factor.transpose(0, 2, 1)

    def dense(self, sigma: Array) -> Array:
        return sigma

    def of_dense(self, matrices: Array) -> Array:
        return matrices

    def marginal(self, sigma: Array, columns: list[int]) -> Array:
        return sigma[..., columns, :][..., columns]

    def prior_degrees(self, D: int) -> float:
        return 2.0 * D + 3.0  # inverse Wishart: ν + D + 1

    def trace_of_ratio(self, sigma: Array, factor: Array) -> Array:
        W = self.whiteners(factor)
        return np.asarray(np.einsum("kij,kjl,kil->k", W, sigma, W, optimize=True))

    def scatter(self, deviation: Array) -> Array:
        return np.asarray(deviation[..., :, None] * deviation[..., None, :])

    def where_observed(self, sigma: Array, observed: Array) -> tuple[Array, Array]:
        both = observed[:, :, None] * observed[:, None, :]
        alone = np.eye(sigma.shape[-1]) * (1.0 - observed)[:, None, :]
        factor = self.factor(sigma * both + alone)
        return self.log_determinant(factor), self.whiteners(factor) * observed[:, :, None]

    def embedded(self, sigma: Array, columns: list[int], D: int) -> Array:
        wide = np.zeros((*sigma.shape[:-2], D, D))
        wide[..., np.array(columns)[:, None], columns] = sigma
        return wide

    def completed(
        self, observed: Moments, means: Array, sigma: Array, columns: Array, whiteners: Array
    ) -> Moments:
        # With G = Σ Wᵀ and B = G W = Σ_:o Σ_oo⁻¹ the expected sample is μ + B (x_o − μ_o), of covariance
        # Σ − B Σ_o: = Σ − G Gᵀ.
        G = sigma @ np.swapaxes(whiteners, -1, -2)
        B = G @ whiteners
        apart = columns * (observed.means - means)
        mean = means + (B @ apart[..., None])[..., 0]
        second = B @ observed.sigma @ np.swapaxes(B, -1, -2) + (sigma - G @ np.swapaxes(G, -1, -2))
        second = 0.5 * (second + np.swapaxes(second, -1, -2))
        seen = columns > 0
        return Moments(
            observed.counts,
            np.where(seen, observed.means, mean),
            np.where(seen[..., :, None] & seen[..., None, :], observed.sigma, second),
            observed.noise,
        )

    def split(self, factor: Array, n_first: int) -> tuple[Array, Array, Array]:
        first, others = slice(n_first), slice(n_first, None)
        return factor[:, first, first], factor[:, others, first], factor[:, others, others]

    def colour(self, factor: Array, k: int, white: Array) -> Array:
        return np.asarray(white @ factor[k].T)


def _inverse_of_many(lower: Array) -> Array:
    """The inverses of triangular matrices (M, D, D), by forward substitution in all of them at once."""
    inverse = np.zeros_like(lower)
    of_diagonal = 1.0 / np.einsum("mdd->md", lower)
    for i in range(lower.shape[-1]):
        if i:
            np.matmul(lower[:, i : i + 1, :i], inverse[:, :i], out=inverse[:, i : i + 1])
            inverse[:, i] *= -of_diagonal[:, i : i + 1]
        inverse[:, i, i] = of_diagonal[:, i]
    return inverse


def _raised_to_one(matrix: Array) -> Array:
    """The matrix (D, D) with eigenvalues below one raised to it."""
    variances = np.diagonal(matrix)
    size = np.sqrt(np.maximum(variances, 1.0))
    correlated = np.abs(matrix / (size[:, None] * size)) > _UNCORRELATED
    np.fill_diagonal(correlated, False)
    # A column that goes with no other keeps to itself, whatever the widths of the others.
    out = np.diag(np.maximum(variances, 1.0))
    block = np.ix_(together := correlated.any(axis=1), together)
    if together.any():
        values, vectors = np.linalg.eigh(matrix[block])
        least = max(1.0, NARROWEST * float(values[-1]))
        out[block] = (vectors * np.maximum(values, least)) @ vectors.T
    return np.asarray(0.5 * (out + out.T))


def _positive_definite(matrices: Array) -> bool:
    try:
        np.linalg.cholesky(matrices)
    except np.linalg.LinAlgError:
        return False
    return True


DENSE = DenseForm()
