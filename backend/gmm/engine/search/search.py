"""Looking for the best optimum: many starts, the promising ones continued, every outcome reported.

Starts are cheap and most of them lead nowhere, so all of them run a few iterations on a glimpse of the
data, the better ones some more, the best few to the end (the em-EM of Biernacki, Celeux & Govaert 2003);
where the first ones agree, the others are left out. The best of these is challenged by variations of itself.
What is best on a glimpse need not be so on all rows, so the best few are compared on more of them, and the
winner goes on, over more and more rows, to all. While many are under way they step together, as stacks of
mixtures.
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
from gmm.engine.search.ladder import rungs
from gmm.engine.search.ranking import agreed, may_be_better, rank, within_reach
from gmm.engine.search.run import Optimum, Run, StartedIteration, StartReport, same_way, stacks, step_together
from gmm.engine.search.swap import swapped
from gmm.engine.starts import start_mixtures

# The tolerances on the glimpse, where chance moves optima much farther, and on the rungs between, which teach
# leaps the way so that few steps are left over all rows.
_ON_THE_GLIMPSE, _BETWEEN = 1e-4, 1e-7
# Over all rows, starts step together for so many steps, after which one in so many of all goes on.
_ROUNDS = ((5, 1), (10, 2), (20, 4))
# The same on a glimpse, where those that lead to the best optimum of all rows cannot be told so finely,
_ROUNDS_ON_THE_GLIMPSE = ((5, 3), (10, 6), (20, 12))
# and for the variations of the best.
_CHALLENGE = ((5, 4), (15, 8))
# The same over more rows, for the best few optima of the glimpse.
_CANDIDATES = ((3, 2), (5, 4))
# So many starts go on in any case, since a slow one may climb highest; and so many variations.
_FEW, _FEW_VARIATIONS = 4, 1
# On a glimpse so many starts are tried first, each method once, and the others if these do not agree.
_FIRST = 9
# There is a variation of the best for so many starts; they are tried until none is better, or so often.
# Over all rows the best must withstand so many rounds in which none was: one misses what another finds.
_STARTS_A_CHALLENGE, _MOST_CHALLENGES, _MOST_ON_THE_GLIMPSE, _ENOUGH = 2, 8, 2, 4
# Two runs that end this close together, in nats a sample and beside the tolerance, found the same optimum.
_SAME_OPTIMUM = 1e-6
# Two runs this close together, in nats a sample and in weights, are on the way to the same optimum.
_SAME_WAY, _SAME_WEIGHTS = 1e-4, 2e-3

# How starts that are variations of the best are called.
SWAP = "swap"
# How the start is called that somebody gives.
GIVEN = "given"

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
        self._few = dataset
        self._reports: list[StartReport] = []
        self._optima: list[Optimum] = []

    def events(self, initial: Mixture | None) -> Iterator[Events | Outcome]:
        if initial is not None:
            best, more = Run(0, GIVEN, self._above_floor(initial)), [self._dataset]
        else:
            self._few, *more = rungs(self._dataset, self._options)
            runs, n_tried = yield from self._ends_of_starts()
            if self._options.n_components > 2:  # two components have few ways to be in the wrong place
                runs = yield from self._challenged(runs, n_tried)
            best = yield from self._best_of(runs, more[:1])
        for rows in more:
            yield from self._to_the_end([best], rows)
            self._judge([best], rows)
        if best.failure is not None:
            raise best.failure
        yield self._given_up(best)
        reports = sorted(self._reports, key=lambda report: report.start)
        optima = sorted(self._optima or [best.optimum], key=lambda one: (one.spurious, -one.log_likelihood))
        yield Outcome(best.last, tuple(reports), tuple(optima))

    def _ends_of_starts(self) -> Generator[Events, None, tuple[list[Run], int]]:
        """The runs that end at different optima, the best first, and how many starts were tried.

        These are all starts, unless the first ones agree.
        """
        n, glimpse = self._options.number_of_starts, self._few is not self._dataset
        rounds = _ROUNDS_ON_THE_GLIMPSE if glimpse else _ROUNDS
        ahead: list[Run] = []
        behind: list[Run] = []
        n_tried = 0
        while n_tried < n and not (n_tried and agreed(ahead)):
            wave = range(n_tried, min(n, _FIRST) if glimpse and not n_tried else n)
            more, left = yield from self._rounds(self._starts(wave), self._few, rounds, _FEW, ahead)
            ahead, behind = sorted([*ahead, *more], key=rank) if ahead else more, [*behind, *left]
            n_tried = wave.stop
        if glimpse:
            ahead, behind = ahead[:_FEW], [*behind, *ahead[_FEW:]]
        return (yield from self._ends(ahead, behind, [])), n_tried

    def _rounds(
        self,
        runs: list[Run],
        rows: AbstractDataset,
        rounds: Sequence[tuple[int, int]],
        few: int,
        rivals: list[Run],
    ) -> Generator[Events, None, tuple[list[Run], list[Run]]]:
        """Those runs that still promise something after some rounds, the best first, and the others.

        Those on the way to an optimum of others, or of the rivals, count for it and are no more among them.
        """
        rivals = [run for run in rivals if not run.n_spurious]
        n = len(runs)
        left_behind: list[Run] = []
        for steps, share in rounds if n > 1 or rivals else ():
            for it in step_together(runs, rows, steps, self._tol(rows), self._options, self._m_step):
                if rows is self._dataset or not isinstance(it, StartedIteration):
                    yield it
            runs, joined = self._different(runs, rows, rivals, on_the_way=steps == rounds[-1][0])
            target = min([*runs, *rivals], key=rank)
            for run in joined:
                yield self._given_up(run)
            for i, run in enumerate(runs):
                if i >= few and (i * share >= n or not within_reach(run, target)):
                    left_behind.append(run)
            runs = [run for run in runs if run not in left_behind]
        return runs, left_behind

    def _ends(
        self, runs: list[Run], left_behind: list[Run], rivals: list[Run]
    ) -> Generator[Events, None, list[Run]]:
        """The runs that end at different optima, the best first, unless it is one of the rivals' optima."""
        rivals = [run for run in rivals if not run.n_spurious]
        yield from self._to_the_end(runs, self._few)
        runs, joined = self._different(runs, self._few, rivals, on_the_way=False)
        left_behind = sorted(left_behind, key=rank)
        while not rivals and runs[0].n_spurious and left_behind:  # an honest one may climb after all
            yield from self._to_the_end([left_behind[0]], self._few)
            runs, more = self._different([*runs, left_behind.pop(0)], self._few, [], on_the_way=False)
            joined += more
        self._register([*rivals, *runs])
        for run in (*joined, *left_behind):
            yield self._given_up(run)
        return runs

    def _challenged(self, runs: list[Run], n_tried: int) -> Generator[Events, None, list[Run]]:
        """The runs, the best first, and those that start from variations of the best and end elsewhere.

        Of a spurious one only the components are moved that make it so.
        """
        n, number, on_all = n_tried // _STARTS_A_CHALLENGE, n_tried, self._few is self._dataset
        most, enough = (_MOST_CHALLENGES, _ENOUGH) if on_all else (_MOST_ON_THE_GLIMPSE, 1)
        for _ in range(most if n > 0 and runs[0].failure is None else 0):
            best = runs[0]
            bad = spurious(best.mixture, self._few, self._m_step)
            movable = np.setdiff1d(np.flatnonzero(bad if bad.any() else ~bad), self._few.known_components)
            if not len(movable):
                break
            variations = self._variations(best, movable, range(number, number + n))
            number += n
            at_least = _FEW if best.n_spurious else _FEW_VARIATIONS
            ahead, behind = yield from self._rounds(variations, self._few, _CHALLENGE, at_least, [best])
            runs = sorted([*runs, *(yield from self._ends(ahead, behind, [best]))], key=rank)
            stood = runs[0] is best or self._follows(runs[0], best, self._few, on_the_way=False)
            if stood and (enough := enough - 1) == 0:
                break
        return runs

    def _best_of(self, runs: list[Run], rungs: list[AbstractDataset]) -> Generator[Events, None, Run]:
        """The best of the runs, which are in order; after a glimpse, the one that is ahead over more rows.

        The best optimum of a glimpse owes some of its advantage to chance.
        """
        candidates = [run for run in runs[:_FEW] if may_be_better(run, runs[0])] if rungs else runs[:1]
        for run in runs[len(candidates) :]:
            yield self._given_up(run)
        if len(candidates) > 1:
            candidates, behind = yield from self._rounds(candidates, rungs[0], _CANDIDATES, 1, [])
            for run in (*candidates[1:], *behind):
                yield self._given_up(run)
        return candidates[0]

    def _register(self, ended: list[Run]) -> None:
        """Add the optima at which these runs ended, or the numbers of their starts to those known already."""
        for run in ended:
            if run.failure is not None:
                continue
            for i, known in enumerate(self._optima):
                apart = abs(known.log_likelihood - run.last.log_likelihood) / self._few.total_weight
                if apart <= self._same(self._few) and known.spurious == run.optimum.spurious:
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
        if rows is self._dataset:
            return self._options.tol
        return max(self._options.tol, _ON_THE_GLIMPSE if rows is self._few else _BETWEEN)

    def _given_up(self, run: Run) -> StartReport:
        self._reports.append(run.report)
        return run.report

    def _starts(self, numbers: range) -> list[Run]:
        options = self._options
        inits = {s: options.init_of_start(s) for s in numbers}
        made = start_mixtures(self._few, options.n_components, inits, self._m_step, options.seed).unstacked()
        if len(self._few.known_components):
            made = [numbered(mixture, self._few) for mixture in made]
        return [Run(s, init, one) for (s, init), one in zip(inits.items(), made, strict=True)]

    def _variations(self, best: Run, movable: NDArray[np.intp], numbers: range) -> list[Run]:
        rngs = [np.random.default_rng([self._options.seed, number]) for number in numbers]
        made = swapped(best.mixture, movable, self._few, self._m_step, rngs)
        return [Run(number, SWAP, one) for number, one in zip(numbers, made.unstacked(), strict=True)]

    def _above_floor(self, mixture: Mixture) -> Mixture:
        """The mixture with no component narrower than the fit allows: EM climbs among those only."""
        noise = None if mixture.noise is None else mixture.noise.weight
        moments = Moments(mixture.weights, mixture.means, mixture.sigma, noise)
        admitted = self._m_step.admitted(moments, current=mixture)
        return admitted if admitted.noise else replace(mixture, sigma=admitted.sigma)

    def _different(
        self, runs: list[Run], rows: AbstractDataset, rivals: list[Run], on_the_way: bool
    ) -> tuple[list[Run], list[Run]]:
        """The runs that lead to different optima, the best first, and others that follow one or a rival."""
        self._judge(runs, rows)
        leaders = [*rivals]
        twins: list[Run] = []
        for run in sorted(runs, key=rank):
            leader = next((one for one in leaders if self._follows(run, one, rows, on_the_way)), None)
            if leader is None:
                leaders.append(run)
            else:
                leader.starts += run.starts
                run.joined = True
                twins.append(run)
        return leaders[len(rivals) :], twins

    def _follows(self, run: Run, leader: Run, rows: AbstractDataset, on_the_way: bool) -> bool:
        """Whether a run has ended where a better one did, or is on the way there."""
        apart = run.height - leader.height
        if leader.converged and apart > self._same(rows):
            return False
        if run.converged and leader.converged:
            return abs(apart) <= self._same(rows)
        return on_the_way and same_way(run, leader, _SAME_WAY, _SAME_WEIGHTS)

    def _judge(self, runs: list[Run], rows: AbstractDataset) -> None:
        for stack in stacks(runs):
            of_each = spurious(Mixture.stacked([run.mixture for run in stack]), rows, self._m_step)
            for run, components in zip(stack, of_each, strict=True):
                run.n_spurious = int(components.sum())

    def _same(self, rows: AbstractDataset) -> float:
        """How far apart, in nats a sample, two ends of climbs to one optimum may lie."""
        return _SAME_OPTIMUM + 2 * min(self._tol(rows), _ON_THE_GLIMPSE)
