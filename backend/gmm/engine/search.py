"""Looking for the best optimum: many starts, the meaningful best kept, every outcome reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gmm.engine.covariance import structure_named
from gmm.engine.dataset import AbstractDataset
from gmm.engine.degeneracy import spurious
from gmm.engine.em import EMRules, Iteration, iterate
from gmm.engine.mixture import Mixture
from gmm.engine.options import FitOptions
from gmm.engine.starts import start_mixture
from gmm.engine.stopping import StopReason

# Starts are tried out on at most so many rows; the best of them goes on to all rows.
_ROWS_TO_EXPLORE = 20_000
# Two starts that end this close together, in nats a sample, found the same optimum.
_SAME_OPTIMUM = 1e-5


@dataclass(frozen=True)
class StartedIteration(Iteration):
    """An iteration on all rows, and the number of the start it belongs to."""

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
    """The end of a search: the last iteration of the best start, and what every start reached."""

    best: StartedIteration
    reports: tuple[StartReport, ...]


def search(
    dataset: AbstractDataset, options: FitOptions
) -> Iterator[StartedIteration | StartReport | Outcome]:
    """Try the starts on some rows, go on with the best one on all rows; the last item is the outcome.

    Iterations are yielded where they are over all rows.
    """
    floor = options.covariance_floor * dataset.spread**2
    rules = EMRules(options.max_iter, options.tol, floor, options.accelerate)
    few = dataset.glimpse(_ROWS_TO_EXPLORE)
    reports: list[StartReport] = []
    ends: list[StartedIteration] = []
    for s in range(options.n_init if options.n_components > 1 else 1):
        for iteration in _run(few, _start(few, options, s, floor), rules, s):
            if few is dataset:
                yield iteration
        ends.append(iteration)
        reports.append(_report(iteration, few, options, floor))
        yield reports[-1]
    best = ends[_best(reports)]
    if few is not dataset:
        for iteration in _run(dataset, best.mixture, rules, best.start):
            yield iteration
        best = iteration
    yield Outcome(best, tuple(reports))


def found_once(reports: Sequence[StartReport], best: int) -> bool:
    """Whether no other of at least three starts reached the optimum of start ``best``."""
    enough = reports[best].log_likelihood - _SAME_OPTIMUM * reports[best].n_samples
    return len(reports) > 2 and sum(r.log_likelihood >= enough and not r.spurious for r in reports) <= 1


def _start(dataset: AbstractDataset, options: FitOptions, s: int, floor: np.ndarray) -> Mixture:
    rng = np.random.default_rng([options.seed, s])
    structure = structure_named(options.covariance_type)
    return start_mixture(dataset, options.n_components, structure, options.init, floor, rng)


def _run(
    dataset: AbstractDataset, mixture: Mixture, rules: EMRules, start: int
) -> Iterator[StartedIteration]:
    for it in iterate(dataset, mixture, rules):
        yield StartedIteration(it.iteration, it.mixture, it.log_likelihood, it.stop, start)


def _report(
    end: StartedIteration, dataset: AbstractDataset, options: FitOptions, floor: np.ndarray
) -> StartReport:
    if end.stop is None:
        raise AssertionError("a run ends with a reason")
    return StartReport(
        start=end.start,
        init=options.init,
        log_likelihood=end.log_likelihood,
        n_samples=dataset.n_samples,
        n_iterations=end.iteration,
        stop_reason=end.stop,
        spurious=bool(spurious(end.mixture, dataset, floor)),
    )


def _best(reports: Sequence[StartReport]) -> int:
    return max(range(len(reports)), key=lambda s: (not reports[s].spurious, reports[s].log_likelihood))
