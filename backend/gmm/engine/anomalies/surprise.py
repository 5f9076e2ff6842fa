"""Which columns make a row unusual: each value beside what the row's other values lead to expect."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logsumexp, ndtr

from gmm.engine.arrays import Array
from gmm.engine.dataset import patterns
from gmm.engine.density import checked
from gmm.engine.distribution.conditional import Dependence
from gmm.engine.form.base import LOG_2PI
from gmm.engine.mixture import Mixture

# Rows are taken so many at a time that each component's best value can be tried in every other one.
_NUMBERS_AT_ONCE = 2_000_000


@dataclass(frozen=True)
class Surprises:
    """Each value of some rows given the other observed ones of its row: all arrays are (N, D).

    A missing value is NaN in all of them.

    values, the rows themselves; expected, E[x_j | others]; spread, its standard deviation; likeliest, the
    component mean of highest density, given the others; log_density, log p(x_j | others); surprise, how many
    nats likelier that likeliest value is; tail, the probability of a value at least as far out on its side,
    twice. In a conditional of several peaks a value between them is a surprise without being in a tail.
    """

    values: Array
    expected: Array
    spread: Array
    likeliest: Array
    log_density: Array
    surprise: Array
    tail: Array

    @property
    def ranking(self) -> NDArray[np.intp]:
        """The column numbers of each row (N, D), the most surprising column first, missing ones last."""
        return np.argsort(-self.surprise, axis=1, kind="stable")

    def sentence(self, row: int, column: int, name: str) -> str:
        """One value in words: what it is, and what the others would have led one to expect."""
        value, likeliest = self.values[row, column], self.likeliest[row, column]
        if np.isnan(value):
            return f"{name} is missing"
        if value == likeliest:
            return f"{name} is {value:.6g}, as the others lead to expect"
        return f"{name} is {value:.6g} where about {likeliest:.4g} was expected"


def surprises(mixture: Mixture, samples: ArrayLike) -> Surprises:
    """Each value of the samples held against what the others of its row lead to expect, missing ones aside.

    log p(x_j | x_−j) = log p(x) − log p(x_−j), taken as the density of a mixture in one dimension, so that a
    row far from everything loses no digits. Of a mixture with noise, what its Gaussians lead to expect.
    Raises ``DataError`` where the samples cannot be used.
    """
    mixture = mixture.gaussians
    X = checked(mixture, samples, missing=True)
    if not np.isnan(X).any():
        return _of_complete(mixture, X)
    found = Surprises(*(np.full(X.shape, np.nan) for _ in fields(Surprises)))
    for rows, columns in patterns(X):
        if columns:
            place = rows[:, None], np.array(columns)
            part = _of_complete(mixture.marginal(columns), X[place])
            for field in fields(Surprises):
                getattr(found, field.name)[place] = getattr(part, field.name)
    return found


def _of_complete(mixture: Mixture, X: Array) -> Surprises:
    """The same of rows (N, D) of which no value is missing."""
    K = mixture.n_components
    rows = max(1, _NUMBERS_AT_ONCE // (K * (K + mixture.n_features)))
    columns = [
        [_of_column(mixture, X[first : first + rows], j) for first in range(0, len(X), rows)]
        for j in range(mixture.n_features)
    ]
    return Surprises(
        *(
            np.stack([np.concatenate([getattr(part, field.name) for part in parts]) for parts in columns], 1)
            for field in fields(Surprises)
        )
    )


def _of_column(mixture: Mixture, X: Array, j: int) -> Surprises:
    """The same for column j alone, arrays (N,)."""
    log_resp, means, sd = _conditionals(mixture, X, j)
    resp = np.exp(log_resp)
    height = log_resp - np.log(sd) - 0.5 * LOG_2PI

    def log_density_at(place: Array) -> Array:
        """log p(place | others), place (N, …)."""
        apart = (place[..., None] - _beside(means, place)) / sd
        return np.asarray(logsumexp(_beside(height, place) - 0.5 * apart**2, axis=-1))

    value = X[:, j]
    log_density = log_density_at(value)
    at_means = log_density_at(means)
    best = at_means.argmax(axis=1)[:, None]
    peak = np.take_along_axis(at_means, best, axis=1)[:, 0]
    own_is_best = log_density >= peak
    expected = (resp * means).sum(axis=1)
    variance = (resp * (sd**2 + (means - expected[:, None]) ** 2)).sum(axis=1)
    apart = (value[:, None] - means) / sd
    one_side = np.minimum((resp * ndtr(apart)).sum(axis=1), (resp * ndtr(-apart)).sum(axis=1))
    return Surprises(
        values=value,
        expected=expected,
        spread=np.sqrt(variance),
        likeliest=np.where(own_is_best, value, np.take_along_axis(means, best, axis=1)[:, 0]),
        log_density=log_density,
        surprise=np.maximum(peak - log_density, 0.0),
        tail=np.minimum(2 * one_side, 1.0),
    )


def _beside(array: Array, place: Array) -> Array:
    """(N, K) made to go with places (N,) or (N, L)."""
    return array if place.ndim == 1 else array[:, None, :]


def _conditionals(mixture: Mixture, X: Array, j: int) -> tuple[Array, Array, Array]:
    """p(x_j | x_−j) as a mixture in one dimension for each row: log-weights and means (N, K), sds (K,)."""
    others = [i for i in range(mixture.n_features) if i != j]
    if not others:
        log_weights = np.broadcast_to(np.log(mixture.weights), (len(X), mixture.n_components))
        return log_weights, np.broadcast_to(mixture.means[:, 0], log_weights.shape), _sd(mixture)
    dependence = Dependence.between(mixture, others, [j])
    log_weights, means = dependence.log_at(X[:, others])
    log_weights = log_weights - logsumexp(log_weights, axis=0)
    return log_weights.T, means[:, 0].T, _sd(dependence.rest)


def _sd(mixture: Mixture) -> Array:
    """The standard deviations (K,) of the components of a mixture in one dimension."""
    return np.asarray(np.sqrt(mixture.covariances[:, 0, 0]))
