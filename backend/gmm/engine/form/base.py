"""What the kernel needs to know about covariances, whatever the structure.

A Gaussian is an exponential family: its log-density is a linear function of features of the sample, which are
its D columns, a one, and products of columns. A form says which products, how K Gaussians become coefficients
on the features, and how sums of the features, weighted by responsibilities, are read back as moments.
``sigma`` is the form's own array of K covariances.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array

LOG_2PI = float(np.log(2 * np.pi))


@dataclass(frozen=True)
class Moments:
    """What the M-step sees: for each component the weight of its samples, their mean and their covariance.

    counts (K,), sums of responsibilities; means (K, D), data units; sigma, the form's array of covariances
    about those means, data units squared; noise (), the sum of the responsibilities of the uniform component,
    None where there is none or nothing is known of it. Of a stack of n mixtures all have n as their first
    axis.
    """

    counts: Array
    means: Array
    sigma: Array
    noise: Array | None = None

    def of(self, components: NDArray[np.bool_]) -> Moments:
        """Those of some components of one mixture."""
        return Moments(self.counts[components], self.means[components], self.sigma[components], self.noise)


class AbstractForm(ABC):
    """How K Gaussians are written as linear functions of P features. Stateless; one instance a form."""

    @abstractmethod
    def n_lags(self, D: int) -> int:
        """Products z_i · z_(i − lag) are features for the lags below this, columns counted in a circle."""

    @abstractmethod
    def n_products(self, D: int) -> int:
        """How many of these products are different: those of the first lags, in order."""

    @abstractmethod
    def coefficients(self, means: Array, whiteners: Array) -> Array:
        """−(x − μ_k)ᵀ Σ_k⁻¹ (x − μ_k) / 2 of K Gaussians as coefficients (K, P) on the features."""

    @abstractmethod
    def moments(self, sums: Array, D: int) -> Moments:
        """Read sums of features (K, P), weighted by responsibilities, as moments."""

    @abstractmethod
    def factor(self, sigma: Array) -> Array:
        """The triangular or diagonal square roots A of the covariances, Σ = A Aᵀ.

        Raises ``numpy.linalg.LinAlgError`` where a covariance is not positive definite.
        """

    @abstractmethod
    def squared(self, factor: Array) -> Array:
        """The covariances A Aᵀ with the square roots A."""

    @abstractmethod
    def rescaled(self, factor: Array, scale: Array) -> Array:
        """The square roots after column j has been multiplied by ``scale[j]``."""

    @abstractmethod
    def log_determinant(self, factor: Array) -> Array:
        """log det Σ (K,) from the square roots."""

    @abstractmethod
    def at_least(self, sigma: Array, floor: Array) -> Array:
        """The covariances nearest in likelihood among those with Σ − diag(floor) positive semidefinite.

        The maximum of −log det Σ − tr(Σ⁻¹ S) under that constraint raises the eigenvalues of S, measured in
        units of the floor (D,), to 1 (Boyd & Vandenberghe 2004, section 7.1). Being a constrained
        maximum and no ridge, it leaves healthy components as they are and keeps EM monotone.
        """

    @abstractmethod
    def variances(self, sigma: Array) -> Array:
        """The variances of the columns, (K, D)."""

    @abstractmethod
    def lost_digits(self, means: Array, sigma: Array, whiteners: Array) -> Array:
        """How much larger than 1 the terms are whose sum is a log-density, (K,).

        Evaluating coefficients on features loses about log10 of this many digits.
        """

    @abstractmethod
    def conditional_precisions(self, whiteners: Array) -> Array:
        """One over the variance of each column given all others, (K, D): the diagonals of Σ_k⁻¹."""

    @abstractmethod
    def whiteners(self, factor: Array) -> Array:
        """The matrices or diagonals W_k = A_k⁻¹: W_k Σ_k W_kᵀ = I."""

    @abstractmethod
    def whiten(self, whiteners: Array, centred: Array, out: Array) -> None:
        """Write W_k z into ``out`` for samples z (K, D, B) about the means of K components."""

    @abstractmethod
    def own_sums(self, white: Array, resp: Array) -> Array:
        """Sums over samples in a component's own frame, with a row of ones: (D + 1, B), weights (B,)."""

    @abstractmethod
    def own_moments(self, sums: Array, D: int) -> Moments:
        """Read such sums of K components as moments."""

    @abstractmethod
    def unwhiten(self, factor: Array, moments: Moments) -> tuple[Array, Array]:
        """Means (K, D) about each component's mean, and covariances, of moments of whitened samples."""

    @abstractmethod
    def dense(self, sigma: Array) -> Array:
        """The covariances as matrices (K, D, D)."""

    @abstractmethod
    def of_dense(self, matrices: Array) -> Array:
        """The form's array of the covariance matrices (K, D, D)."""

    @abstractmethod
    def prior_degrees(self, D: int) -> float:
        """For how many samples a conjugate prior with D + 2 degrees of freedom counts."""

    @abstractmethod
    def trace_of_ratio(self, sigma: Array, factor: Array) -> Array:
        """tr(Σ_k⁻¹ S_k) (K,) of covariances S_k and the square roots of Σ_k."""

    @abstractmethod
    def scatter(self, deviation: Array) -> Array:
        """The covariances of single samples (…, D) about zero."""

    @abstractmethod
    def where_observed(self, sigma: Array, observed: Array) -> tuple[Array, Array]:
        """log det Σ_oo (M,) of the observed columns, and whiteners of these with nothing for the others.

        sigma holds M covariances; observed (M, D) is one where a column is observed and zero where it is not.
        """

    @abstractmethod
    def embedded(self, sigma: Array, columns: list[int], D: int) -> Array:
        """Covariances of some columns as ones of all D, with zeros for the others."""

    @abstractmethod
    def completed(
        self, observed: Moments, means: Array, sigma: Array, columns: Array, whiteners: Array
    ) -> Moments:
        """Moments of all columns, expected of samples of which only some columns are observed.

        observed are the moments of these, with anything for the others; means (…, K, D) and sigma describe
        the Gaussians that the samples come from; columns (…, D) is one where a column is observed and zero
        where it is not; whiteners, of the observed ones, as ``where_observed`` gives them. The missing
        values have the conditional mean and covariance: Ghahramani & Jordan (1994), equation 12.
        """

    @abstractmethod
    def marginal(self, sigma: Array, columns: list[int]) -> Array:
        """The covariances of the chosen columns."""

    @abstractmethod
    def split(self, factor: Array, n_first: int) -> tuple[Array, Array, Array]:
        """The square roots in blocks [[A_11, 0], [A_21, A_22]], the first ``n_first`` columns by themselves.

        A_11 is a root of the first columns' covariances; A_21 (K, D − n_first, n_first) is what those
        columns, whitened, add to the others; A_22 is a root of the others' covariances where the first are
        known. A_11 and A_22 are in the form.
        """

    @abstractmethod
    def colour(self, factor: Array, k: int, white: Array) -> Array:
        """Standard normal samples (N, D) given the covariance of component k."""
