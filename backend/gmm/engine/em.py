"""The EM loop. It is the only one: every fit, small or large, drains it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gmm.engine.acceleration import Leaps
from gmm.engine.arrays import Array
from gmm.engine.dataset import AbstractDataset
from gmm.engine.e_step import EStep
from gmm.engine.m_step import MStep
from gmm.engine.mixture import Mixture
from gmm.engine.stopping import Climb, StopReason


@dataclass(frozen=True)
class Iteration:
    """A mixture on EM's way, and the log-likelihood of that very mixture.

    iteration counts M-steps: 0 is the mixture EM starts from. stop is set on the last one. Of a stack of
    mixtures log_likelihood is the sum over all and log_likelihoods (n,) those of each.
    """

    iteration: int
    mixture: Mixture
    log_likelihoods: Array
    stop: StopReason | None = None

    @property
    def log_likelihood(self) -> float:
        """Σ_i log p(x_i), natural logs."""
        return float(self.log_likelihoods.sum())

    def unstacked(self, before: int) -> Iterator[Iteration]:
        """The same iteration of each mixture in a stack, which had ``before`` iterations already."""
        for mixture, log_likelihood in zip(self.mixture.unstacked(), self.log_likelihoods, strict=True):
            yield Iteration(before + self.iteration, mixture, log_likelihood[None])


@dataclass(frozen=True)
class EMRules:
    """When the loop ends and what a mixture may be.

    max_iter, the most M-steps; tol, nats a sample that are not worth another iteration, or None to take
    max_iter steps whatever they gain; accelerate, whether to leap where EM creeps.
    """

    max_iter: int
    tol: float | None
    m_step: MStep
    accelerate: bool = True


def iterate(
    dataset: AbstractDataset, mixture: Mixture, rules: EMRules, leaps: Leaps | None = None
) -> Iterator[Iteration]:
    """Alternate E-step and M-step from ``mixture`` until the likelihood has no more to gain.

    Dempster, Laird & Rubin (1977). Where the steps creep, some are replaced by leaps; a leap that lowers the
    likelihood is taken back. ``leaps`` remember the steps of a run over other samples of the same kind.
    A stack of mixtures is stepped as one, a fixed number of times.
    Raises ``FitError`` if the likelihood falls.
    """
    climb = Climb(rules.max_iter, None if rules.tol is None else rules.tol * dataset.total_weight)
    leaps = leaps or Leaps(rules.m_step, dataset.spread, rules.accelerate)
    leaps.change_samples()
    while True:
        e_step = EStep(mixture, dataset.origin)
        statistics = dataset.sum(e_step)
        reached = Iteration(climb.iteration + 1, mixture, statistics.log_likelihoods)
        noise = e_step.kernel.rounding * dataset.total_weight
        if leaps.fallback is not None and climb.would_fall(reached.log_likelihoods, noise):
            mixture = leaps.take_back()
            continue
        rate = leaps.rate if leaps.fallback is None else math.inf
        stop = climb.reach(reached.log_likelihoods, noise, rate)
        yield replace(reached, stop=stop)
        if stop is not None:
            return
        following = rules.m_step(e_step.moments(statistics), current=mixture)
        mixture = following
        if rules.tol is not None:
            mixture = leaps.after(reached.mixture, following, settling=climb.little_gained)
