"""Gaussian mixture regression: what some columns are expected to be, given the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmm.engine.arrays import Array
from gmm.engine.dataset import matrix, patterns
from gmm.engine.density import checked
from gmm.engine.distribution.columns import Column, column_numbers, other_columns
from gmm.engine.distribution.conditional import Dependence
from gmm.engine.errors import DataError, OptionError
from gmm.engine.input import LARGEST
from gmm.engine.mixture import Mixture
from gmm.engine.noise import refuse_noise
from gmm.engine.threads import map_in_order

# Floats of a block's largest arrays: they stay in the cache.
_BLOCK_FLOATS = 200_000


@dataclass(frozen=True)
class Regression:
    """What R columns are expected to be where the others are known, and how surely, for N samples.

    columns, the R names; means E[y | x], (N, R); covariances Cov[y | x], (N, R, R): that within the
    components and that between their means, data units squared.
    """

    columns: tuple[str, ...]
    means: Array
    covariances: Array


def regress(
    mixture: Mixture,
    samples: ArrayLike,
    columns: Iterable[Column],
    targets: Iterable[Column] | None = None,
) -> Regression:
    """E[y | x] and Cov[y | x] for each of the samples x (N, G), whose columns are ``columns`` of the mixture.

    y are the columns ``targets``, or all others. Columns go by name or number. NaN is a missing value: y is
    expected given the others, and where all are missing, whatever they are.
    Raises ``OptionError`` for columns that are unknown, stand twice or leave no target, ``DataError`` naming
    row and column of a value that cannot be used.
    Ghahramani & Jordan (1994), "Supervised learning from incomplete data via an EM approach", section 4.
    """
    known = column_numbers(mixture.columns, columns, "columns")
    rest = _targets(mixture, known, targets)
    given = mixture.marginal(known)
    X = matrix(samples)
    if X.shape[1] != len(known):
        names = ", ".join(given.columns)
        raise DataError(
            f"The data have {X.shape[1]} columns, but {len(known)} are named: {names}.", field="data"
        )
    X = checked(given, X, missing=True)
    means, covariances = np.empty((len(X), len(rest))), np.empty((len(X), len(rest), len(rest)))
    for rows, observed in patterns(X):
        seen = [known[j] for j in observed]
        means[rows], covariances[rows] = _at(mixture, seen, rest, X[rows][:, observed])
    _refuse_out_of_reach(X, means, covariances)
    return Regression(mixture.marginal(rest).columns, means, covariances)


def _at(mixture: Mixture, known: list[int], rest: list[int], X: Array) -> tuple[Array, Array]:
    """The mean (N, R) and the covariance (N, R, R) of the rest at each of the rows X (N, G)."""
    if not known:
        refuse_noise(mixture.noise, "conditional")
        alone = mixture.marginal(rest)
        return alone.mean, alone.covariance
    dependence = Dependence.between(mixture, known, rest)
    N, K, R = len(X), mixture.n_components, len(rest)
    means, covariances = np.empty((N, R)), np.empty((N, R, R))
    B = max(1, _BLOCK_FLOATS // (K * (len(known) + R) + R * R))

    def evaluate(first: int) -> None:
        rows = slice(first, first + B)
        means[rows], covariances[rows] = _moments(dependence, X[rows])

    map_in_order(evaluate, range(0, N, B))
    return means, covariances


def _targets(mixture: Mixture, known: list[int], targets: Iterable[Column] | None) -> list[int]:
    if targets is None:
        return other_columns(mixture.columns, known, "columns")
    index = column_numbers(mixture.columns, targets, "targets")
    for i in sorted(set(index) & set(known)):
        raise OptionError(
            f"Column {mixture.columns[i]!r} is known and cannot be a target; leave it out of one of the two.",
            field="targets",
            column=mixture.columns[i],
        )
    return index


def _moments(dependence: Dependence, X: Array) -> tuple[Array, Array]:
    """The mean (B, R) and the covariance (B, R, R) of the rest at each of the rows X (B, G)."""
    weights, of_components = dependence.at(X)
    centres = of_components.transpose(2, 0, 1)
    share = weights.T[:, :, None]
    means = (share * centres).sum(axis=1)
    apart = (centres - means[:, None]) * np.sqrt(share)
    between = apart.transpose(0, 2, 1) @ apart
    within = np.tensordot(weights.T, dependence.rest.covariances, axes=1)
    return means, within + 0.5 * (between + between.transpose(0, 2, 1))


def _refuse_out_of_reach(X: Array, means: Array, covariances: Array) -> None:
    finite = (np.abs(means) <= LARGEST).all(axis=1) & np.isfinite(covariances).all(axis=(1, 2))
    for row in np.flatnonzero(~finite)[:1].tolist():
        raise DataError(
            f"Row {row + 1} lies so far from the mixture that what is expected there is beyond {LARGEST:g}; "
            "leave the row out.",
            field="data",
            row=row,
        )
