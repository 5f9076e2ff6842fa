"""Noticing that nobody waits any more, so that nobody's fit is not computed to its end.

A client leaves by closing the connection, and the service by being told to stop.
"""

from __future__ import annotations

import select
import socket
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np
from flask import request
from numpy.typing import NDArray

from gmm.api.errors import CLIENT_LEFT, STOPPED, Problem
from gmm.api.service import service

T = TypeVar("T")
Numbers = NDArray[np.float64]

# Values between two looks at whether the client is still there.
_PART = 10_000


class Departure:
    """Whether the client of the present request, or the service, has left; may be asked after the request."""

    def __init__(self) -> None:
        self._environ = request.environ
        self._stopping = service().stopping

    def check(self) -> None:
        """Raise Problem if nobody waits any more."""
        if client_has_left(self._environ):
            raise Problem(CLIENT_LEFT, CLIENT_LEFT.title + ".")
        if self._stopping.is_set():
            raise Problem.told(STOPPED)


def while_client_listens(work: Iterator[T]) -> Iterator[T]:
    """The same items; raises Problem instead of going on when nobody waits any more."""
    return _while_waited_for(work, Departure())


def in_parts(function: Callable[[Numbers], Numbers], values: list[float]) -> Numbers:
    """The function of so many values, part after part; raises Problem when nobody waits any more."""
    numbers = np.array(values)
    parts = (function(numbers[first : first + _PART]) for first in range(0, len(numbers), _PART))
    return np.concatenate(list(while_client_listens(parts)))


def client_has_left(environ: dict[str, Any]) -> bool:
    """Whether the connection of this request is closed, as far as the server can tell.

    waitress watches it (with channel_request_lookahead); gunicorn and Werkzeug hand over the socket.
    """
    if disconnected := environ.get("waitress.client_disconnected"):
        return bool(disconnected())
    connection = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    return connection is not None and _is_closed(connection)


def _while_waited_for(work: Iterator[T], departure: Departure) -> Iterator[T]:
    for item in work:
        departure.check()
        yield item


def _is_closed(connection: socket.socket) -> bool:
    """Readable, but with nothing to read: a pipelined next request would show its first byte."""
    readable, _, _ = select.select([connection], [], [], 0)
    if not readable:
        return False
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except OSError:
        return True
