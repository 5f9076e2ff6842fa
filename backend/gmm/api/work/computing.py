"""How many requests may compute at once, so that a thread is always left for those that only ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import wraps
from threading import BoundedSemaphore
from typing import ParamSpec

from flask import Response

from gmm.api.errors import TOO_BUSY, Problem
from gmm.api.service import service
from gmm.api.settings import Settings

P = ParamSpec("P")

_THREADS_FOR_OTHERS = 2


def computing_slots(settings: Settings) -> BoundedSemaphore:
    """One slot for each request that may compute at the same time."""
    return BoundedSemaphore(
        settings.computing_requests or max(settings.request_threads - _THREADS_FOR_OTHERS, 1)
    )


def computing(view: Callable[P, Response]) -> Callable[P, Response]:
    """Let a handler work only when a slot is free, which it holds until the last line of its answer.

    Raises Problem at once when none is free: whoever waited here would take a thread for nothing.
    """

    @wraps(view)
    def in_a_slot(*args: P.args, **kwargs: P.kwargs) -> Response:
        slots = service().computing_slots
        if not slots.acquire(blocking=False):
            raise Problem(TOO_BUSY, f"The service computes for others at the moment. {TOO_BUSY.remedy}")
        with ExitStack() as slot:
            slot.callback(slots.release)
            response = view(*args, **kwargs)
            if response.is_streamed:
                _hold_until_told(slot.pop_all(), response)
            return response

    return in_a_slot


def _hold_until_told(slot: ExitStack, response: Response) -> None:
    """Keep the slot while a stream is computed: to its end, or to its close if nobody reads so far."""
    lines = response.iter_encoded()

    def told() -> Iterator[bytes]:
        with slot:
            yield from lines

    response.response = told()
    response.call_on_close(slot.close)  # a generator that never began does not end either
