"""A task done while its client listens, and answered whole or line by line, as the client would have it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import msgspec
from flask import Response, request

from gmm.api.schemas.base import Answer
from gmm.api.service import Service, service
from gmm.api.tasks.base import AbstractTask
from gmm.api.wire.answers import json_answer
from gmm.api.wire.streaming import ndjson_answer, wants_stream
from gmm.api.work.departure import while_client_listens
from gmm.api.work.keeping import once_kept


def answered(task: AbstractTask) -> Response:
    """Do the task and answer with what it finds: the one way from a task to a response."""
    events = while_client_listens(task.events(), request.environ)
    if task.result_event and wants_stream():
        return ndjson_answer(_lines(events, task, task.result_event, service()))
    (result,) = deque(events, maxlen=1)
    answer = task.told(result)
    assert answer is not None
    return json_answer(once_kept(answer, task, service()))


def _lines(
    events: Iterator[object], task: AbstractTask, result_event: type[Answer], keeper: Service
) -> Iterator[Answer]:
    for told in map(task.told, events):
        if isinstance(told, task.answer):
            yield result_event(**msgspec.structs.asdict(once_kept(told, task, keeper)))
        elif told is not None:
            yield told
