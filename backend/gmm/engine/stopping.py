"""When EM stops, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum

from gmm.engine.errors import FitError

# How far the rounding of a sum alone may move it, relative to its size.
_ROUNDING = 1e-9


class StopReason(Enum):
    """Why an EM run ended; ``advice`` says what that means and what to do."""

    CONVERGED = "converged"
    ITERATION_LIMIT = "iteration_limit"

    @property
    def advice(self) -> str:
        """A sentence for the person who reads the result."""
        return _ADVICE[self]


_ADVICE = {
    StopReason.CONVERGED: "Converged: the log-likelihood still to be gained is below the tolerance.",
    StopReason.ITERATION_LIMIT: (
        "Stopped at the iteration limit before converging; raise max_iter, or tol if a rougher fit will do."
    ),
}


def gain_left(log_likelihoods: Sequence[float]) -> float:
    """The log-likelihood EM would still gain if its last gains go on shrinking at the same rate.

    Aitken's acceleration of the sequence (Böhning et al. 1994, equation 3.1). Infinite while the gains do
    not shrink: one small step on a plateau is no convergence.
    """
    if len(log_likelihoods) < 3:
        return float("inf")
    before, now, after = log_likelihoods[-3:]
    last, previous = after - now, now - before
    if last <= 0:
        return 0.0  # rounding: a real fall has been refused before
    rate = last / previous if previous > 0 else float("inf")
    return last * rate / (1 - rate) if rate < 1 else float("inf")


def refuse_fall(log_likelihoods: Sequence[float], noise: float) -> None:
    """Raise ``FitError`` if the last log-likelihood is lower than the one before.

    noise is how far rounding of nearly singular covariances may move it, nats.
    """
    *_, before, after = (-math.inf, *log_likelihoods)
    if not after >= before - _ROUNDING * max(1.0, abs(after)) - noise:
        raise FitError(
            f"The log-likelihood fell from {before!r} to {after!r}, which EM never does. "
            "Please report it with the data; as a way round, raise covariance_floor."
        )


def stop_reason(
    log_likelihoods: Sequence[float], iteration: int, max_iter: int, enough: float
) -> StopReason | None:
    """Whether to stop after these likelihoods; ``enough`` is the gain, in nats, not worth waiting for."""
    if gain_left(log_likelihoods) <= enough:
        return StopReason.CONVERGED
    if iteration >= max_iter:
        return StopReason.ITERATION_LIMIT
    return None
