"""From a task to a response: light work is done here, heavy work in the workshop; either may be streamed."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Iterator

from flask import Response

from gmm.api.contract.operation import JSON
from gmm.api.limits import refuse_long
from gmm.api.schemas.progress import ProgressEvent
from gmm.api.service import Service, service
from gmm.api.tasks.base import AbstractTask
from gmm.api.wire.answers import encode, encode_line, result_line
from gmm.api.wire.streaming import ndjson_lines, wants_stream
from gmm.api.work.computing import leave_slot
from gmm.api.work.departure import Departure, while_client_listens
from gmm.api.work.following import SECONDS_OF_SILENCE, answer_of, lines_until_left
from gmm.api.work.keeping import once_kept
from gmm.api.work.undertaking import remaining


def answered(task: AbstractTask) -> Response:
    """Do the task and answer with what it finds; raises Problem at once where it would take too long."""
    refuse_long(task.seconds, task.costly)
    if task.seconds > service().settings.light_seconds:
        return _from_the_workshop(task)
    events = while_client_listens(task.events())
    if wants_stream():
        return ndjson_lines(_lines(events, task, service()))
    (result,) = deque(events, maxlen=1)
    answer = task.told(result)
    assert answer is not None
    return Response(encode(once_kept(answer, task, service())), mimetype=JSON)


def _from_the_workshop(task: AbstractTask) -> Response:
    leave_slot()  # it is another process that computes
    workshop, departure = service().workshop, Departure()
    is_streamed = wants_stream()
    undertaking = workshop.undertake(task, service().keep, tells=is_streamed)
    if is_streamed:
        return ndjson_lines(lines_until_left(undertaking, workshop, departure))
    return Response(answer_of(undertaking, workshop, departure), mimetype=JSON)


def _lines(events: Iterator[object], task: AbstractTask, keeper: Service) -> Generator[bytes]:
    """What happens, line by line, and every second how far it is."""
    begun = told_at = time.monotonic()
    share: float | None = None
    for event in events:
        answer = task.told(event)
        if isinstance(answer, task.answer):
            yield result_line(encode(once_kept(answer, task, keeper)))
            return
        if answer is not None:
            yield encode_line(answer)
        share = task.share_done(event) or share
        now = time.monotonic()
        if now - told_at >= SECONDS_OF_SILENCE:
            told_at, elapsed = now, now - begun
            left = remaining(task.seconds, elapsed, share)
            yield encode_line(
                ProgressEvent(elapsed_seconds=elapsed, remaining_seconds=left, share_done=share)
            )
