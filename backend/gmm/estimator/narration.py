"""What a fit tells on standard output while it runs, for ``verbose``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter

from gmm.engine import Fit, Iteration, StartedIteration, StartReport

Event = Iteration | StartReport | Fit


def narrated(events: Iterable[Event], verbose: int, interval: int, total_weight: float) -> Iterator[Event]:
    """The same events, told as they pass: every ``interval``-th iteration over all rows, and every start.

    With ``verbose`` above 1 the seconds since the last line are told as well.
    """
    if not verbose:
        yield from events
        return
    last = perf_counter()
    for event in events:
        line = _line(event, interval, total_weight)
        if line:
            now = perf_counter()
            print(f"{line} ({now - last:.3f} s)" if verbose > 1 else line)
            last = now
        yield event


def _line(event: Event, interval: int, total_weight: float) -> str:
    if isinstance(event, Iteration):
        if not isinstance(event, StartedIteration) or event.iteration % interval:
            return ""
        mean = event.log_likelihood / total_weight
        return f"Start {event.start}, iteration {event.iteration}: mean log-likelihood {mean:.6f}"
    if isinstance(event, StartReport):
        ended = event.stop_reason.value.replace("_", " ")
        return f"Start {event.start} ({event.init}): {ended} after {event.n_iterations} iterations"
    return f"Best: start {event.best_start}, mean log-likelihood {event.log_likelihood / total_weight:.6f}"
