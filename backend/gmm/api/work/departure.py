"""Noticing that the client has closed the connection, so that nobody's fit is not computed to its end."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from gmm.api.errors import CLIENT_LEFT, Problem

T = TypeVar("T")
Numbers = NDArray[np.float64]

# Values between two looks at whether the client is still there.
_PART = 10_000


def while_client_listens(work: Iterator[T], environ: dict[str, Any]) -> Iterator[T]:
    """The same items; raises Problem instead of going on when the client has left."""
    for item in work:
        if client_has_left(environ):
            raise Problem(CLIENT_LEFT, CLIENT_LEFT.title + ".")
        yield item


def in_parts(function: Callable[[Numbers], Numbers], values: list[float], environ: dict[str, Any]) -> Numbers:
    """The function of so many values, part after part; raises Problem when the client has left."""
    numbers = np.array(values)
    parts = (function(numbers[first : first + _PART]) for first in range(0, len(numbers), _PART))
    return np.concatenate(list(while_client_listens(parts, environ)))


def client_has_left(environ: dict[str, Any]) -> bool:
    """Whether the connection of this request is closed, as far as the server can tell.

    waitress watches it (with channel_request_lookahead); gunicorn and Werkzeug hand over the socket.
    """
    if disconnected := environ.get("waitress.client_disconnected"):
        return bool(disconnected())
    connection = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    return connection is not None and _is_closed(connection)


def _is_closed(connection: socket.socket) -> bool:
    """Readable, but with nothing to read: a pipelined next request would show its first byte."""
    readable, _, _ = select.select([connection], [], [], 0)
    if not readable:
        return False
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except OSError:
        return True
