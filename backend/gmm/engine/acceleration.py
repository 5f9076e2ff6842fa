"""Leaps along the tail of EM, where it creeps: squared extrapolation (SQUAREM).

Near an optimum EM's steps shrink by a nearly constant factor, so where they lead can be extrapolated from
two of them. A leap is kept only if the likelihood did not fall.
"""

from __future__ import annotations

import math

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.errors import EngineError
from gmm.engine.form import Moments
from gmm.engine.m_step import m_step
from gmm.engine.mixture import Mixture

# Steps that shrink faster than this lead to the optimum quickly enough by themselves.
_SLOW = 0.6
# A leap may at first be so many times as long as a step; the limit grows while leaps succeed.
_FIRST_LIMIT = 4.0


class Leaps:
    """Extrapolation of one EM run: Varadhan & Roland (2008), scheme S3, with a guard.

    floor (D,) as in the M-step; spread (D,) makes steps in different columns comparable; unless leaps are
    allowed only the rate of the steps is followed. ``fallback`` is the mixture to go on from if the leap
    under way lowers the likelihood, None if none is under way.
    """

    def __init__(self, floor: Array, spread: Array, allowed: bool) -> None:
        self._floor, self._spread, self._allowed = floor, spread, allowed
        self._path: list[Array] = []
        self._rate = math.inf
        self._limit = _FIRST_LIMIT
        self.fallback: Mixture | None = None

    @property
    def rate_of_last_step(self) -> float:
        """The factor by which steps lately shrank; infinite before that is known and after a leap."""
        return self._rate if self.fallback is None else math.inf

    def after(self, current: Mixture, following: Mixture) -> Mixture:
        """Where to go on when EM steps from ``current`` to ``following``: there, or a leap ahead."""
        self.fallback = None
        self._path = [*(self._path or [self._coordinates(current)]), self._coordinates(following)]
        if len({len(point) for point in self._path}) > 1:  # a component was dropped
            self._path = self._path[-1:]
        if len(self._path) < 3:
            return following
        a, b, c = self._path
        step, bend = b - a, (c - b) - (b - a)
        length, bent = float(np.linalg.norm(step)), float(np.linalg.norm(bend))
        shrunk = float(np.linalg.norm(c - b)) / length if length else 0.0
        self._rate = shrunk if math.isinf(self._rate) else max(0.9 * self._rate, shrunk)
        self._path = [b, c]
        if not self._allowed or shrunk < _SLOW or not bent:
            return following
        reach = min(max(length / bent, 1.0), self._limit)
        ahead = self._mixture(a + 2 * reach * step + reach**2 * bend, following)
        if ahead is None:
            return following
        if reach == self._limit:
            self._limit *= 4.0
        self._path, self.fallback = [], following
        return ahead

    def take_back(self) -> Mixture:
        """Give up the leap under way; where to go on instead."""
        if self.fallback is None:
            raise AssertionError("no leap is under way")
        following, self.fallback = self.fallback, None
        self._limit = max(_FIRST_LIMIT, self._limit / 16.0)
        self._rate = math.inf
        return following

    def _coordinates(self, mixture: Mixture) -> Array:
        factor = mixture.factor
        parts = (np.log(mixture.weights), mixture.means / self._spread, factor / self._unit(factor))
        return np.concatenate([part.ravel() for part in parts])

    def _unit(self, factor: Array) -> Array:
        return self._spread if factor.ndim == 2 else self._spread[:, None]

    def _mixture(self, point: Array, like: Mixture) -> Mixture | None:
        """The mixture at ``point``, brought back under its structure; None where there is none."""
        K, D = like.means.shape
        logs, means, factor = np.split(point, [K, K + K * D])
        weights = np.exp(np.minimum(logs, 0.0))
        factor = factor.reshape(like.sigma.shape)
        factor = factor * self._unit(factor)
        sigma = like.structure.form.squared(factor)
        moments = Moments(weights, means.reshape(K, D) * self._spread, sigma)
        try:
            return m_step(moments, like.structure, self._floor, like.columns)
        except (EngineError, np.linalg.LinAlgError):
            return None
