"""When EM stops, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.errors import FitError

# Steps are not expected to shrink by more than this at a time.
_FASTEST = 0.5
# How far the rounding of a sum alone may move it, relative to its size.
_ROUNDING = 1e-9


class StopReason(Enum):
    """Why an EM run ended; ``advice`` says what that means and what to do."""

    CONVERGED = "converged"
    ITERATION_LIMIT = "iteration_limit"
    OUTPACED = "outpaced"
    JOINED = "joined"
    FAILED = "failed"

    @property
    def advice(self) -> str:
        """A sentence for the person who reads the result."""
        return _ADVICE[self]


_ADVICE = {
    StopReason.CONVERGED: "Converged: the log-likelihood still to be gained is below the tolerance.",
    StopReason.ITERATION_LIMIT: (
        "Stopped at the iteration limit before converging; raise max_iter, or tol if a rougher fit will do."
    ),
    StopReason.OUTPACED: "Given up early: it lay too far behind another or shrank a component onto few rows.",
    StopReason.JOINED: "Not followed further: another start was at the same place on the way.",
    StopReason.FAILED: "Ended in an error: the log-likelihood fell or a covariance lost its last digit.",
}


def gain_left(gain: float, rate: float) -> float:
    """The log-likelihood still to come after a step that gained ``gain``, if steps shrink by ``rate``.

    Near an optimum the likelihood is quadratic, so gains shrink by rate²; theirs is a geometric series
    (Aitken; Böhning et al. 1994). Infinite while steps do not shrink: a small step on a plateau is no
    convergence. A rate is an estimate, so one that promises a sudden end is not believed.
    """
    rate = max(rate, _FASTEST)
    if rate >= 1.0:
        return math.inf
    return max(gain, 0.0) * rate**2 / (1.0 - rate**2)


def settled(log_likelihoods: Sequence[float], enough: float) -> int | None:
    """The first of some plain steps' likelihoods after which no more than ``enough`` nats seem to be left.

    Gains shrink by rate², which two of them in a row tell.
    """
    gains = [max(0.0, after - before) for before, after in pairwise(log_likelihoods)]
    for i, (before, gain) in enumerate(pairwise(gains), start=2):
        if gain_left(gain, math.sqrt(gain / before) if before > 0.0 else 0.0) <= enough:
            return i
    return None


class Climb:
    """The likelihoods of one EM run, or of some side by side, and when they have climbed enough.

    max_iter, the most M-steps; enough, the gain in nats not worth waiting for, None to wait for all of them.
    ``iteration`` counts M-steps; ``little_gained`` says that the last one gained no more than enough, which
    may be a plateau.
    """

    def __init__(self, max_iter: int, enough: float | None) -> None:
        self._max_iter, self._enough = max_iter, enough
        self._last: Array | float = -math.inf
        self._noise_of_last = 0.0
        self.iteration = -1
        self.little_gained = False

    def would_fall(self, log_likelihoods: Array, noise: float) -> bool:
        """Whether one of these (n,) is lower than the last time by more than rounding explains, or no number.

        noise, how far rounding of nearly singular covariances may move it, nats.
        """
        rounding = _ROUNDING * np.maximum(1.0, np.abs(log_likelihoods)) + max(noise, self._noise_of_last)
        return not np.all(log_likelihoods >= self._last - rounding)

    def reach(self, log_likelihoods: Array, noise: float, rate: float) -> StopReason | None:
        """Add the likelihoods (n,) of the n mixtures that climb; why to stop now, if at all.

        noise, how far rounding of nearly singular covariances may move one, nats; rate, by which the last
        steps shrank, infinite where that is not known. Raises ``FitError`` if a likelihood fell: EM never
        lowers it, so to call a fall convergence would hide an error.
        """
        if self.would_fall(log_likelihoods, noise):
            raise FitError(
                f"The log-likelihood fell from {self._last} to {log_likelihoods}, which EM never does. "
                "Please report it with the data; as a way round, raise covariance_floor."
            )
        gain = float(np.sum(log_likelihoods - self._last))
        self._last, self._noise_of_last = log_likelihoods, noise
        self.iteration += 1
        if self._enough is not None:
            enough = max(self._enough, noise)
            self.little_gained = gain <= enough
            if gain_left(gain, rate) <= enough:
                return StopReason.CONVERGED
        return StopReason.ITERATION_LIMIT if self.iteration >= self._max_iter else None
