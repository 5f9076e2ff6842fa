"""Looking for the best optimum: many starts, the promising ones continued, every outcome reported.

Starts are cheap and most of them lead nowhere, so all of them run a few iterations on a glimpse of the
data, the better ones some more, the best few to the end (the em-EM of Biernacki, Celeux & Govaert 2003),
and the winner goes on, over more and more rows, to all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.covariance import structure_named
from gmm.engine.dataset import AbstractDataset
from gmm.engine.degeneracy import spurious
from gmm.engine.em import EMRules, Iteration, iterate
from gmm.engine.form import Moments
from gmm.engine.mixture import Mixture
from gmm.engine.options import FitOptions
from gmm.engine.starts import start_mixture
from gmm.engine.stopping import StopReason

# The glimpse holds so many rows for each coordinate of the means, within these bounds.
_ROWS_A_COORDINATE, _FEWEST_ROWS, _MOST_ROWS = 10, 2_000, 20_000
# Each rung of the ladder from the glimpse to all rows has so many times the rows of the one before.
_GROWTH = 12
# The tolerance on the rungs below the last: their optima are only where the next rung starts.
_ROUGH = 1e-5
# Two runs that end this close together, in nats a sample, found the same optimum.
_SAME_OPTIMUM = 1e-6


@dataclass(frozen=True)
class Round:
    """A stage of the search: on how much of the data, for how many iterations, and how many runs go on."""

    dataset: AbstractDataset
    steps: int
    tol: float
    keep: int


@dataclass(frozen=True)
class StartedIteration(Iteration):
    """An iteration over all rows, and the number of the start it belongs to."""

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
class Outcome:
    """The end of a search: the last iteration of the best start, and what every start reached.

    found_by, how many of the starts that were followed to an end ended at the best one's optimum.
    """

    best: StartedIteration
    reports: tuple[StartReport, ...]
    found_by: int


class Run:
    """EM from one start, advanced a few iterations at a time, over one data set after another."""

    def __init__(self, number: int, init: str, mixture: Mixture, options: FitOptions, floor: Array) -> None:
        self.number, self.init, self.mixture = number, init, mixture
        self._options, self._floor = options, floor
        self._dataset: AbstractDataset | None = None
        self._iterations: Iterator[Iteration] = iter(())
        self.found_by = 1
        self.last: StartedIteration
        self.report: StartReport

    def advance(self, stage: Round) -> Iterator[Iteration]:
        """Go on for the steps of the stage, or to the end."""
        if stage.dataset is not self._dataset:
            rules = EMRules(self._options.max_iter, stage.tol, self._floor, self._options.accelerate)
            self._dataset = stage.dataset
            self._iterations = iterate(stage.dataset, self.mixture, rules)
        for it in islice(self._iterations, stage.steps):
            self.last = StartedIteration(it.iteration, it.mixture, it.log_likelihoods, it.stop, self.number)
            yield it
        self.mixture = self.last.mixture
        self.report = StartReport(
            start=self.number,
            init=self.init,
            log_likelihood=self.last.log_likelihood,
            n_samples=stage.dataset.n_samples,
            n_iterations=self.last.iteration,
            stop_reason=self.last.stop or StopReason.OUTPACED,
            spurious=bool(spurious(self.mixture, stage.dataset, self._floor)),
        )


def search(
    dataset: AbstractDataset, options: FitOptions, initial: Mixture | None
) -> Iterator[Iteration | StartReport | Outcome]:
    """Find the best optimum that is not spurious; the last item is the outcome.

    From ``initial`` there is one run, over all rows from its first step. Iterations over all rows are yielded
    with the number of their start, those over some rows as a sign of life; and a report when a start is
    given up or ends.
    """
    floor = options.covariance_floor * dataset.spread**2
    if initial is not None:
        rounds = [Round(dataset, options.max_iter + 1, options.tol, 1)]
        runs = [Run(0, "given", _above_floor(initial, floor), options, floor)]
    else:
        rounds = _rounds(dataset, options)
        runs = [_start(rounds[0].dataset, s, options, floor) for s in range(options.number_of_starts)]
    reports: list[StartReport] = []
    for stage in rounds:
        for run in runs:
            for iteration in run.advance(stage):
                yield run.last if stage.dataset is dataset else iteration
        runs, given_up = _sift(runs, stage)
        reports += given_up
        yield from given_up
    reports.append(runs[0].report)
    yield reports[-1]
    in_order = tuple(sorted(reports, key=lambda report: report.start))
    yield Outcome(runs[0].last, in_order, runs[0].found_by)


def _rounds(dataset: AbstractDataset, options: FitOptions) -> list[Round]:
    coordinates = options.n_components * dataset.n_features
    enough = max(_FEWEST_ROWS, min(_MOST_ROWS, _ROWS_A_COORDINATE * coordinates))
    rows = enough if enough * _GROWTH / 4 < dataset.n_samples else dataset.n_samples
    few: AbstractDataset = dataset.glimpse(rows)
    n = options.number_of_starts
    to_the_end = options.max_iter + 1
    tol = options.tol if few is dataset else max(options.tol, _ROUGH)
    rounds = [Round(few, 5, tol, -(-n // 2)), Round(few, 20, tol, -(-n // 4))]
    while few is not dataset:
        rounds.append(Round(few, to_the_end, tol, 1))
        rows *= _GROWTH
        few = dataset.glimpse(rows) if rows * _GROWTH / 4 < dataset.n_samples else dataset
    return [*rounds, Round(dataset, to_the_end, options.tol, 1)]


def _above_floor(mixture: Mixture, floor: Array) -> Mixture:
    """The mixture with no component narrower than the fit allows: EM climbs among those only."""
    moments = Moments(mixture.weights, mixture.means, mixture.sigma)
    return replace(mixture, sigma=mixture.structure.estimate(moments, floor))


def _start(dataset: AbstractDataset, s: int, options: FitOptions, floor: Array) -> Run:
    rng = np.random.default_rng([options.seed, s])
    init = options.init_of_start(s)
    structure = structure_named(options.covariance_type)
    return Run(
        s, init, start_mixture(dataset, options.n_components, structure, init, floor, rng), options, floor
    )


def _sift(runs: list[Run], stage: Round) -> tuple[list[Run], list[StartReport]]:
    """The best different runs, and reports of the others.

    Runs that lost a component or shrank one onto a few samples are kept only for want of better.
    """

    def rank(run: Run) -> tuple[int, bool, float]:
        return -run.mixture.n_components, run.report.spurious, -run.last.log_likelihood

    kept: list[Run] = []
    given_up: list[StartReport] = []
    for run in sorted(runs, key=rank):
        twin = next((other for other in kept if _same_optimum(run.report, other.report, stage.tol)), None)
        if twin is not None:
            twin.found_by += run.found_by
        if twin is None and len(kept) < stage.keep:
            kept.append(run)
        else:
            given_up.append(run.report)
    return kept, given_up


def _same_optimum(a: StartReport, b: StartReport, tol: float) -> bool:
    """Whether two runs that both ended did so as close together as two ends of one climb may lie."""
    apart = abs(a.log_likelihood - b.log_likelihood)
    return a.converged and b.converged and apart <= (_SAME_OPTIMUM + 2 * min(tol, _ROUGH)) * a.n_samples
