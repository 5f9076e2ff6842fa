"""A Gaussian mixture: weights, means and covariances under one structure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gmm.engine.arrays import Array, column_names
from gmm.engine.covariance import AbstractStructure, structure_named
from gmm.engine.errors import FitError, ParameterError
from gmm.engine.form import Moments
from gmm.engine.input import LARGEST, SMALLEST
from gmm.engine.noise import Noise

# What rounding through a decimal text may cost a sum of weights or the two halves of a matrix.
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Mixture:
    """Σ_k weights_k N(means_k, Σ_k).

    weights (K,), positive, summing to 1 with the noise's; means (K, D), data units; sigma, the covariances in
    the structure's form, data units squared; columns, the D names; noise, a uniform component beside the
    Gaussians, None where there is none. In a stack, n mixtures of one structure that the engine steps
    together, each of the arrays has n as its first axis.
    """

    weights: Array
    means: Array
    sigma: Array
    structure: AbstractStructure
    columns: tuple[str, ...]
    noise: Noise | None = None

    @staticmethod
    def from_parameters(
        weights: ArrayLike,
        means: ArrayLike,
        covariances: ArrayLike,
        covariance_type: str = "full",
        columns: Sequence[str] | None = None,
        noise: Noise | None = None,
    ) -> Mixture:
        """A mixture from numbers somebody gives: weights (K,), means (K, D), covariances (K, D, D), noise.

        Raises ``ParameterError`` naming the field that is not what a mixture needs, ``OptionError`` for an
        unknown ``covariance_type``.
        """
        structure = structure_named(covariance_type)
        w = _numbers(weights, "weights", 1)
        m = _numbers(means, "means", 2)
        c = _numbers(covariances, "covariances", 3)
        K, D = m.shape
        if K == 0 or D == 0:
            raise ParameterError("means must hold at least one component and one column.", field="means")
        if w.shape != (K,):
            raise ParameterError(f"weights has {len(w)} numbers but means has {K} rows.", field="weights")
        if c.shape != (K, D, D):
            raise ParameterError(
                f"covariances has shape {c.shape}; {K} components of {D} columns need ({K}, {D}, {D}).",
                field="covariances",
            )
        total = float(w.sum()) + (0.0 if noise is None else float(noise.weight))
        if np.any(w <= 0) or abs(total - 1) > _ROUNDING:
            summing = "weights must be positive and sum to 1"
            raise ParameterError(f"{summing}{'' if noise is None else ' with the noise'}.", field="weights")
        if noise is not None:
            _refuse_unusable_noise(noise, D)
        names = column_names(columns, D, ParameterError)
        c = _symmetric_positive(c)
        variances = np.einsum("kdd->kd", c)
        if np.any(np.abs(m) > LARGEST) or np.any(variances > LARGEST**2) or np.any(variances < SMALLEST**2):
            raise ParameterError(
                f"means must stay below {LARGEST:g} and standard deviations between {SMALLEST:g} and "
                f"{LARGEST:g}, or their squares are no numbers; rescale the columns.",
                field="means" if np.any(np.abs(m) > LARGEST) else "covariances",
            )
        sigma = structure.expand(structure.compact(structure.form.of_dense(c)), K, D)
        under_constraint = structure.form.dense(_nearest(w, m, sigma, structure))
        if np.any(np.abs(under_constraint - c) > _ROUNDING * _scales(c)):
            raise ParameterError(
                f"covariances do not have the structure {covariance_type!r}; choose another "
                "covariance_type, 'full' takes any.",
                field="covariances",
            )
        exact = abs(total - 1) <= np.finfo(float).eps * K
        if noise is not None and not exact:
            noise = replace(noise, weight=noise.weight / total)
        return Mixture(w if exact else w / total, m, sigma, structure, names, noise)

    @staticmethod
    def stacked(mixtures: Sequence[Mixture]) -> Mixture:
        """The stack of mixtures that share structure, columns and number of components."""
        weights, means, sigma = (
            np.stack([getattr(mixture, part) for mixture in mixtures])
            for part in ("weights", "means", "sigma")
        )
        noises = [mixture.noise for mixture in mixtures if mixture.noise is not None]
        noise = replace(noises[0], weight=np.stack([one.weight for one in noises])) if noises else None
        return replace(mixtures[0], weights=weights, means=means, sigma=sigma, noise=noise)

    def unstacked(self) -> list[Mixture]:
        """The mixtures of a stack, one by one."""
        return [
            replace(
                self,
                weights=self.weights[s],
                means=self.means[s],
                sigma=self.sigma[s],
                noise=None if self.noise is None else replace(self.noise, weight=self.noise.weight[s]),
            )
            for s in range(len(self.weights))
        ]

    @cached_property
    def factor(self) -> Array:
        """The square roots A_k of the covariances, Σ_k = A_k A_kᵀ, in the structure's form.

        Raises ``FitError`` where a covariance is so nearly singular that its digits do not suffice.
        """
        try:
            return self.structure.form.factor(self.sigma)
        except np.linalg.LinAlgError:
            raise FitError(
                "A covariance became singular to the last digit; raise covariance_floor."
            ) from None

    @property
    def covariances(self) -> Array:
        """The covariances as matrices, (K, D, D), whatever the structure."""
        return self.structure.form.dense(self.sigma)

    @property
    def covariance_type(self) -> str:
        """The structure's name."""
        return self.structure.name

    @property
    def n_components(self) -> int:
        """K."""
        return int(self.weights.shape[-1])

    @property
    def n_features(self) -> int:
        """D."""
        return int(self.means.shape[-1])

    @property
    def n_parameters(self) -> int:
        """How many free numbers describe the mixture: K − 1 weights, K·D means, and the structure's own.

        The noise counts as two, its weight and its volume.
        """
        K, D = self.n_components, self.n_features
        return K - 1 + K * D + self.structure.n_parameters(K, D) + (0 if self.noise is None else 2)

    @property
    def shares(self) -> Array:
        """The weights of all components, the noise's as the last one: (…, K), or (…, K + 1) with noise."""
        if self.noise is None:
            return self.weights
        return np.concatenate([self.weights, np.asarray(self.noise.weight)[..., None]], axis=-1)

    @cached_property
    def mean(self) -> Array:
        """The mean of all the Gaussians together, (D,)."""
        return np.asarray(np.einsum("...k,...kd->...d", self._among_gaussians, self.means))

    @cached_property
    def covariance(self) -> Array:
        """The covariance of all the Gaussians together, (D, D)."""
        share, apart = self._among_gaussians, self.means - self.mean[..., None, :]
        within = np.einsum("...k,...kij->...ij", share, self.covariances)
        return np.asarray(within + np.einsum("...k,...ki,...kj->...ij", share, apart, apart))

    @property
    def _among_gaussians(self) -> Array:
        if self.noise is None:
            return self.weights
        return np.asarray(self.weights / self.weights.sum(axis=-1, keepdims=True))

    def canonical_order(self) -> list[int]:
        """Component numbers by descending weight, equal weights by ascending mean."""
        keys = [(-w, *mean) for w, mean in zip(self.weights.tolist(), self.means.tolist(), strict=True)]
        return sorted(range(self.n_components), key=keys.__getitem__)

    def reordered(self, order: Sequence[int]) -> Mixture:
        """The same mixture with component ``order[j]`` in place j."""
        index = list(order)
        return replace(self, weights=self.weights[index], means=self.means[index], sigma=self.sigma[index])

    def marginal(self, columns: Sequence[int]) -> Mixture:
        """The mixture of the chosen columns alone, by column number.

        Raises ``ParameterError`` for a number that is not a column or stands twice.
        """
        index = [int(column) for column in columns]
        if not index or len(set(index)) < len(index) or not all(0 <= i < self.n_features for i in index):
            raise ParameterError(
                f"marginal needs different column numbers from 0 to {self.n_features - 1}, got {index}.",
                field="columns",
            )
        return replace(
            self,
            structure=structure_named(self.structure.of_marginals),
            means=self.means[..., index],
            sigma=self.structure.form.marginal(self.sigma, index),
            columns=tuple(self.columns[i] for i in index),
            noise=None if self.noise is None else self.noise.marginal(index),
        )

    @property
    def gaussians(self) -> Mixture:
        """The mixture without its noise: what it says of samples that are none."""
        return self if self.noise is None else replace(self, weights=self._among_gaussians, noise=None)

    def alone(self, k: int) -> Mixture:
        """Component k without the others, its weight as it is."""
        return replace(
            self,
            weights=self.weights[..., [k]],
            means=self.means[..., [k], :],
            sigma=self.sigma.take([k], axis=self.weights.ndim - 1),
            noise=None,
        )

    def without(self, lost: NDArray[np.bool_]) -> Mixture:
        """The mixture without some of its components (K,), the weights of the others raised to sum to 1."""
        kept = ~lost
        left = self.shares.sum() - self.weights[lost].sum()
        noise = None if self.noise is None else replace(self.noise, weight=self.noise.weight / left)
        return replace(
            self,
            weights=self.weights[kept] / left,
            means=self.means[kept],
            sigma=self.sigma[kept],
            noise=noise,
        )


def _numbers(values: ArrayLike, field: str, ndim: int) -> Array:
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ParameterError(f"{field} must be an array of numbers with equal rows.", field=field) from None
    if array.ndim != ndim:
        raise ParameterError(f"{field} must have {ndim} dimensions, not {array.ndim}.", field=field)
    if not np.all(np.isfinite(array)):
        raise ParameterError(f"{field} holds NaN or infinity.", field=field)
    return array


def _refuse_unusable_noise(noise: Noise, D: int) -> None:
    low, high = noise.box.low, noise.box.high
    if not 0 < noise.weight < 1:
        raise ParameterError("The weight of the noise must lie between 0 and 1.", field="noise")
    if low.shape != (D,) or high.shape != (D,):
        raise ParameterError(f"The box of the noise needs {D} numbers on each side.", field="noise")
    if not (np.all(low < high) and np.all(np.abs(low) < LARGEST) and np.all(np.abs(high) < LARGEST)):
        raise ParameterError(
            f"The box of the noise must have low < high in every column, below {LARGEST:g}.", field="noise"
        )


def _scales(matrices: Array) -> Array:
    """How large the entries of covariances (…, D, D) may be, given their variances."""
    sd = np.sqrt(np.abs(np.diagonal(matrices, axis1=-2, axis2=-1)))
    return np.asarray(sd[..., :, None] * sd[..., None, :])


def _nearest(weights: Array, means: Array, sigma: Array, structure: AbstractStructure) -> Array:
    """The covariances, of those that have the structure, that are nearest in likelihood."""
    if not structure.constrained:
        return sigma
    # Next to nothing, but a number however large a share of it the variances are.
    no_floor = np.maximum(1e-200 * structure.form.variances(sigma).max(axis=0), 1e-300)
    return structure.estimate(Moments(weights, means, sigma), no_floor)


def _symmetric_positive(matrices: Array) -> Array:
    transposed = matrices.transpose(0, 2, 1)
    for k, matrix in enumerate(matrices):
        if np.any(np.abs(matrix - matrix.T) > _ROUNDING * _scales(matrix)):
            raise ParameterError(f"covariances[{k}] is not symmetric.", field="covariances")
    symmetric = 0.5 * (matrices + transposed)
    for k, matrix in enumerate(symmetric):
        try:
            np.linalg.cholesky(matrix)
        except np.linalg.LinAlgError:
            raise ParameterError(
                f"covariances[{k}] is not positive definite; every direction needs a positive variance.",
                field="covariances",
            ) from None
    return symmetric
