"""The name of one request: in its answer's header, in its problem document and in the log."""

from __future__ import annotations

import re
from contextvars import ContextVar
from itertools import count
from uuid import uuid4

HEADER = "X-Request-ID"
# Ours, a UUID, a trace id; nothing that could break a line of a log or out of a header.
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
# Random for each process, counted within it: to ask the system for random bytes each time takes longer.
_PROCESS, _numbers = uuid4().hex[:20], count(1)
_current: ContextVar[str | None] = ContextVar("request_id", default=None)


def begin(given: str | None) -> str:
    """Name the request that this thread begins to handle: as a client or proxy named it, or anew."""
    request_id = given if given and _WELL_FORMED.fullmatch(given) else f"{_PROCESS}{next(_numbers):012x}"
    _current.set(request_id)
    return request_id


def end() -> None:
    """This thread handles no request any more."""
    _current.set(None)


def current() -> str | None:
    """The name of the request that this thread handles, if it handles one."""
    return _current.get()
