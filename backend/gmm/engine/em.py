"""The EM loop. It is the only one: every fit, small or large, drains it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gmm.engine.dataset import AbstractDataset
from gmm.engine.e_step import EStep
from gmm.engine.form.base import Array
from gmm.engine.m_step import m_step
from gmm.engine.mixture import Mixture
from gmm.engine.stopping import StopReason, refuse_fall, stop_reason


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
    least variance along each column, data units squared.
    """

    max_iter: int
    tol: float
    floor: Array


def iterate(dataset: AbstractDataset, mixture: Mixture, rules: EMRules) -> Iterator[Iteration]:
    """Alternate E-step and M-step from ``mixture`` until the likelihood has no more to gain.

    Dempster, Laird & Rubin (1977). Raises ``FitError`` if the likelihood falls.
    """
    enough = rules.tol * dataset.total_weight
    log_likelihoods: list[float] = []
    iteration = 0
    while True:
        e_step = EStep(mixture, dataset.origin)
        statistics = dataset.sum(e_step)
        log_likelihoods.append(statistics.log_likelihood)
        noise = e_step.kernel.rounding * dataset.total_weight
        refuse_fall(log_likelihoods, noise)
        stop = stop_reason(log_likelihoods, iteration, rules.max_iter, max(enough, noise))
        yield Iteration(iteration, mixture, statistics.log_likelihood, stop)
        if stop is not None:
            return
        mixture = m_step(e_step.moments(statistics), mixture.structure, rules.floor, dataset.columns)
        iteration += 1
