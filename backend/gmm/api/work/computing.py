"""How many requests may compute or wait at once, so that threads are left for those that only ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from threading import BoundedSemaphore
from typing import ParamSpec

from flask import Response, g

from gmm.api.errors import TOO_BUSY, Problem
from gmm.api.service import service
from gmm.api.settings import Settings
from gmm.engine.threads import available_threads

P = ParamSpec("P")

_THREADS_FOR_OTHERS = 4
_SLOTS_A_CORE = 4
# Work that is done in the server is over within a second or so: whoever waits longer waits for too much.
_LONGEST_WAIT_SECONDS = 5.0


class ComputingSlots:
    """Slots for those who compute here, and a bound on all who hold a thread for long."""

    def __init__(self, settings: Settings) -> None:
        admitted = max(settings.request_threads - _THREADS_FOR_OTHERS, 1)
        self._slots = BoundedSemaphore(settings.computing_requests or _SLOTS_A_CORE * available_threads())
        self._admitted = BoundedSemaphore(admitted)
        self._listening = BoundedSemaphore(max(admitted // 2, 1))

    @contextmanager
    def admission(self) -> Iterator[None]:
        """Hold a thread, for as long as it takes; raises Problem at once where too many do."""
        with _held(self._admitted, 0.0):
            yield

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Compute; raises Problem where no slot becomes free within seconds."""
        with _held(self._slots, _LONGEST_WAIT_SECONDS):
            yield

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to a job; raises Problem at once where too many do, since others want to compute."""
        with _held(self._listening, 0.0), self.admission():
            yield


@contextmanager
def _held(places: BoundedSemaphore, seconds: float) -> Iterator[None]:
    if not places.acquire(timeout=seconds):
        raise Problem(TOO_BUSY, f"The service computes for others at the moment. {TOO_BUSY.remedy}")
    try:
        yield
    finally:
        places.release()


def computing(view: Callable[P, Response]) -> Callable[P, Response]:
    """Let a handler compute in a slot, which it holds until the last line of its answer or leaves before."""

    @wraps(view)
    def in_a_slot(*args: P.args, **kwargs: P.kwargs) -> Response:
        slots = service().slots
        with ExitStack() as held:
            held.enter_context(slots.admission())
            g.slot = held.enter_context(ExitStack())
            g.slot.enter_context(slots.slot())
            response = view(*args, **kwargs)
            hold_until_told(held, response)
            return response

    return in_a_slot


def leave_slot() -> None:
    """Let others compute: what the present request waits for is done elsewhere."""
    g.slot.close()


def hold_until_told(held: ExitStack, response: Response) -> None:
    """Keep what is held while a stream is told: to its end, or to its close if nobody reads so far."""
    if not response.is_streamed:
        return
    kept = held.pop_all()
    lines = response.iter_encoded()

    def told() -> Iterator[bytes]:
        with kept:
            yield from lines

    response.response = told()
    response.call_on_close(kept.close)  # a generator that never began does not end either
