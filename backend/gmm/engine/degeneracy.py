"""Recognising optima that mean nothing: components that shrink onto a few samples.

The likelihood of a Gaussian mixture has no upper bound: a component that closes in on a sample, on ties or
on D + 1 samples in a plane makes it as large as one likes (Day 1969). EM finds such optima; they say
nothing about the data.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.covariance import AbstractStructure
from gmm.engine.dataset import AbstractDataset
from gmm.engine.form import Moments
from gmm.engine.m_step import MStep
from gmm.engine.mixture import Mixture

# A component is narrow when its geometric mean width is below this share of the other components': on about
# D + 1 samples, and on up to about twice as many.
_NARROW, _VERY_NARROW = 0.2, 0.05
# A variance, in units of the floor, that the floor has raised.
_AT_THE_FLOOR = 1.001
# The same of the whole mixture.
_FLAT = 2 * _AT_THE_FLOOR
# A variance, in units of the floor, that lies above it whatever is rounded.
_CLEAR = 1.5
# A floor above this share of a column's variance smooths on purpose; touching it is no sign of collapse.
_CHOSEN = 1e-6


def collapsed(mixture: Mixture, floor: Array, spread: Array) -> NDArray[np.bool_]:
    """Which components (K,) the floor alone keeps from having no width in some direction.

    A direction in which all the components lie flat is the data's doing (a constant column, one column
    the sum of others) and no collapse, and neither is a floor that was chosen high.
    """
    if np.any(floor > _CHOSEN * spread**2):
        return np.zeros(mixture.weights.shape, dtype=bool)
    least = _least_variances(mixture.structure, floor)
    relative = _relative(mixture.covariances, least)
    if _wider_than(relative, _CLEAR):  # to ask only this is many times cheaper
        return np.zeros(mixture.weights.shape, dtype=bool)
    values, vectors = np.linalg.eigh(_relative(mixture.covariance, least))
    flat = (values < _FLAT)[..., None, :]  # of each mixture, for all its components
    V = vectors[..., None, :, :]
    along = np.swapaxes(V, -1, -2) @ relative @ V
    # Flat directions are made wide, so that they are nobody's narrowest one.
    wide = np.maximum(values[..., -1:, None, None], _FLAT) * np.eye(mixture.n_features)
    along = np.where(flat[..., None] | flat[..., None, :], wide, along)
    return np.asarray(np.linalg.eigvalsh(along)[..., 0] < _AT_THE_FLOOR)


def flat_directions(mixture: Mixture, columns: list[int], floor: Array, spread: Array) -> int:
    """In how many directions of these columns the whole mixture is no wider than a low floor makes it."""
    least = _least_variances(mixture.structure, floor)[columns]
    floor, spread = floor[columns], spread[columns]
    if np.any(floor > _CHOSEN * spread**2):
        return 0
    covariance = mixture.covariance[np.ix_(columns, columns)]
    return int(np.sum(np.linalg.eigvalsh(_relative(covariance, least)) < _FLAT))


def tiny(mixture: Mixture, total_weight: float) -> NDArray[np.bool_]:
    """Which components (K,) rest on so few samples that chance made them far narrower than the others."""
    D, counts = mixture.n_features, mixture.weights * total_weight
    w = mixture.weights / mixture.weights.sum(axis=-1, keepdims=True)
    if w.shape[-1] == 1:
        return np.zeros(w.shape, dtype=bool)
    log_width = mixture.structure.form.log_determinant(mixture.factor) / (2 * D)
    of_others = (np.sum(w * log_width, axis=-1, keepdims=True) - w * log_width) / (1 - w)
    narrow = np.where(counts < D + 2, _NARROW, _VERY_NARROW)
    return np.asarray((counts < 2 * D + 3) & (log_width < of_others + np.log(narrow)))


def spurious(mixture: Mixture, dataset: AbstractDataset, m_step: MStep) -> NDArray[np.bool_]:
    """Which components (K,) make the mixture's likelihood meaningless; in a stack, of each mixture.

    With a prior none does: the posterior has an upper bound.
    """
    if m_step.prior is not None:
        return np.zeros(mixture.weights.shape, dtype=bool)
    floor = m_step.floor
    return collapsed(mixture, floor, dataset.spread) | tiny(mixture, dataset.total_weight)


def _least_variances(structure: AbstractStructure, floor: Array) -> Array:
    """The variances (D,) of a component that has shrunk as far as the floor and its structure allow."""
    D, form = len(floor), structure.form
    point = Moments(np.ones(1), np.zeros((1, D)), form.of_dense(np.zeros((1, D, D))))
    return np.asarray(form.variances(structure.estimate(point, floor))[0])


def _wider_than(matrices: Array, variance: float) -> bool:
    """Whether all these covariances (…, D, D) are wider than that in every direction."""
    try:
        np.linalg.cholesky(matrices - variance * np.eye(matrices.shape[-1]))
    except np.linalg.LinAlgError:
        return False
    return True


def _relative(matrices: Array, variances: Array) -> Array:
    """Covariances (…, D, D) with these variances as the units of their columns."""
    unit = 1.0 / np.sqrt(variances)
    return np.asarray(matrices * (unit[:, None] * unit))
