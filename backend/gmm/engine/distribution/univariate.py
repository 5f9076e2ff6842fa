"""The distribution of one column: how probable smaller or greater values are, and quantiles."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_ndtr, ndtr, ndtri

from gmm.engine.arrays import Array
from gmm.engine.distribution.columns import Column, along
from gmm.engine.distribution.root import increasing_roots
from gmm.engine.errors import OptionError, ParameterError
from gmm.engine.form.base import LOG_2PI
from gmm.engine.input import FARTHEST
from gmm.engine.mixture import Mixture
from gmm.engine.noise import refuse_noise
from gmm.engine.threads import map_in_order

# Floats of a block's arrays: they stay in the cache.
_BLOCK_FLOATS = 65_536
# So many standard deviations out, the slope of log Φ(z) is −z to ten digits.
_FAR_TAIL = -1e5
_EPS = float(np.finfo(float).eps)
# What is beyond a value is less than this where it is the smaller of the two tails.
_SMALLER = 0.5


@dataclass(frozen=True)
class Line:
    """A mixture of one column: weights, means and standard deviations (K,), by ascending mean."""

    weights: Array
    means: Array
    sds: Array

    @staticmethod
    def of(mixture: Mixture, column: Column | None = None) -> Line:
        """The mixture along one of its columns, which need not be said where there is but one.

        Raises ``OptionError`` for a column that is unknown, or not said, ``ParameterError`` for a mixture
        with noise or with components that are too far apart to compute with.
        """
        marginal = along(mixture, column)
        refuse_noise(marginal.noise, "distribution function")
        order = np.argsort(marginal.means[:, 0], kind="stable")
        means = marginal.means[order, 0]
        sds = np.sqrt(marginal.structure.form.variances(marginal.sigma)[order, 0])
        if means[-1] - means[0] > FARTHEST * sds.min():
            raise ParameterError(
                f"The means of column {marginal.columns[0]!r} lie too far apart to compute with: more than "
                f"{FARTHEST:g} standard deviations.",
                field="means",
            )
        return Line(marginal.weights[order], means, sds)

    @property
    def mirrored(self) -> Line:
        """The same with every value negated: its lower tail is the upper one here."""
        return Line(self.weights[::-1], -self.means[::-1], self.sds[::-1])

    def standardised(self, x: Array) -> Array:
        """How many standard deviations each value x (n,) lies above each component's mean, (n, K)."""
        with np.errstate(over="ignore"):  # infinitely far is far enough
            return np.asarray((x[:, None] - self.means) / self.sds)

    def log_terms(self, z: Array) -> Array:
        """log w_k N(x; μ_k, σ_k²) for standardised values z (n, K)."""
        with np.errstate(over="ignore"):
            return np.asarray(np.log(self.weights) - np.log(self.sds) - 0.5 * (z**2 + LOG_2PI))

    def log_density(self, x: Array) -> Array:
        """log p(x) of each value (n,), natural logs."""
        return log_sum(self.log_terms(self.standardised(x)))

    def between(self, low: Array, high: Array) -> Array:
        """The probability of each interval (n,), right in all its digits however far out it lies."""
        a, b = self.standardised(low), self.standardised(high)
        flip = a + b > 0  # the smaller tail is the one whose digits are all there
        a, b = np.where(flip, -b, a), np.where(flip, -a, b)
        return np.asarray((ndtr(b) - ndtr(a)) @ self.weights)


def cdf(mixture: Mixture, values: ArrayLike, column: Column | None = None, upper: bool = False) -> Array:
    """The probability of a value up to each of ``values`` (N,); with ``upper``, of one beyond it.

    Of the column by name or number, which need not be said where there is but one. Small probabilities keep
    all their digits: ask for the upper tail rather than for one minus the lower.
    Raises ``OptionError`` for a column that is unknown or not said, and for values that are not numbers.
    """
    line = Line.of(mixture, column)

    def evaluate(x: Array) -> Array:
        z = line.standardised(x)
        return np.asarray(np.minimum(ndtr(-z if upper else z) @ line.weights, 1.0))

    return _blockwise(evaluate, _numbers(values, "values"), len(line.weights))


def log_cdf(mixture: Mixture, values: ArrayLike, column: Column | None = None, upper: bool = False) -> Array:
    """The natural log of ``cdf``, also where that is too small for a float, or next to one."""
    line = Line.of(mixture, column)

    def evaluate(x: Array) -> Array:
        z = line.standardised(x) * (-1.0 if upper else 1.0)
        small = log_sum(np.log(line.weights) + log_ndtr(z))
        # Weights sum to 1 but for rounding, which is no part of the log of a probability that is nearly 1.
        beyond = ndtr(-z) @ line.weights
        return np.where(beyond < _SMALLER, np.log1p(-np.minimum(beyond, _SMALLER)), np.minimum(small, 0.0))

    return _blockwise(evaluate, _numbers(values, "values"), len(line.weights))


def quantile(
    mixture: Mixture, probabilities: ArrayLike, column: Column | None = None, upper: bool = False
) -> Array:
    """The value below which each of these probabilities (N,) lies; with ``upper``, above which.

    Right to rounding in both tails and between components that are far apart. Near 1 a probability has few
    digits as a float: ask for the upper tail.
    Raises ``OptionError`` for a column that is unknown or not said, and for a probability outside (0, 1).
    """
    line = Line.of(mixture, column)
    p = _numbers(probabilities, "probabilities")
    for wrong in p[~((p > 0) & (p < 1))][:1]:
        raise OptionError(
            f"A quantile needs a probability greater than 0 and less than 1, not {wrong:g}.",
            field="probabilities",
        )
    sought = line.mirrored if upper else line
    found = _blockwise(_Quantiles(sought), p, len(line.weights))
    return -found if upper else found


class _Quantiles:
    """Quantiles of a line.

    F(x) = p is solved as p_left + Σ_right w Φ(z) = p + Σ_left w Φ(−z), where the left components are those
    with F(μ_k) < p and p_left their weight: all terms are small tails, none is lost beside another, and the
    two sides are compared in logs. So far-apart components whose weights add up to p have their quantile
    between them, where F itself is flat to the last digit.
    """

    def __init__(self, line: Line) -> None:
        self.line = line
        weights = line.weights.tolist()
        z = line.standardised(line.means)
        self.cdf_at_means = np.maximum.accumulate(ndtr(z) @ line.weights)
        # Sums of the first weights, in two floats: their differences from p must keep their digits.
        self.sums = np.array([math.fsum(weights[:i]) for i in range(len(weights) + 1)])
        rests = (math.fsum([*weights[:i], -total]) for i, total in enumerate(self.sums.tolist()))
        self.rests = np.array(list(rests))

    def __call__(self, p: Array) -> Array:
        line, excess = self.line, (self.sums[-1] - 1.0) + self.rests[-1]  # weights may miss 1 by rounding
        n_left = np.searchsorted(self.cdf_at_means, p)
        left = np.arange(len(line.weights)) < n_left[:, None]
        surplus = (self.sums[n_left] - p) + (self.rests[n_left] - p * excess)
        with np.errstate(divide="ignore"):
            log_surplus, log_shortfall = np.log(np.maximum(surplus, 0)), np.log(np.maximum(-surplus, 0))

        def excess_of_left(x: Array, which: NDArray[np.intp]) -> tuple[Array, Array]:
            z, is_left = line.standardised(x), left[which]
            tails = np.log(line.weights) + log_ndtr(np.where(is_left, -z, z))
            more = np.logaddexp(log_surplus[which], log_sum(np.where(is_left, -np.inf, tails)))
            less = np.logaddexp(log_shortfall[which], log_sum(np.where(is_left, tails, -np.inf)))
            with np.errstate(invalid="ignore"):  # where both sides vanish, the bracket is halved
                share = np.exp(tails - np.where(is_left, less[:, None], more[:, None]))
                return more - less, (share * _hazard(np.where(is_left, -z, z)) / line.sds).sum(axis=1)

        of_each = line.means + line.sds * ndtri(p)[:, None]
        low, high = of_each.min(axis=1), of_each.max(axis=1)
        margin = 1e-9 * line.sds.max() + 4 * _EPS * np.maximum(np.abs(low), np.abs(high))
        return increasing_roots(excess_of_left, low - margin, high + margin, float(line.sds.min()))


def _hazard(z: Array) -> Array:
    """The normal density over the probability below z: the slope of log Φ(z)."""
    near = np.clip(z, _FAR_TAIL, -_FAR_TAIL)
    return np.where(z < _FAR_TAIL, -z, np.exp(-0.5 * (near**2 + LOG_2PI) - log_ndtr(near)))


def _blockwise(function: Callable[[Array], Array], values: Array, K: int) -> Array:
    """A function of each of the values (N,), computed in blocks on the threads there are."""
    B = max(1, _BLOCK_FLOATS // K)
    blocks = [values[first : first + B] for first in range(0, len(values), B)]
    return np.concatenate(map_in_order(function, blocks)) if blocks else np.empty(0)


def log_sum(log_terms: Array) -> Array:
    """log Σ exp over the last axis, −∞ where all terms vanish."""
    largest = log_terms.max(axis=-1, keepdims=True)
    shift = np.where(np.isfinite(largest), largest, 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.exp(log_terms - shift).sum(axis=-1)) + shift[..., 0])


def _numbers(values: ArrayLike, field: str) -> Array:
    """The values as floats (N,), infinite ones included. Raises ``OptionError`` naming ``field``."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        array = np.full(1, np.nan)
    if array.ndim > 1 or np.isnan(array).any():
        raise OptionError(f"{field} must be a number or a list of numbers.", field=field)
    return np.atleast_1d(array)
