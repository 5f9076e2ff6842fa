"""Events -> NDJSON: one JSON object a line, sent as it happens."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import chain

import msgspec
from flask import Response, request

from gmm.api.contract.operation import JSON, NDJSON
from gmm.api.errors import CLIENT_LEFT, Problem, document_of, document_of_mistake, named
from gmm.api.schemas.base import Answer
from gmm.api.schemas.fit import ProblemEvent
from gmm.api.schemas.problem import ProblemDocument
from gmm.api.wire.answers import encode_line
from gmm.engine import EngineError
from gmm.io.errors import ReadError

_log = logging.getLogger(__name__)


def wants_stream() -> bool:
    """Whether the client would rather have NDJSON than JSON."""
    return request.accept_mimetypes.best_match([JSON, NDJSON]) == NDJSON


def ndjson_answer(events: Iterator[Answer]) -> Response:
    """A 200 whose lines are the events.

    The first event is pulled before the status is sent, so that a request that fails at once keeps its 4xx;
    what fails later can only be told in the stream, as its last line.
    """
    first = next(events)
    lines = _lines(chain([first], events))
    # A proxy that buffers would hold the events back until there are many of them.
    return Response(lines, mimetype=NDJSON, headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"})


def _lines(events: Iterator[Answer]) -> Iterator[bytes]:
    """The events as lines; whatever fails, the last line says so."""
    try:
        yield from map(encode_line, events)
    except (Problem, EngineError, ReadError) as error:
        document = document_of(error)
        if document.status != CLIENT_LEFT.status:
            yield _problem_line(document)
    except Exception as error:  # noqa: BLE001 (once the status is sent, a line is the only way to tell)
        _log.exception("A stream has been cut short")
        yield _problem_line(document_of_mistake(error))


def _problem_line(document: ProblemDocument) -> bytes:
    return encode_line(ProblemEvent(**msgspec.structs.asdict(named(document))))
