"""The EM loop. It is the only one: every fit, small or large, drains it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from gmm.engine.acceleration import Leaps
from gmm.engine.arrays import Array
from gmm.engine.dataset import AbstractDataset
from gmm.engine.e_step import expectation
from gmm.engine.expectation import blended
from gmm.engine.form import Moments
from gmm.engine.m_step import MStep, alive
from gmm.engine.mixture import Mixture
from gmm.engine.stopping import Climb, StopReason


@dataclass(frozen=True)
class Iteration:
    """A mixture on EM's way, and the log-likelihood of that very mixture.

    iteration counts M-steps: 0 is the mixture EM starts from. stop is set on the last one. Of a stack of
    mixtures log_likelihood is the sum over all and log_likelihoods (n,) those of each; log_priors (n,) are
    the logs of the prior densities, zero without a prior, and objective is what EM climbs, the sum of both.
    """

    iteration: int
    mixture: Mixture
    log_likelihoods: Array
    log_priors: Array
    stop: StopReason | None = None

    @cached_property
    def log_likelihood(self) -> float:
        """Σ_i log p(x_i), natural logs."""
        return float(self.log_likelihoods.sum())

    @cached_property
    def objective(self) -> float:
        """The log-likelihood and the log of the prior density."""
        return float(self.log_likelihoods.sum() + self.log_priors.sum())

    def unstacked(self, before: int) -> Iterator[Iteration]:
        """The same iteration of each mixture in a stack, which had ``before`` iterations already."""
        of_each = zip(self.mixture.unstacked(), self.log_likelihoods, self.log_priors, strict=True)
        for mixture, log_likelihood, log_prior in of_each:
            yield Iteration(before + self.iteration, mixture, log_likelihood[None], log_prior[None])


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
        expected = expectation(dataset, mixture)
        log_priors = rules.m_step.log_prior(mixture)
        reached = Iteration(climb.iteration + 1, mixture, expected.log_likelihoods, log_priors)
        objectives = expected.log_likelihoods + log_priors
        if leaps.fallback is not None and climb.would_fall(objectives, expected.rounding):
            mixture = leaps.take_back()
            continue
        rate = leaps.rate if leaps.fallback is None else math.inf
        stop = climb.reach(objectives, expected.rounding, rate)
        yield replace(reached, stop=stop)
        if stop is not None:
            return
        following = rules.m_step(expected.moments, current=mixture)
        mixture = following
        if rules.tol is not None:
            mixture = leaps.after(reached.mixture, following, settling=climb.little_gained)


def step(
    batch: AbstractDataset,
    mixture: Mixture,
    m_step: MStep,
    remembered: Moments | None = None,
    share: float = 1.0,
) -> tuple[Mixture, Moments, Array]:
    """One step of EM on samples that come once: stepwise EM, Cappé & Moulines (2009), equations 9 and 10.

    remembered are the moments of all samples before, of which this batch takes the place of a ``share``.
    Returns the next mixture, what is to be remembered now, and the batch's log-likelihood under the mixture.
    """
    expected = expectation(batch, mixture)
    moments = expected.moments
    if remembered is not None:
        moments = blended(remembered, moments, share, mixture.structure.form)
    following = m_step(moments, current=mixture)
    if following.n_components < mixture.n_components:
        moments = moments.of(alive(moments.counts))
    return following, moments, expected.log_likelihoods
