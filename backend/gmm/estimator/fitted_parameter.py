"""Attributes that show the fitted mixture in scikit-learn's shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.utils.validation import check_is_fitted

from gmm.engine import Mixture
from gmm.engine.arrays import Array


class FittedParameter:
    """An attribute computed from ``mixture_``, for reading only.

    Prediction uses the mixture; an assignment to one of its parameters, or into its array, would change
    what is shown and not what is predicted, so both are refused.
    """

    def __init__(self, of: Callable[[Mixture], Array], meaning: str) -> None:
        self._of = of
        self.__doc__ = meaning

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, estimator: Any, owner: type) -> Any:
        """The array. Raises ``NotFittedError``, an ``AttributeError``, before the estimator is fitted."""
        if estimator is None:
            return self
        check_is_fitted(estimator, "mixture_")
        shown = self._of(estimator.mixture_).view()
        shown.flags.writeable = False
        return shown

    def __set__(self, estimator: Any, value: Any) -> None:
        raise AttributeError(
            f"{self._name} shows a part of the fitted mixture and cannot be assigned; make a mixture of "
            "given parameters with GaussianMixture.from_parameters(weights, means, covariances)."
        )


def covariances(mixture: Mixture) -> Array:
    """The covariances in scikit-learn's shape for their structure."""
    return mixture.structure.compact(mixture.sigma)


def precisions_cholesky(mixture: Mixture) -> Array:
    """Upper triangular or diagonal P with Σ⁻¹ = P Pᵀ, in scikit-learn's shape."""
    return mixture.structure.compact(_precision_roots(mixture))


def precisions(mixture: Mixture) -> Array:
    """The inverse covariances Σ⁻¹ in scikit-learn's shape."""
    return mixture.structure.compact(mixture.structure.form.squared(_precision_roots(mixture)))


def transposed(factor: Array) -> Array:
    """The transposes of square roots of covariances; diagonal ones are kept as vectors and are their own."""
    return factor if factor.ndim == 2 else np.swapaxes(factor, 1, 2)


def _precision_roots(mixture: Mixture) -> Array:
    return transposed(mixture.structure.form.whiteners(mixture.factor))
