"""The EM loop. It is the only one: every fit, small or large, drains it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from gmm.engine.acceleration import Leaps
from gmm.engine.arrays import Array
from gmm.engine.dataset import AbstractDataset
from gmm.engine.e_step import EStep
from gmm.engine.m_step import m_step
from gmm.engine.mixture import Mixture
from gmm.engine.stopping import Climb, StopReason


@dataclass(frozen=True)
class Iteration:
    """A mixture on EM's way, and the log-likelihood of that very mixture.

    iteration counts M-steps: 0 is the mixture EM starts from. stop is set on the last one.
    """

    iteration: int
    mixture: Mixture
    log_likelihood: float
    stop: StopReason | None = None


@dataclass(frozen=True)
class EMRules:
    """When the loop ends and how tight a component may become.

    max_iter, the most M-steps; tol, nats a sample that are not worth another iteration; floor (D,), the
    least variance along each column, data units squared; accelerate, whether to leap where EM creeps.
    """

    max_iter: int
    tol: float
    floor: Array
    accelerate: bool = True


def iterate(dataset: AbstractDataset, mixture: Mixture, rules: EMRules) -> Iterator[Iteration]:
    """Alternate E-step and M-step from ``mixture`` until the likelihood has no more to gain.

    Dempster, Laird & Rubin (1977). Where the steps creep, some are replaced by leaps; a leap that lowers the
    likelihood is taken back. Raises ``FitError`` if the likelihood falls.
    """
    climb = Climb(rules.max_iter, rules.tol * dataset.total_weight)
    leaps = Leaps(rules.floor, dataset.spread, rules.accelerate)
    while True:
        e_step = EStep(mixture, dataset.origin)
        statistics = dataset.sum(e_step)
        noise = e_step.kernel.rounding * dataset.total_weight
        if leaps.fallback is not None and climb.would_fall(statistics.log_likelihood, noise):
            mixture = leaps.take_back()
            continue
        rate = leaps.rate if leaps.fallback is None else math.inf
        stop = climb.reach(statistics.log_likelihood, noise, rate)
        yield Iteration(climb.iteration, mixture, statistics.log_likelihood, stop)
        if stop is not None:
            return
        following = m_step(e_step.moments(statistics), mixture.structure, rules.floor, dataset.columns)
        mixture = leaps.after(mixture, following, settling=climb.little_gained)
