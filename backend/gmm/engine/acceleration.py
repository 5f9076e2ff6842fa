"""Leaps along the tail of EM, where it creeps: Anderson's extrapolation.

Near an optimum EM's steps are a linear function of the way still to go, so a few of them tell where the steps
vanish. A leap there is kept only if the likelihood did not fall.
"""

from __future__ import annotations

import math

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.errors import EngineError
from gmm.engine.form import Moments
from gmm.engine.m_step import MStep
from gmm.engine.mixture import Mixture

# Steps that shrink faster than this lead to the optimum quickly enough by themselves.
_SLOW = 0.6
# How many of the last steps a leap is made of.
_MEMORY = 10
# A step shorter than this share of the way from the origin of the coordinates is rounding.
_ROUNDING = 1e-14
# Directions in which changes of steps, all of one length, differ by less than this share are rounding.
_NEGLIGIBLE = 1e-12
# Plain steps after a leap that was taken back; their number doubles with each one in a row, up to the most.
_FIRST_PAUSE, _LONGEST_PAUSE = 1, 4


class Leaps:
    """Extrapolation of one EM run: Anderson (1965), in the form of Walker & Ni (2011), with a guard.

    ``m_step`` brings a leap back among the mixtures allowed; spread (D,) makes steps in different columns
    comparable; unless leaps are allowed only the rate of the steps is followed. ``fallback`` is the mixture
    to go on from if the leap under way lowers the likelihood, None if none is under way; ``rate`` is the
    factor by which steps shrink in the slowest direction, infinite where that is not known.
    """

    def __init__(self, m_step: MStep, spread: Array, allowed: bool) -> None:
        self._m_step, self._spread, self._allowed = m_step, spread, allowed
        self._pause, self._next_pause = 0, _FIRST_PAUSE
        self.fallback: Mixture | None = None
        self.rate = math.inf
        self._last: tuple[Array, Array] | None = None
        self._moves: list[Array] = []
        self._changes: list[Array] = []

    def change_samples(self) -> None:
        """Go on over other samples of the same kind: steps change from place to place as they did."""
        self._last, self.fallback, self.rate = None, None, math.inf

    def after(self, current: Mixture, following: Mixture, settling: bool) -> Mixture:
        """Where to go on when EM steps from ``current`` to ``following``: there, or a leap ahead.

        Settling, the step after a leap is plain, so that its gain and ``rate`` tell how much is left.
        """
        leapt = self.fallback is not None
        if leapt:
            self.fallback, self._next_pause = None, _FIRST_PAUSE
        if current.n_components != following.n_components:
            self._forget()
            return following
        point = self._coordinates(current)
        step = self._coordinates(following) - point
        last, self._last = self._last, (point, step)
        if last is not None:
            self._moves = [*self._moves[-_MEMORY:], point - last[0]]
            self._changes = [*self._changes[-_MEMORY:], step - last[1]]
        if len(self._changes) < 2:
            return following
        way = self._way_to_go(step)
        length, to_go = float(np.linalg.norm(step)), float(np.linalg.norm(way))
        if length <= _ROUNDING * float(np.linalg.norm(point)):
            self.rate = 0.0  # what is left of the steps is rounding, which never shrinks
            return following
        if last is not None:
            self.rate = _shrinkage(float(np.linalg.norm(last[1])), length, to_go, after_leap=leapt)
        self._pause = max(0, self._pause - 1)
        if (settling and leapt) or self._pause or not self._allowed or self.rate < _SLOW:
            return following
        ahead = self._mixture(point + way, following)
        if ahead is None or ahead.n_components != following.n_components:
            return following
        self.fallback = following
        return ahead

    def take_back(self) -> Mixture:
        """Give up the leap under way; where to go on instead."""
        if self.fallback is None:
            raise AssertionError("no leap is under way")
        following = self.fallback
        self.fallback = None
        self._forget()
        self._pause = self._next_pause
        self._next_pause = min(2 * self._next_pause, _LONGEST_PAUSE)
        return following

    def _forget(self) -> None:
        """Start anew: with another number of components, or after a leap that led astray."""
        self._last, self._moves, self._changes = None, [], []
        self.rate = math.inf

    def _way_to_go(self, step: Array) -> Array:
        """From the last point to where the steps vanish, by least squares over the remembered ones."""
        changes, moves = np.array(self._changes), np.array(self._moves)
        length = np.linalg.norm(changes, axis=1, keepdims=True)
        length[length <= _ROUNDING * length.max()] = np.inf  # what is rounding says nothing of the way
        # Of changes of one length the few products between them say all, in a fraction of the time of an SVD.
        units = changes / length
        values, vectors = np.linalg.eigh(units @ units.T)
        kept = values > _NEGLIGIBLE * values[-1]
        share = vectors[:, kept] @ ((vectors[:, kept].T @ (units @ step)) / values[kept])
        return np.asarray(step - (share / length[:, 0]) @ (moves + changes))

    def _coordinates(self, mixture: Mixture) -> Array:
        unit = 1.0 / self._spread
        factor = mixture.structure.form.rescaled(mixture.factor, unit)
        parts = (np.log(mixture.shares), mixture.means * unit, factor)
        return np.concatenate([part.ravel() for part in parts])

    def _mixture(self, point: Array, like: Mixture) -> Mixture | None:
        """The mixture at ``point``, brought back under its structure; None where there is none."""
        (K, D), n = like.means.shape, like.shares.size
        logs, means, factor = np.split(point, [n, n + K * D])
        shares = np.exp(np.minimum(logs, 0.0))
        form = like.structure.form
        sigma = form.squared(form.rescaled(factor.reshape(like.sigma.shape), self._spread))
        moments = Moments(shares[:K], means.reshape(K, D) * self._spread, sigma, shares[-1])
        try:
            return self._m_step.admitted(moments, current=like)
        except (EngineError, np.linalg.LinAlgError):
            return None


def _shrinkage(previous: float, last: float, way: float, *, after_leap: bool) -> float:
    """By which factor steps shrink, from the lengths of the last two and of the way still to go.

    If all shrank by one factor, the way to go would be the last step divided by 1 − factor. Without a leap
    between them the two steps tell it directly as well; the slower answer counts.
    """
    foretold = 1.0 - last / way if way > last else 0.0
    return foretold if after_leap else max(foretold, last / previous)
