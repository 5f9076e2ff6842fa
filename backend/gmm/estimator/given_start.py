"""Starts made of the weights, means and precisions that somebody gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmm.engine import (
    STRUCTURES,
    AbstractDataset,
    DataError,
    FitOptions,
    Mixture,
    OptionError,
    ParameterError,
)
from gmm.engine.arrays import Array
from gmm.engine.covariance import AbstractStructure, structure_named
from gmm.engine.starts import mixture_of_labels, start_mixture
from gmm.estimator.fitted_parameter import transposed

# Weights may miss a sum of 1, and matrices symmetry, by this much.
_ROUNDING = 1e-6
# Beyond these, as in data, a square or one over it overflows or loses its meaning.
_LARGEST, _SMALLEST = 1e100, 1e-100


@dataclass(frozen=True)
class GivenStart:
    """What is given of a start; None for what is not. precisions have scikit-learn's shape."""

    weights: ArrayLike | None
    means: ArrayLike | None
    precisions: ArrayLike | None

    def refuse_missing(self, fixed: Sequence[str]) -> None:
        """Raise ``OptionError`` where something is to stay fixed that is not given."""
        given = {"weights": self.weights, "means": self.means, "covariances": self.precisions}
        argument = {"weights": "weights_init", "means": "means_init", "covariances": "precisions_init"}
        for name in fixed:
            if given[name] is None:
                raise OptionError(
                    f"fixed has {name!r}, but nothing says what they are: give {argument[name]}, or go on "
                    "from an earlier fit with warm_start.",
                    field="fixed",
                )

    def mixture(self, dataset: AbstractDataset, options: FitOptions) -> Mixture | None:
        """The mixture to start from; None where nothing is given.

        What is not given is estimated with every row assigned to its nearest given mean, or, without
        means, taken from a start of the engine's. Raises ``ParameterError`` naming what cannot be used.
        """
        if self.weights is None and self.means is None and self.precisions is None:
            return None
        K, D = options.n_components, dataset.n_features
        structure = STRUCTURES[options.covariance_type]
        weights = None if self.weights is None else _weights(self.weights, K)
        means = None if self.means is None else _means(self.means, "means_init", (K, D))
        sigma = None if self.precisions is None else _sigma(self.precisions, structure, K, D)
        if weights is None or means is None or sigma is None:
            estimated = _estimated(dataset, options, means)
            weights = estimated.weights if weights is None else weights
            means = estimated.means if means is None else means
            sigma = estimated.sigma if sigma is None else sigma
        return Mixture(weights, means, sigma, structure, dataset.columns)


def sigma_of_compact(
    compact: ArrayLike, structure: AbstractStructure, K: int, D: int, field: str
) -> tuple[Array, Array]:
    """Covariances in scikit-learn's shape, in their structure's form; and their square roots.

    Raises ``ParameterError`` naming ``field`` where they have another shape or are not positive definite.
    """
    unit = structure.form.of_dense(np.repeat(np.eye(D)[None], K, axis=0))
    numbers = _numbers(compact, field, structure.compact(unit).shape)
    sigma = structure.expand(numbers, K, D)
    if sigma.ndim == 3:
        size = np.sqrt(np.abs(np.einsum("kii,kjj->kij", sigma, sigma)))
        if np.any(np.abs(sigma - transposed(sigma)) > _ROUNDING * size):
            raise ParameterError(f"{field} must hold symmetric matrices.", field=field)
        sigma = 0.5 * (sigma + transposed(sigma))
    _refuse_beyond_squares(structure.form.variances(sigma), field)
    try:
        return sigma, structure.form.factor(sigma)
    except np.linalg.LinAlgError:
        raise ParameterError(
            f"{field} must be positive definite: every direction needs a positive number.", field=field
        ) from None


def given_mixture(
    weights: ArrayLike,
    means: ArrayLike,
    covariances: ArrayLike,
    covariance_type: str,
    columns: Sequence[str] | None,
) -> Mixture:
    """The mixture of parameters in scikit-learn's shapes; covariances may be (K, D, D) for any structure.

    Raises ``ParameterError`` naming what is not as a mixture needs it.
    """
    structure = structure_named(str(covariance_type))
    centres = _means(means, "means")
    matrices = _numbers(covariances, "covariances")
    if matrices.ndim == 3:
        _refuse_beyond_squares(np.einsum("kdd->kd", matrices), "covariances")
    elif centres.ndim == 2:
        K, D = centres.shape
        sigma, _ = sigma_of_compact(matrices, structure, K, D, "covariances")
        matrices = structure.form.dense(sigma)
    if columns is not None:
        _refuse_other_names(columns, centres.shape[-1])
    return Mixture.from_parameters(weights, centres, matrices, structure.name, columns)


def _refuse_other_names(names: Sequence[str], D: int) -> None:
    strings = [name for name in names if isinstance(name, str)]
    if isinstance(names, str) or not len(names) == len(strings) == len(set(strings)) == D:
        raise ParameterError(
            f"feature_names must be {D} different strings, one for each column of means.",
            field="feature_names",
        )


def _sigma(precisions: ArrayLike, structure: AbstractStructure, K: int, D: int) -> Array:
    _, factor = sigma_of_compact(precisions, structure, K, D, "precisions_init")
    return structure.form.squared(transposed(structure.form.whiteners(factor)))


def _estimated(dataset: AbstractDataset, options: FitOptions, means: Array | None) -> Mixture:
    K = options.n_components
    m_step = options.m_step(dataset)
    if means is not None:
        apart = ((dataset.completed().samples[:, None] - mean) / dataset.spread for mean in means)
        nearest = np.argmin([np.einsum("nid,nid->n", z, z) for z in apart], axis=0)
        mixture = mixture_of_labels(dataset, nearest, m_step)
        if mixture.n_components == K:
            return mixture
    # Random samples as means start no component without a row, unless too few rows differ.
    for init in (options.init_of_start(0), "random") if means is None else ("random",):
        rng = np.random.default_rng([options.seed, 0])
        mixture = start_mixture(dataset, K, init, m_step, rng)
        if mixture.n_components == K:
            return mixture
    raise DataError(
        f"{K} components need at least {K} different rows, but there are {mixture.n_components}; "
        "lower n_components or give more data.",
        field="n_components",
    )


def _weights(weights: ArrayLike, K: int) -> Array:
    w = _numbers(weights, "weights_init", (K,))
    if np.any(w <= 0) or abs(w.sum() - 1) > _ROUNDING:
        raise ParameterError("weights_init must be positive and sum to 1.", field="weights_init")
    return np.asarray(w / w.sum())


def _means(means: ArrayLike, field: str, shape: tuple[int, ...] | None = None) -> Array:
    centres = _numbers(means, field, shape)
    if centres.size and np.abs(centres).max() > _LARGEST:
        raise ParameterError(
            f"{field} holds {np.abs(centres).max():g}, which is too large to square; rescale the columns so "
            f"that means stay below {_LARGEST:g}.",
            field=field,
        )
    return centres


def _refuse_beyond_squares(variances: Array, field: str) -> None:
    """Refuse variances, or precisions, that are no squares of numbers as data may hold."""
    for value in variances[(variances > _LARGEST**2) | ((variances > 0) & (variances < _SMALLEST**2))][:1]:
        raise ParameterError(
            f"{field} holds {value:g}; rescale the columns so that what stands on diagonals lies between "
            f"{_SMALLEST**2:g} and {_LARGEST**2:g}.",
            field=field,
        )


def _numbers(values: ArrayLike, field: str, shape: tuple[int, ...] | None = None) -> Array:
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ParameterError(f"{field} must be an array of numbers with equal rows.", field=field) from None
    if shape is not None and array.shape != shape:
        raise ParameterError(f"{field} has shape {array.shape} but needs {shape}.", field=field)
    if not np.all(np.isfinite(array)):
        raise ParameterError(f"{field} holds NaN or infinity.", field=field)
    return array
