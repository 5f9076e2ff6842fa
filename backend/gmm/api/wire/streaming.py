"""NDJSON: one JSON object a line, sent as it happens."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from contextlib import closing

import msgspec
from flask import Response, request

from gmm.api.contract.operation import JSON, NDJSON
from gmm.api.errors import CLIENT_LEFT, Problem, document_of, document_of_mistake, named
from gmm.api.schemas.fit import ProblemEvent
from gmm.api.schemas.problem import ProblemDocument
from gmm.api.wire.answers import encode_line
from gmm.engine import EngineError
from gmm.io.errors import ReadError

_log = logging.getLogger(__name__)


def wants_stream() -> bool:
    """Whether the client would rather have NDJSON than JSON."""
    return request.accept_mimetypes.best_match([JSON, NDJSON]) == NDJSON


def ndjson_lines(lines: Generator[bytes]) -> Response:
    """A 200 with these lines.

    The first is pulled before the status is sent, so that a request that fails at once keeps its 4xx;
    what fails later can only be told in the stream, as its last line.
    """
    told = _to_the_last(next(lines), lines)
    # A proxy that buffers would hold the events back until there are many of them.
    return Response(told, mimetype=NDJSON, headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"})


def _to_the_last(first: bytes, others: Generator[bytes]) -> Iterator[bytes]:
    """The lines; whatever fails, the last one says so."""
    try:
        with closing(others):
            yield first
            yield from others
    except (Problem, EngineError, ReadError) as error:
        document = document_of(error)
        if document.status != CLIENT_LEFT.status:
            yield problem_line(document)
    except Exception as error:  # noqa: BLE001 (once the status is sent, a line is the only way to tell)
        _log.exception("A stream has been cut short")
        yield problem_line(document_of_mistake(error))


def problem_line(document: ProblemDocument) -> bytes:
    """The last line of a stream that goes wrong."""
    return encode_line(ProblemEvent(**msgspec.structs.asdict(named(document))))
