"""Looking for the best optimum: many starts, the promising ones continued, every outcome reported.

Starts are cheap and most of them lead nowhere, so all of them run a few iterations on a glimpse of the
data, the better ones some more, the best few to the end (the em-EM of Biernacki, Celeux & Govaert 2003),
and the winner goes on, over more and more rows, to all of them. While many are under way they step together,
as stacks of mixtures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.covariance import structure_named
from gmm.engine.dataset import AbstractDataset
from gmm.engine.degeneracy import spurious
from gmm.engine.em import Iteration
from gmm.engine.form import Moments
from gmm.engine.mixture import Mixture
from gmm.engine.options import FitOptions
from gmm.engine.run import Optimum, Run, StartedIteration, StartReport, same_way, stacks, step_together
from gmm.engine.starts import start_mixture

# The glimpse holds so many rows for each coordinate of the means, within these bounds.
_ROWS_A_COORDINATE, _FEWEST_ROWS, _MOST_ROWS = 10, 2_000, 20_000
# Each rung of the ladder from the glimpse to all rows has so many times the rows of the one before.
_GROWTH = 12
# The tolerance on the rungs below the last: their optima are only where the next rung starts.
_ROUGH = 1e-5
# Rounds in which runs step together: so many steps, after which one in so many of all starts goes on.
_TOGETHER = ((5, 2), (10, 4), (20, 8))
# Two runs that end this close together, in nats a sample, found the same optimum.
_SAME_OPTIMUM = 1e-6
# Two runs this close together, in nats a sample and in weights, are on the way to the same optimum.
_SAME_WAY, _SAME_WEIGHTS = 1e-4, 2e-3


@dataclass(frozen=True)
class Round:
    """A stage of the search: on how much of the data, for how many steps, and how many runs go on.

    steps is None for runs that go on to their end, until less than tol nats a sample are left to gain.
    """

    dataset: AbstractDataset
    steps: int | None
    tol: float
    keep: int


@dataclass(frozen=True)
class Outcome:
    """The end of a search: the best start's last iteration, what each start reached, and which optima."""

    best: StartedIteration
    reports: tuple[StartReport, ...]
    optima: tuple[Optimum, ...]

    @property
    def found_by(self) -> int:
        """How many starts led to the best one's optimum."""
        return next(len(optimum.starts) for optimum in self.optima if self.best.start in optimum.starts)


def search(
    dataset: AbstractDataset, options: FitOptions, initial: Mixture | None
) -> Iterator[Iteration | StartReport | Outcome]:
    """Find the best optimum that is not spurious; the last item is the outcome.

    From ``initial`` there is one run, over all rows from its first step. Iterations over all rows are yielded
    with the number of their start, others as a sign of life; and a report when a start is given up or ends.
    Raises ``FitError`` where every run fails.
    """
    floor = options.covariance_floor * dataset.spread**2
    if initial is not None:
        rounds = [Round(dataset, None, options.tol, 1)]
        runs = [Run(0, "given", _above_floor(initial, floor))]
    else:
        rounds = _rounds(dataset, options)
        runs = [_start(rounds[0].dataset, s, options, floor) for s in range(options.number_of_starts)]
    reports: list[StartReport] = []
    optima: tuple[Optimum, ...] = ()
    for stage in rounds:
        yield from _advance(runs, stage, options, floor, over_all=stage.dataset is dataset)
        runs, twins = _different(runs, stage, floor)
        if stage.steps is None and not optima:
            optima = tuple(run.optimum for run in runs if run.failure is None)
        given_up = [run.report for run in (*runs[stage.keep :], *twins)]
        runs = runs[: stage.keep]
        reports += given_up
        yield from given_up
    best = runs[0]
    if best.failure is not None:
        raise best.failure
    reports.append(best.report)
    yield best.report
    yield Outcome(best.last, tuple(sorted(reports, key=lambda report: report.start)), optima)


def _advance(
    runs: list[Run], stage: Round, options: FitOptions, floor: Array, *, over_all: bool
) -> Iterator[Iteration]:
    if stage.steps is None:
        for run in runs:
            for it in run.to_the_end(stage.dataset, stage.tol, options, floor):
                yield run.last if over_all else it
    else:
        for it in step_together(runs, stage.dataset, stage.steps, options, floor):
            if over_all or not isinstance(it, StartedIteration):
                yield it


def _rounds(dataset: AbstractDataset, options: FitOptions) -> list[Round]:
    coordinates = options.n_components * dataset.n_features
    enough = max(_FEWEST_ROWS, min(_MOST_ROWS, _ROWS_A_COORDINATE * coordinates))
    rows = enough if enough * _GROWTH / 4 < dataset.n_samples else dataset.n_samples
    few: AbstractDataset = dataset.glimpse(rows)
    n = options.number_of_starts
    tol = options.tol if few is dataset else max(options.tol, _ROUGH)
    rounds = [Round(few, steps, tol, -(-n // share)) for steps, share in _TOGETHER if n > 1]
    while few is not dataset:
        rounds.append(Round(few, None, tol, 1))
        rows *= _GROWTH
        few = dataset.glimpse(rows) if rows * _GROWTH / 4 < dataset.n_samples else dataset
    return [*rounds, Round(dataset, None, options.tol, 1)]


def _above_floor(mixture: Mixture, floor: Array) -> Mixture:
    """The mixture with no component narrower than the fit allows: EM climbs among those only."""
    moments = Moments(mixture.weights, mixture.means, mixture.sigma)
    return replace(mixture, sigma=mixture.structure.estimate(moments, floor))


def _start(dataset: AbstractDataset, s: int, options: FitOptions, floor: Array) -> Run:
    rng = np.random.default_rng([options.seed, s])
    init = options.init_of_start(s)
    structure = structure_named(options.covariance_type)
    return Run(s, init, start_mixture(dataset, options.n_components, structure, init, floor, rng))


def _different(runs: list[Run], stage: Round, floor: Array) -> tuple[list[Run], list[Run]]:
    """The runs that lead to different optima, the best first, and the others, which follow one of them.

    Runs that lost a component or shrank one onto a few samples come last: they are kept for want of better.
    """

    def rank(run: Run) -> tuple[bool, int, bool, float]:
        return run.failure is not None, -run.mixture.n_components, run.spurious, -run.mean_log_likelihood

    for stack in stacks(runs):
        of_each = spurious(Mixture.stacked([run.mixture for run in stack]), stage.dataset, floor)
        for run, components in zip(stack, of_each, strict=True):
            run.spurious = bool(components.any())
    leaders: list[Run] = []
    twins: list[Run] = []
    for run in sorted(runs, key=rank):
        twin = next((leader for leader in leaders if _same_optimum(run, leader, stage)), None)
        if twin is None:
            leaders.append(run)
        else:
            twin.starts += run.starts
            twins.append(run)
    return leaders, twins


def _same_optimum(a: Run, b: Run, stage: Round) -> bool:
    """Whether two runs ended as close together as two ends of one climb may lie, or are on the way there."""
    if stage.steps is not None:
        return stage.steps == _TOGETHER[-1][0] and same_way(a, b, _SAME_WAY, _SAME_WEIGHTS)
    apart = abs(a.mean_log_likelihood - b.mean_log_likelihood)
    return a.converged and b.converged and apart <= _SAME_OPTIMUM + 2 * min(stage.tol, _ROUGH)
