"""Reading a request's body: the media type first, then all of it or a refusal, never a part."""

from __future__ import annotations

from typing import TypeVar

from flask import request

from gmm.api.contract.operation import JSON
from gmm.api.errors import BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, Problem
from gmm.api.service import limits, store
from gmm.api.wire.decoding import decode_json

T = TypeVar("T")
_CHUNK = 2**20


def read_json(kind: type[T]) -> T:
    """The JSON body as a ``kind``; raises Problem for anything else."""
    return decode_json(read_body(JSON), kind, _columns_of_stored)


def _columns_of_stored(model_id: str) -> list[str]:
    """The columns of a stored model, for refusals to name them by; none if there is no such model."""
    stored = store().get(model_id)
    return stored.model.columns if stored else []


def read_body(media_type: str) -> bytes:
    """The whole body, which must be of this media type and within the limit.

    The type is insisted on because a browser sends `text/plain` to any address without asking, so that any
    web page could start fits on this machine.
    """
    if request.mimetype != media_type:
        sent = f"not {request.mimetype}" if request.mimetype else "and there is no Content-Type"
        raise Problem(UNSUPPORTED_MEDIA_TYPE, f"This route takes {media_type}, {sent}. {_advice(media_type)}")
    return read_within_limit()


def read_within_limit() -> bytes:
    """The whole body, of whatever media type; raises Problem if it is larger than the limit.

    It is read one byte past the limit, because Werkzeug's own limit silently cuts a chunked body, and half a
    data set would be fitted.
    """
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Problem(UNSUPPORTED_MEDIA_TYPE, "The body is compressed. Send it without Content-Encoding.")
    limit = limits().max_body_bytes
    if request.content_length is not None and request.content_length > limit:
        raise _too_large(limit)
    parts: list[bytes] = []
    room = limit + 1
    while room and (part := request.stream.read(min(_CHUNK, room))):
        parts.append(part)
        room -= len(part)
    if not room:
        raise _too_large(limit)
    return b"".join(parts)


def _advice(media_type: str) -> str:
    return f"Set the header Content-Type: {media_type}."


def _too_large(limit: int) -> Problem:
    return Problem(
        BODY_TOO_LARGE,
        f"The body is larger than {limit} bytes (`max_body_bytes`). Send fewer rows, or raise the limit "
        "where the service is run.",
    )
