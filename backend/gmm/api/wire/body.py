"""Reading a request's body: the media type first, then all of it or a refusal, never a part."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TypeVar

from flask import request

from gmm.api.contract.operation import JSON
from gmm.api.errors import BAD_REQUEST, BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, Problem
from gmm.api.service import limits, store
from gmm.api.wire.decoding import decode_json

T = TypeVar("T")
_CHUNK = 2**20
_PIECE = 2**16
# A packed body may not unpack to so many times its size, beyond the first so many bytes: numbers do not
# repeat so often, and what does is made to fill the memory.
_MOST_TIMES, _HARMLESS = 100, 16 * 2**20
_GZIP = 31  # what zlib calls a window of 32 kB in a gzip frame


def read_json(kind: type[T]) -> T:
    """The JSON body as a ``kind``; raises Problem for anything else."""
    return decode_json(read_body(JSON), kind, columns_of_stored)


def columns_of_stored(model_id: str) -> list[str]:
    """The columns of a stored model; none if there is no such model."""
    stored = store().get(model_id)
    return stored.model.columns if stored else []


def read_body(*media_types: str) -> bytes:
    """The whole body, unpacked if it came packed, which must be of one of these types and within the limit.

    The type is insisted on because a browser sends `text/plain` to any address without asking, so that any
    web page could start fits on this machine.
    """
    if request.mimetype not in media_types:
        sent = f"not {request.mimetype}" if request.mimetype else "and there is no Content-Type"
        taken = ", ".join(media_types[:-1]) + (" or " if media_types[1:] else "") + media_types[-1]
        advice = f"Set the header Content-Type: {media_types[0]}"
        advice += ", or one of the others." if media_types[1:] else "."
        raise Problem(UNSUPPORTED_MEDIA_TYPE, f"This route takes {taken}, {sent}. {advice}")
    return read_within_limit()


def read_within_limit() -> bytes:
    """The whole body, of whatever media type, unpacked; raises Problem if it is larger than the limit.

    It is read one byte past the limit, because Werkzeug's own limit silently cuts a chunked body, and half a
    data set would be fitted.
    """
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip"):
        raise Problem(
            UNSUPPORTED_MEDIA_TYPE, "The body is compressed. Send it with gzip, or without Content-Encoding."
        )
    limit = limits().max_body_bytes
    body = _read(limit)
    return body if encoding == "identity" else _unpacked(body, limit)


def _read(limit: int) -> bytes:
    announced = request.content_length
    if announced is not None and announced > limit:
        raise _too_large(limit)
    # All at once if it is announced, and no second time in memory to be joined.
    chunk = _CHUNK if announced is None else max(announced, 1)
    parts: list[bytes] = []
    room = limit + 1
    while room and (part := request.stream.read(min(chunk, room))):
        parts.append(part)
        room -= len(part)
    if not room:
        raise _too_large(limit)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _unpacked(body: bytes, limit: int) -> bytes:
    """What gzip packed. Its size comes first, with none of it kept: few bytes may be gigabytes."""
    size = 0
    for part in _gunzipped(body):
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        if size > _HARMLESS + _MOST_TIMES * len(body):
            raise Problem(
                BODY_TOO_LARGE,
                f"The gzip body unpacks to more than {_MOST_TIMES} times its size, as no table of numbers "
                "does. Send it without Content-Encoding.",
            )
    return b"".join(_gunzipped(body))


def _gunzipped(body: bytes) -> Iterator[bytes]:
    """The parts of a gzip file, of one member or several; raises Problem for what is none."""
    member, is_open = zlib.decompressobj(wbits=_GZIP), False
    try:
        for first in range(0, len(body), _PIECE):
            rest = body[first : first + _PIECE]
            while rest:
                yield member.decompress(rest, _CHUNK)
                rest, is_open = member.unconsumed_tail, not member.eof
                if member.eof:
                    rest, member = member.unused_data, zlib.decompressobj(wbits=_GZIP)
        while is_open and not member.eof:
            part = member.decompress(b"", _CHUNK)
            if not part and not member.eof:
                raise Problem(BAD_REQUEST, "The gzip body ends too early. Send all of it.")
            yield part
    except zlib.error as error:
        raise Problem(BAD_REQUEST, "The body is not gzip, as Content-Encoding says it is.") from error


def _too_large(limit: int) -> Problem:
    return Problem(
        BODY_TOO_LARGE,
        f"The body is larger than {limit} bytes (`max_body_bytes`). Send fewer rows, or raise the limit "
        "where the service is run.",
    )
