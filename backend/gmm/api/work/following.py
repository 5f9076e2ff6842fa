"""Heavy work as those see it who wait for it: its answer, or lines from its place in the queue to its end."""

from __future__ import annotations

import time
from collections.abc import Generator

from gmm.api.errors import Problem
from gmm.api.schemas.jobs import State
from gmm.api.schemas.progress import QueuedEvent
from gmm.api.wire.answers import encode_line, result_line
from gmm.api.work.departure import Departure
from gmm.api.work.undertaking import Undertaking
from gmm.api.work.workshop import Workshop

# Between two looks at whether the client is still there.
SECONDS_BETWEEN_LOOKS = 0.04
# Between two events that say how far the work is.
SECONDS_OF_SILENCE = 1.0


def answer_of(undertaking: Undertaking, workshop: Workshop, departure: Departure) -> bytes:
    """The answer, once it is there; raises Problem where there is none. The work of one who leaves stops."""
    try:
        while not undertaking.wait(SECONDS_BETWEEN_LOOKS):
            departure.check()
    finally:
        workshop.cancel(undertaking)
    if undertaking.problem is not None:
        raise Problem.told(undertaking.problem)
    return undertaking.answer


def lines_until_left(undertaking: Undertaking, workshop: Workshop, departure: Departure) -> Generator[bytes]:
    """The lines for the one who asked for the work, which stops when they leave."""
    try:
        yield from lines_of(undertaking, workshop, departure)
    finally:
        workshop.cancel(undertaking)


def lines_of(undertaking: Undertaking, workshop: Workshop, departure: Departure) -> Generator[bytes]:
    """What has been told and what will be, with signs of life in between; raises Problem at a bad end."""
    number, place, told_at = 0, 0, time.monotonic()
    while True:
        lines, number, is_over = undertaking.lines_after(number, SECONDS_BETWEEN_LOOKS)
        if lines:
            yield b"".join(lines)
        if is_over:
            break
        departure.check()
        before, place = place, workshop.place_of(undertaking)
        is_due = time.monotonic() - told_at >= SECONDS_OF_SILENCE
        if place and (place != before or is_due):
            yield encode_line(QueuedEvent(place=place))
        elif is_due and undertaking.state is State.RUNNING:
            yield encode_line(undertaking.progress())
        else:
            continue
        told_at = time.monotonic()
    if undertaking.problem is not None:
        raise Problem.told(undertaking.problem)
    yield result_line(undertaking.answer)
