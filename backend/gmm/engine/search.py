"""Looking for the best optimum: many starts, the promising ones continued, every outcome reported.

Starts are cheap and most of them lead nowhere, so all of them run a few iterations on a glimpse of the
data, the better ones some more, the best few to the end (the em-EM of Biernacki, Celeux & Govaert 2003). The
best of these is challenged by variations of itself, and what wins goes on, over more and more rows, to
all of them. While many are under way they step together, as stacks of mixtures.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gmm.engine.dataset import AbstractDataset
from gmm.engine.degeneracy import spurious
from gmm.engine.em import Iteration
from gmm.engine.form import Moments
from gmm.engine.known import numbered
from gmm.engine.mixture import Mixture
from gmm.engine.options import FitOptions
from gmm.engine.run import Optimum, Run, StartedIteration, StartReport, same_way, stacks, step_together
from gmm.engine.starts import start_mixtures
from gmm.engine.swap import swapped

# The glimpse holds so many rows for each coordinate of the means, within these bounds.
_ROWS_A_COORDINATE, _FEWEST_ROWS, _MOST_ROWS = 10, 2_000, 20_000
# Each rung of the ladder from the glimpse to all rows has so many times the rows of the one before.
_GROWTH = 12
# The tolerance on the rungs below the last: their optima are only where the next rung starts.
_ROUGH = 1e-5
# Rounds in which runs step together: so many steps, after which one in so many of all starts goes on.
_TOGETHER = ((5, 1), (10, 2), (20, 4))
# The same for the variations of the best.
_CHALLENGE = ((5, 4), (15, 8))
# A run goes on if so many steps as good as its last one would bring it to the best.
_PATIENCE = 20
# So many starts go on in any case, since a slow one may climb highest; and so many variations.
_FEW, _FEW_VARIATIONS = 4, 1
# There is a variation of the best for so many starts; they are tried until none is better, or so often.
_STARTS_A_CHALLENGE, _MOST_CHALLENGES = 2, 8
# Two runs that end this close together, in nats a sample and beside the tolerance, found the same optimum.
_SAME_OPTIMUM = 1e-6
# Two runs this close together, in nats a sample and in weights, are on the way to the same optimum.
_SAME_WAY, _SAME_WEIGHTS = 1e-4, 2e-3

# How starts that are variations of the best are called.
SWAP = "swap"

Events = Iteration | StartReport


@dataclass(frozen=True)
class Outcome:
    """The end of a search: the best start's last iteration, what each start reached, and which optima."""

    best: StartedIteration
    reports: tuple[StartReport, ...]
    optima: tuple[Optimum, ...]

    @property
    def found_by(self) -> int:
        """How many starts, and variations of the best of them, led to the best one's optimum."""
        return next(len(optimum.starts) for optimum in self.optima if self.best.start in optimum.starts)


def search(
    dataset: AbstractDataset, options: FitOptions, initial: Mixture | None
) -> Iterator[Events | Outcome]:
    """Find the best optimum that is not spurious; the last item is the outcome.

    From ``initial`` there is one run, over all rows from its first step. Iterations over all rows are yielded
    with the number of their start, others as a sign of life; and a report when a start is given up or ends.
    Raises ``FitError`` where every run fails, or the best one fails on more rows.
    """
    yield from _Search(dataset, options).events(initial)


class _Search:
    def __init__(self, dataset: AbstractDataset, options: FitOptions) -> None:
        self._dataset, self._options = dataset, options
        self._m_step = options.m_step(dataset)
        self._reports: list[StartReport] = []
        self._optima: list[Optimum] = []

    def events(self, initial: Mixture | None) -> Iterator[Events | Outcome]:
        if initial is not None:
            best, rungs = Run(0, "given", self._above_floor(initial)), [self._dataset]
        else:
            few, *rungs = self._rungs()
            different = yield from self._contest(self._starts(few), few, _TOGETHER)
            self._register(different, few)
            best = different[0]
            if self._options.n_components > 2:  # two components have few ways to be in the wrong place
                best = yield from self._challenged(best, few)
        for rows in rungs:
            yield from self._to_the_end([best], rows)
            self._judge([best], rows)
        if best.failure is not None:
            raise best.failure
        yield self._given_up(best)
        reports = sorted(self._reports, key=lambda report: report.start)
        optima = sorted(self._optima or [best.optimum], key=lambda one: (one.spurious, -one.log_likelihood))
        yield Outcome(best.last, tuple(reports), tuple(optima))

    def _contest(
        self,
        runs: list[Run],
        rows: AbstractDataset,
        rounds: Sequence[tuple[int, int]],
        to_beat: Run | None = None,
    ) -> Generator[Events, None, list[Run]]:
        """Those runs over some rows that end at the best different optima, the best one first."""
        to_beat = None if to_beat is None or to_beat.n_spurious else to_beat
        n, few = len(runs), _FEW_VARIATIONS if to_beat else _FEW
        left_behind: list[Run] = []
        for steps, share in rounds if n > 1 else ():
            for it in step_together(runs, rows, steps, self._tol(rows), self._options, self._m_step):
                if rows is self._dataset or not isinstance(it, StartedIteration):
                    yield it
            runs, joined = self._different(runs, rows, on_the_way=steps == rounds[-1][0])
            target = min([runs[0], *([to_beat] if to_beat else ())], key=_rank)
            for run in joined:
                yield self._given_up(run)
            for i, run in enumerate(runs):
                if i >= few and (i * share >= n or not _within_reach(run, target)):
                    left_behind.append(run)
            runs = [run for run in runs if run not in left_behind]
        yield from self._to_the_end(runs, rows)
        runs, joined = self._different(runs, rows, on_the_way=False)
        left_behind.sort(key=_rank)
        while runs[0].n_spurious and left_behind and not to_beat:  # an honest one may climb after all
            yield from self._to_the_end([left_behind[0]], rows)
            runs, more = self._different([*runs, left_behind.pop(0)], rows, on_the_way=False)
            joined += more
        for run in (*runs[1:], *joined, *left_behind):
            yield self._given_up(run)
        return runs

    def _challenged(self, best: Run, few: AbstractDataset) -> Generator[Events, None, Run]:
        """The best run, or a better one that starts from a variation of it.

        Of a spurious one only the components are moved that make it so.
        """
        n = self._options.number_of_starts // _STARTS_A_CHALLENGE
        number = self._options.number_of_starts
        for _ in range(_MOST_CHALLENGES if n > 0 and best.failure is None else 0):
            bad = spurious(best.mixture, few, self._m_step.floor)
            movable = np.setdiff1d(np.flatnonzero(bad if bad.any() else ~bad), few.known_components)
            if not len(movable):
                break
            variations = [self._variation(best, movable, few, number + j) for j in range(n)]
            number += n
            different = yield from self._contest(variations, few, _CHALLENGE, to_beat=best)
            self._register(different, few)
            challenger = different[0]
            if _rank(challenger) >= _rank(best) or self._same_end(challenger, best, few):
                yield self._given_up(challenger)
                break
            yield self._given_up(best)
            best = challenger
        return best

    def _register(self, ended: list[Run], rows: AbstractDataset) -> None:
        """Add the optima at which these runs ended, or the numbers of their starts to those known already."""
        for run in ended:
            if run.failure is not None:
                continue
            for i, known in enumerate(self._optima):
                apart = abs(known.log_likelihood - run.last.log_likelihood) / rows.total_weight
                if apart <= self._same(rows) and known.spurious == run.optimum.spurious:
                    self._optima[i] = replace(known, starts=tuple(sorted({*known.starts, *run.starts})))
                    break
            else:
                self._optima.append(run.optimum)

    def _to_the_end(self, runs: list[Run], rows: AbstractDataset) -> Iterator[Iteration]:
        for run in runs:
            for it in run.to_the_end(rows, self._tol(rows), self._options, self._m_step):
                yield run.last if rows is self._dataset else it

    def _tol(self, rows: AbstractDataset) -> float:
        """Nats a sample; the optimum of some rows is only where the next rung starts."""
        return self._options.tol if rows is self._dataset else max(self._options.tol, _ROUGH)

    def _given_up(self, run: Run) -> StartReport:
        self._reports.append(run.report)
        return run.report

    def _rungs(self) -> list[AbstractDataset]:
        """The glimpse, then more and more rows, and at last all of them."""
        N = self._dataset.n_samples
        rows = _ROWS_A_COORDINATE * self._options.n_components * self._dataset.n_features
        rows = max(_FEWEST_ROWS, min(_MOST_ROWS, rows))
        rungs: list[AbstractDataset] = []
        while rows * _GROWTH / 4 < N:
            rungs.append(self._dataset.glimpse(rows))
            rows *= _GROWTH
        return [*rungs, self._dataset]

    def _starts(self, rows: AbstractDataset) -> list[Run]:
        options = self._options
        inits = [options.init_of_start(s) for s in range(options.number_of_starts)]
        made = start_mixtures(rows, options.n_components, inits, self._m_step, options.seed).unstacked()
        if len(rows.known_components):
            made = [numbered(mixture, rows) for mixture in made]
        return [Run(s, init, one) for s, (init, one) in enumerate(zip(inits, made, strict=True))]

    def _variation(self, best: Run, movable: NDArray[np.intp], rows: AbstractDataset, number: int) -> Run:
        rng = np.random.default_rng([self._options.seed, number])
        return Run(number, SWAP, swapped(best.mixture, movable, rows, self._m_step, rng))

    def _above_floor(self, mixture: Mixture) -> Mixture:
        """The mixture with no component narrower than the fit allows: EM climbs among those only."""
        noise = None if mixture.noise is None else mixture.noise.weight
        moments = Moments(mixture.weights, mixture.means, mixture.sigma, noise)
        admitted = self._m_step.admitted(moments, current=mixture)
        return admitted if admitted.noise else replace(mixture, sigma=admitted.sigma)

    def _different(
        self, runs: list[Run], rows: AbstractDataset, on_the_way: bool
    ) -> tuple[list[Run], list[Run]]:
        """The runs that lead to different optima, the best first, and others that follow one of them."""
        self._judge(runs, rows)
        leaders: list[Run] = []
        twins: list[Run] = []
        for run in sorted(runs, key=_rank):
            for leader in leaders:
                if self._same_end(run, leader, rows) or (
                    on_the_way and same_way(run, leader, _SAME_WAY, _SAME_WEIGHTS)
                ):
                    leader.starts += run.starts
                    run.joined = True
                    twins.append(run)
                    break
            else:
                leaders.append(run)
        return leaders, twins

    def _judge(self, runs: list[Run], rows: AbstractDataset) -> None:
        for stack in stacks(runs):
            of_each = spurious(Mixture.stacked([run.mixture for run in stack]), rows, self._m_step.floor)
            for run, components in zip(stack, of_each, strict=True):
                run.n_spurious = int(components.sum())

    def _same_end(self, a: Run, b: Run, rows: AbstractDataset) -> bool:
        """Whether two runs ended as close together as two ends of one climb may lie."""
        apart = abs(a.height - b.height)
        return a.converged and b.converged and apart <= self._same(rows)

    def _same(self, rows: AbstractDataset) -> float:
        """How far apart, in nats a sample, two ends of climbs to one optimum may lie."""
        return _SAME_OPTIMUM + 2 * min(self._tol(rows), _ROUGH)


def _rank(run: Run) -> tuple[bool, int, int, float]:
    """The order of runs, the best first: those that lost or shrank a component only for want of better."""
    return run.failure is not None, -run.mixture.n_components, run.n_spurious, -run.height


def _within_reach(run: Run, best: Run) -> bool:
    return run is best or run.last.objective + _PATIENCE * run.gain >= best.last.objective
