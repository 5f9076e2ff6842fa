"""What a fitted mixture says: where rows come from, how likely they are, how well it suits them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from numbers import Integral
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, DensityMixin
from sklearn.utils import Tags, check_random_state
from sklearn.utils.validation import check_is_fitted

from gmm.engine import (
    Mixture,
    OptionError,
    criteria,
    dataset_of,
    labels,
    log_density,
    responsibilities,
    sample,
)
from gmm.engine.arrays import Array
from gmm.estimator.blas import one_blas_thread
from gmm.estimator.fitted_parameter import FittedParameter, covariances, precisions, precisions_cholesky
from gmm.estimator.samples import row_weights, table

_FORMS_OF_ICL = {"map": criteria.icl, "entropy": criteria.icl_entropy}


class AbstractFittedMixture(DensityMixin, BaseEstimator, ABC):  # type: ignore[misc]  # scikit-learn: no types
    """An estimator that has a mixture, ``mixture_``, once it is fitted."""

    mixture_: Mixture
    random_state: int | np.random.RandomState | None

    @abstractmethod
    def fit(self, X: ArrayLike, y: Any = None, sample_weight: ArrayLike | None = None) -> Self:
        """Find the mixture of the rows X (N, D)."""

    weights_ = FittedParameter(lambda mixture: mixture.weights, "The share of each component, (K,).")
    means_ = FittedParameter(lambda mixture: mixture.means, "The centre of each component, (K, D).")
    covariances_ = FittedParameter(covariances, "The covariances, in the shape of their structure.")
    precisions_ = FittedParameter(precisions, "The inverse covariances, in the same shape.")
    precisions_cholesky_ = FittedParameter(
        precisions_cholesky, "Upper triangular or diagonal roots P of the precisions P Pᵀ, in the same shape."
    )

    @property
    def noise_weight_(self) -> float:
        """The share of the noise; 0 without."""
        check_is_fitted(self, "mixture_")
        return 0.0 if self.mixture_.noise is None else float(self.mixture_.noise.weight)

    def predict(self, X: ArrayLike) -> NDArray[np.intp]:
        """The most probable component of each row, (N,); −1 for noise."""
        mixture, rows = self._mixture_and_rows(X)
        with one_blas_thread():
            return labels(mixture, rows)

    def predict_proba(self, X: ArrayLike) -> Array:
        """The probability of each component for each row, (N, K); rows sum to 1.

        With noise there are K + 1 columns, of which the noise has the last.
        """
        mixture, rows = self._mixture_and_rows(X)
        with one_blas_thread():
            return responsibilities(mixture, rows)[0]

    def score_samples(self, X: ArrayLike) -> Array:
        """The log-density of each row, (N,), natural logs."""
        mixture, rows = self._mixture_and_rows(X)
        with one_blas_thread():
            return log_density(mixture, rows)

    def score(self, X: ArrayLike, y: Any = None, sample_weight: ArrayLike | None = None) -> float:
        """The mean log-density of the rows, weighted by sample_weight (N,), nats; y is ignored."""
        log_likelihood, total_weight = self._log_likelihood(X, sample_weight)
        return log_likelihood / total_weight

    def sample(self, n_samples: int = 1) -> tuple[Array, NDArray[np.intp]]:
        """Draw rows (n_samples, D) and the component of each (n_samples,), one component after another.

        Rows of the noise have the component −1 and come first.
        Raises ``OptionError`` unless n_samples is a whole number of at least one.
        """
        check_is_fitted(self)
        if not isinstance(n_samples, Integral):
            raise OptionError(f"n_samples must be a whole number, not {n_samples!r}.", field="n_samples")
        rows, component = sample(self.mixture_, int(n_samples), self._seed())
        order = np.argsort(component, kind="stable")
        return rows[order], component[order]

    def aic(self, X: ArrayLike, sample_weight: ArrayLike | None = None) -> float:
        """Akaike's information criterion on the rows X; smaller is better."""
        log_likelihood, _ = self._log_likelihood(X, sample_weight)
        return criteria.aic(log_likelihood, self.mixture_.n_parameters)

    def bic(self, X: ArrayLike, sample_weight: ArrayLike | None = None) -> float:
        """The Bayesian information criterion on the rows X, weights counting rows; smaller is better."""
        log_likelihood, total_weight = self._log_likelihood(X, sample_weight)
        return criteria.bic(log_likelihood, self.mixture_.n_parameters, total_weight)

    def icl(self, X: ArrayLike, sample_weight: ArrayLike | None = None, form: str = "map") -> float:
        """BIC plus twice the uncertainty which component the rows come from; smaller is better.

        Biernacki, Celeux & Govaert (2000): it prefers components that do not overlap. form "map" takes the
        most probable component of each row, as mclust does; "entropy" the entropy of its responsibilities.
        Raises ``OptionError`` for another form.
        """
        if form not in _FORMS_OF_ICL:
            raise OptionError(f"form must be 'map' or 'entropy', not {form!r}.", field="form")
        mixture, rows = self._mixture_and_rows(X)
        dataset = dataset_of(rows, mixture.columns, row_weights(sample_weight, len(rows)))
        with one_blas_thread():
            assignment = criteria.assignment_of(dataset, mixture)
        return _FORMS_OF_ICL[form](self.bic(X, sample_weight), assignment)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags

    def _seed(self) -> int:
        return int(check_random_state(self.random_state).randint(np.iinfo(np.int32).max))

    def _mixture_and_rows(self, X: ArrayLike) -> tuple[Mixture, Array]:
        check_is_fitted(self)
        return self.mixture_, table(self, X, fitting=False)

    def _log_likelihood(self, X: ArrayLike, sample_weight: ArrayLike | None) -> tuple[float, float]:
        """Σ w log p(x) over the rows, and the Σ w they count for."""
        mixture, rows = self._mixture_and_rows(X)
        weights = row_weights(sample_weight, len(rows))
        with one_blas_thread():
            log_densities = log_density(mixture, rows)
        if weights is None:
            return float(log_densities.sum()), float(len(rows))
        return float(weights @ log_densities), float(weights.sum())
