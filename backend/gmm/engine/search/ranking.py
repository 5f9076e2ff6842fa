"""Which of some runs is ahead, and which of the others may still come out ahead of it."""

from __future__ import annotations

from gmm.engine.search.run import Run

# A run goes on if so many steps as good as its last one would bring it to the best.
_PATIENCE = 20
# If so many of the first starts lead to the best optimum, others would hardly lead to a better one.
_AGREEING = 2
# So many nats for each parameter are what chance may put one optimum of a glimpse ahead of another.
_ADVANTAGE = 0.25


def rank(run: Run) -> tuple[bool, int, int, float]:
    """The order of runs, the best first: those that lost or shrank a component only for want of better."""
    return run.failure is not None, -run.mixture.n_components, run.n_spurious, -run.height


def within_reach(run: Run, best: Run) -> bool:
    """Whether a run that goes on climbing as it does would soon be at the best."""
    return run is best or run.last.objective + _PATIENCE * run.gain >= best.last.objective


def agreed(ahead: list[Run]) -> bool:
    """Whether enough starts are on the way to the best optimum, the first, and it is an honest one."""
    best = ahead[0]
    return len(best.starts) >= _AGREEING and not best.n_spurious and best.failure is None


def may_be_better(run: Run, best: Run) -> bool:
    """Whether a run that has ended behind another over a glimpse may be ahead of it over all rows."""
    if rank(run)[:3] > rank(best)[:3]:
        return False
    behind = best.last.objective - run.last.objective
    return behind <= _ADVANTAGE * best.mixture.n_parameters
