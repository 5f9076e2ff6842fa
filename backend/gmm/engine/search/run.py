"""EM from one start, over one data set after another: alone to its end, or a few steps beside others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from gmm.engine.acceleration import Leaps
from gmm.engine.dataset import AbstractDataset
from gmm.engine.em import EMRules, Iteration, iterate
from gmm.engine.errors import FitError
from gmm.engine.m_step import MStep, alive
from gmm.engine.mixture import Mixture
from gmm.engine.options import FitOptions
from gmm.engine.stopping import StopReason, settled

# Entries of all covariances in a stack: with more, a block of samples no longer fits the cache.
_MOST_ENTRIES = 200_000


@dataclass(frozen=True)
class StartedIteration(Iteration):
    """An iteration of one start, and its number."""

    start: int = 0


@dataclass(frozen=True)
class StartReport:
    """What one start reached.

    log_likelihood is a total over the ``n_samples`` rows the start was tried out on, natural logs; spurious
    says that some component had shrunk onto a few samples, which makes that number meaningless.
    """

    start: int
    init: str
    log_likelihood: float
    n_samples: int
    n_iterations: int
    stop_reason: StopReason
    spurious: bool

    @property
    def converged(self) -> bool:
        """Whether the likelihood had no more to gain."""
        return self.stop_reason is StopReason.CONVERGED


@dataclass(frozen=True)
class Optimum:
    """An optimum that was found, and the numbers of the starts that led to it.

    log_likelihood is a total over the ``n_samples`` rows on which starts were followed to their end, natural
    logs; spurious as in ``StartReport``.
    """

    log_likelihood: float
    n_samples: int
    starts: tuple[int, ...]
    spurious: bool


class Run:
    """A mixture on its way from one start.

    ``starts`` are the numbers of its own start and of those found to be on the way to the same optimum;
    ``joined``, whether it is one of those itself, and another run goes on for it; ``n_spurious``, how many
    components make its likelihood meaningless; ``gain``, nats by the last step beside others; ``settled``,
    whether such steps seem to have nothing left to gain.
    """

    def __init__(self, number: int, init: str, mixture: Mixture) -> None:
        self.number, self.init, self.mixture = number, init, mixture
        self.starts = [number]
        self.n_spurious = 0
        self.settled = False
        self.gain = np.inf
        self.joined = False
        self.failure: FitError | None = None
        self.last: StartedIteration
        self._dataset: AbstractDataset | None = None
        self._leaps: Leaps | None = None

    @property
    def dataset(self) -> AbstractDataset:
        """What the run has last stepped over."""
        if self._dataset is None:
            raise AssertionError("the run has not begun")
        return self._dataset

    @property
    def height(self) -> float:
        """How high the run has climbed, nats a sample."""
        return self.last.objective / self.dataset.total_weight

    @property
    def converged(self) -> bool:
        """Whether the run has come to an optimum."""
        return self.last.stop is StopReason.CONVERGED

    @property
    def report(self) -> StartReport:
        """What the run has reached so far."""
        return StartReport(
            start=self.number,
            init=self.init,
            log_likelihood=self.last.log_likelihood,
            n_samples=self.dataset.n_samples,
            n_iterations=self.last.iteration,
            stop_reason=self._stop_reason,
            spurious=self.n_spurious > 0,
        )

    @property
    def _stop_reason(self) -> StopReason:
        if self.failure is not None:
            return StopReason.FAILED
        return self.last.stop or (StopReason.JOINED if self.joined else StopReason.OUTPACED)

    @property
    def optimum(self) -> Optimum:
        """Where the run has ended, if it has."""
        return Optimum(
            self.last.log_likelihood, self.dataset.n_samples, tuple(sorted(self.starts)), self.n_spurious > 0
        )

    def iterations_over(self, dataset: AbstractDataset) -> int:
        """How many iterations over this data set are done."""
        return self.last.iteration if self._dataset is dataset else 0

    def settled_over(self, dataset: AbstractDataset) -> bool:
        """Whether steps over this data set seem to have nothing left to gain."""
        return self.settled and self._dataset is dataset

    def reach(self, dataset: AbstractDataset, iteration: Iteration) -> StartedIteration:
        """Come to this iteration over the data set."""
        self._dataset, self.mixture = dataset, iteration.mixture
        self.last = StartedIteration(
            iteration.iteration,
            iteration.mixture,
            iteration.log_likelihoods,
            iteration.log_priors,
            iteration.stop,
            self.number,
        )
        return self.last

    def to_the_end(
        self, dataset: AbstractDataset, tol: float, options: FitOptions, m_step: MStep
    ) -> Iterator[Iteration]:
        """Step until EM stops; an error on the way is kept as ``failure``."""
        done = self.iterations_over(dataset)
        rules = EMRules(options.max_iter - done, tol, m_step, options.accelerate)
        self._leaps = self._leaps or Leaps(m_step, dataset.spread, options.accelerate)
        try:
            for it in iterate(dataset, self.mixture, rules, self._leaps):
                self.reach(dataset, replace(it, iteration=done + it.iteration))
                if it.iteration or not done:  # else it has been yielded before
                    yield it
        except FitError as error:
            if self._dataset is not dataset:
                raise  # not even the mixture it started from could be evaluated
            self.failure = error


def step_together(
    runs: Sequence[Run], dataset: AbstractDataset, steps: int, tol: float, options: FitOptions, m_step: MStep
) -> Iterator[Iteration]:
    """Take a few steps with all runs that are not settled, as stacks of mixtures.

    Every iteration of a stack, and then those of each of its runs, until it seems to have settled: that less
    than tol nats a sample are left to gain.
    """
    for stack in stacks([run for run in runs if not run.settled_over(dataset) and run.failure is None]):
        yield from _step(stack, dataset, steps, tol, options, m_step)


def _step(
    stack: list[Run],
    dataset: AbstractDataset,
    steps: int,
    tol: float,
    options: FitOptions,
    m_step: MStep,
) -> Iterator[Iteration]:
    done = stack[0].iterations_over(dataset)
    rules = EMRules(min(steps, options.max_iter - done), None, m_step, accelerate=False)
    of_each: list[list[Iteration]] = [[] for _ in stack]
    try:
        for it in iterate(dataset, Mixture.stacked([run.mixture for run in stack]), rules):
            yield it
            for its, one in zip(of_each, it.unstacked(done), strict=True):
                its.append(one)
    except FitError as error:
        if len(stack) > 1:  # one by one, so that the others do not suffer for it
            for run in stack:
                yield from _step([run], dataset, steps, tol, options, m_step)
            return
        if not of_each[0]:
            raise
        stack[0].failure = error
    for run, its in zip(stack, of_each, strict=True):
        end = settled([it.objective for it in its], tol * dataset.total_weight)
        run.settled = end is not None
        if end is not None:
            its = its[: end + 1]
        for it in its[bool(done) :]:  # what a run goes on from has been yielded before
            yield run.reach(dataset, it)
        if len(its) > 1:
            run.gain = its[-1].objective - its[-2].objective
        lost = ~alive(run.mixture.weights * dataset.total_weight)  # which a stack carries along
        if lost.any() and not m_step.keeps_empty:
            run.mixture = run.mixture.without(lost)


def stacks(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """The runs in stacks of equally many components, none of which is too large for a block."""

    def shape(run: Run) -> int:
        return run.mixture.n_components

    for K, group in groupby(sorted(runs, key=shape, reverse=True), key=shape):
        alike = list(group)
        most = max(1, _MOST_ENTRIES // (K * alike[0].mixture.n_features ** 2))
        for first in range(0, len(alike), most):
            yield alike[first : first + most]


def same_way(a: Run, b: Run, nats: float, weights: float) -> bool:
    """Whether two runs are this close together: in nats a sample, and in every weight."""
    if a.mixture.n_components != b.mixture.n_components or a.n_spurious != b.n_spurious:
        return False
    if abs(a.height - b.height) > nats:
        return False
    return bool(np.abs(np.sort(a.mixture.weights) - np.sort(b.mixture.weights)).max() <= weights)
