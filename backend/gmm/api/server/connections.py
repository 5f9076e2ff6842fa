"""Connections that bear with hostile clients: slow ones, silent ones, too many, and requests made to mislead.

waitress reads and writes for all connections in one thread and hands over whole requests, so a slow client
costs a file handle and no more. What it lacks is here: an end to requests that come in drop by drop, to
answers that nobody fetches, and to uploads that together are more than the disk should hold; room for new
connections when all are taken; problem documents for what it refuses by itself.
"""

from __future__ import annotations

import logging
import time
from http import HTTPStatus
from typing import Any

import msgspec
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import Error, ServerNotImplemented

from gmm.api.errors import BAD_REQUEST, PROBLEM_JSON, headers_of, kind_of_status, named, problem_document
from gmm.api.guard.headers import API_HEADERS
from gmm.api.observation import request_id
from gmm.api.observation.logs import event

_log = logging.getLogger(__name__)

# A body may come as slowly as this, after a grace of channel_timeout seconds.
_SLOWEST_BYTES_A_SECOND = 500
# All bodies that are being read or wait for a thread may together be so many times as large as one may be.
_BODIES_AT_ONCE = 2
_COUNTED_AT_EVERY = 2**20
# Bytes of a body up to which it is worth copying to be sent with the head.
_SENT_WITH_HEAD = 2**16
# When so much of the limit is taken, connections without a request give way, the longest silent first.
_CROWDED, _AIRY = 0.9, 0.8
_SILENT_SECONDS = 1.0


class TooManyUploads(Error):  # type: ignore[misc]  # waitress has no type information
    """The bodies that are being read are together too large."""

    code = HTTPStatus.TOO_MANY_REQUESTS
    reason = "Others upload too much at the moment"


class AnswerTask(WSGITask):  # type: ignore[misc]  # the same
    """Answers a request by the application; the head of a small answer travels with its body."""

    channel: Any

    def write(self, data: bytes) -> None:
        """Send the next part of the answer: at first the head and the part in one call, not in two."""
        if self.wrote_header or len(data) > _SENT_WITH_HEAD:
            super().write(data)
            return
        channel: Any = self.channel
        self.channel = parts = _Parts(channel.server)
        try:
            super().write(data)
        finally:
            self.channel = channel
        channel.write_soon(b"".join(parts.written))


class _Parts:
    """What a task writes, in the place of its connection."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.written: list[bytes] = []

    def write_soon(self, data: bytes) -> int:
        """Keep it."""
        self.written.append(data)
        return len(data)


class ProblemTask(ErrorTask):  # type: ignore[misc]  # the same
    """Answers a request that waitress could not read: malformed, or far beyond the limits."""

    def execute(self) -> None:
        """Write a problem document, and a line in the log."""
        error = self.request.error
        # Of a coding that it does not know, waitress says 501; the fault is the request's all the same.
        kind = BAD_REQUEST if error.code == ServerNotImplemented.code else kind_of_status(error.code)
        reason = error.body if kind is BAD_REQUEST else error.reason
        name = request_id.begin(self.request.headers.get("X_REQUEST_ID"))
        document = named(problem_document(kind, f"{reason.rstrip('.')}. {kind.remedy}"))
        body = msgspec.json.encode(document)
        self.status = f"{kind.status} {HTTPStatus(kind.status).phrase}"
        self.response_headers += [("Content-Type", PROBLEM_JSON), (request_id.HEADER, name)]
        self.response_headers += API_HEADERS.items()
        self.response_headers += headers_of(kind)
        self.content_length = len(body)
        self.set_close_on_finish()
        self.write(body)
        event(_log, logging.INFO, "refused unread", status=kind.status, problem=kind.slug)
        request_id.end()


class StrictParser(HTTPRequestParser):  # type: ignore[misc]  # the same
    """Refuses a request whose end is a matter of opinion: a proxy may hold another (request smuggling)."""

    def parse_header(self, header_plus: bytes) -> None:
        """Raises ParsingError, too, for two lengths at once and for one that is no length."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # more digits than Python reads
            raise ParsingError("Content-Length is invalid") from error
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Content-Length and Transfer-Encoding contradict each other")
        if "TRANSFER_ENCODING" in self.headers:  # only from HTTP/1.0, which has none
            raise ParsingError("Transfer-Encoding needs HTTP/1.1")


class PatientChannel(HTTPChannel):  # type: ignore[misc]  # the same
    """A connection that waits for its client, but not for ever."""

    parser_class = StrictParser
    task_class = AnswerTask
    error_task_class = ProblemTask
    request: Any  # the one that is being read, if there is one
    _timed: Any = None
    _since = 0.0
    _counted_bytes = 0
    _is_sending = False

    def writable(self) -> bool:
        """Whether the loop should send; not while a thread does.

        The loop would find the connection writable at once, again and again, and take Python's lock from the
        thread each time: a small answer then took five times the processor time.
        """
        return not self._is_sending and bool(super().writable())

    def _flush_some(self, do_close: bool = True) -> bool:
        if do_close:  # it is the loop that sends
            return bool(super()._flush_some(do_close))
        self._is_sending = True
        try:
            return bool(super()._flush_some(do_close))
        finally:
            self._is_sending = False

    def received(self, data: bytes) -> bool:
        """Take what has come, and note when the request that it belongs to began."""
        accepted = bool(super().received(data))
        if self.request is not self._timed:
            self._timed, self._since, self._counted_bytes = self.request, time.time(), 0
        if self.request is not None:
            self._refuse_if_too_much()
        return accepted

    def n_body_bytes(self) -> int:
        """Bytes of bodies that are kept for this connection."""
        waiting = [*self.requests, self.request]
        return sum(request.body_bytes_received for request in waiting if request is not None)

    def is_hopeless(self, now: float) -> bool:
        """Whether it is silent, its request comes in too slowly, or its answer is not fetched."""
        if self.total_outbufs_len or (self.request is None and not self.requests):
            return bool(now - self.last_activity > self.adj.channel_timeout)
        if self.requests:
            self._since = (
                now  # the clock of a request that is sent ahead stands still while another is served
            )
            return False
        grace = self.adj.channel_timeout + self.request.body_bytes_received / _SLOWEST_BYTES_A_SECOND
        return bool(now - self._since > grace)

    def is_silent(self, now: float) -> bool:
        """Whether nobody would miss it: it has no answer to give and has said nothing for a moment."""
        is_idle = not self.requests and not self.total_outbufs_len
        return bool(is_idle and now - self.last_activity > _SILENT_SECONDS)

    def _refuse_if_too_much(self) -> None:
        """Refuse the request that is being read if all connections together hold too much."""
        if self.request.body_bytes_received - self._counted_bytes < _COUNTED_AT_EVERY:
            return
        self._counted_bytes = self.request.body_bytes_received
        if self.server.n_body_bytes() <= _BODIES_AT_ONCE * self.adj.max_request_body_size:
            return
        with self.requests_lock:
            self.request.error = TooManyUploads("")
            self.request.completed = True
            self.requests.append(self.request)
            if len(self.requests) == 1:
                self.server.add_task(self)
            self.request = self._timed = None


class PatientServer(TcpWSGIServer):  # type: ignore[misc]  # the same
    """A server that gets rid of connections that lead nowhere. Call ``tidy`` between two polls."""

    channel_class = PatientChannel

    def n_body_bytes(self) -> int:
        """Bytes of bodies that are kept for all connections."""
        return sum(channel.n_body_bytes() for channel in self.active_channels.values())

    def tidy(self) -> None:
        """Close what is hopeless, and what is silent if there is hardly room for others."""
        now = time.time()
        hopeless = [channel for channel in self.active_channels.values() if channel.is_hopeless(now)]
        self._close(hopeless, "too slow")
        limit = self.adj.connection_limit
        if len(self._map) >= _CROWDED * limit:
            silent = [channel for channel in self.active_channels.values() if channel.is_silent(now)]
            silent.sort(key=lambda channel: channel.last_activity)
            self._close(silent[: len(self._map) - int(_AIRY * limit)], "silent while others wait")

    def _close(self, channels: list[Any], why: str) -> None:
        for channel in channels:
            channel.handle_close()
        if channels:
            event(_log, logging.WARNING, "connections closed", why=why, connections=len(channels))
