"""HTTP to the service: a connection that is kept, refusals as exceptions, streams line by line."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from gmm.api.schemas.problem import ProblemDocument

# The service closes connections on which nothing is said for a minute.
_IDLE_SECONDS = 20.0
_LONGEST_QUOTE = 200


class Problem(Exception):
    """The service refuses: `status`, `title`, `detail`, and `field`, `row`, `column` where they are known.

    ``document`` is all that it said (RFC 9457); ``retry_after``, seconds, where it is only busy.
    """

    def __init__(self, document: ProblemDocument, retry_after: float | None = None) -> None:
        super().__init__(document.detail)
        self.document = document
        self.retry_after = retry_after
        self.status, self.title, self.detail = document.status, document.title, document.detail
        self.kind = document.type.rpartition("/")[2]
        self.field = document.field or None
        self.row = document.row or None
        self.column = document.column or None


class Connection:
    """Where the service is and whom it takes us for; each thread has a connection of its own."""

    def __init__(self, address: str, token: str | None, timeout: float) -> None:
        """``timeout``, seconds without a byte after which to give up."""
        self._address = urlsplit(address if "//" in address else f"http://{address}")
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._timeout = timeout
        self._kept = threading.local()
        self._opened: set[HTTPConnection] = set()

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        """The answer's body; raises Problem for a refusal."""
        connection = self._open()
        try:
            answer = self._send(connection, method, path, query, body, headers)
            content = answer.read()
        except BaseException:
            connection.close()  # half an answer may be left on it
            raise
        self._kept.until = time.monotonic() + _IDLE_SECONDS
        _refuse(answer, content)
        return content

    def lines(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Iterator[bytes]:
        """The answer line by line, each as soon as it is there. To close the iterator stops the work."""
        connection = self._new()
        try:
            with self._send(connection, method, path, query, body, headers) as answer:
                if answer.status >= 300:
                    _refuse(answer, answer.read())
                yield from answer
        finally:
            connection.close()

    def close(self) -> None:
        """Close the connections of all threads."""
        while self._opened:
            self._opened.pop().close()
        self._kept = threading.local()

    def _open(self) -> HTTPConnection:
        kept: HTTPConnection | None = getattr(self._kept, "connection", None)
        if kept is None or time.monotonic() > self._kept.until:
            if kept is not None:
                kept.close()
                self._opened.discard(kept)
            kept = self._kept.connection = self._new()
            self._kept.until = time.monotonic() + _IDLE_SECONDS
            self._opened.add(kept)
        return kept

    def _new(self) -> HTTPConnection:
        kind = HTTPSConnection if self._address.scheme == "https" else HTTPConnection
        return kind(self._address.hostname or "localhost", self._address.port, timeout=self._timeout)

    def _send(
        self,
        connection: HTTPConnection,
        method: str,
        path: str,
        query: Mapping[str, Any] | None,
        body: bytes | None,
        headers: Mapping[str, str] | None,
    ) -> HTTPResponse:
        asked = f"?{urlencode(query, doseq=True)}" if query else ""
        where = f"{self._address.path.rstrip('/')}{path}{asked}"
        connection.request(method, where, body, {**self._headers, **(headers or {})})
        return connection.getresponse()


def problem_in(content: bytes, status: int, retry_after: str | None = None) -> Problem:
    """What a refusal's body says; something between here and the service may have written another one."""
    try:
        document = msgspec.json.decode(content, type=ProblemDocument)
    except msgspec.DecodeError:
        said = content[:_LONGEST_QUOTE].decode("utf-8", "replace")
        document = ProblemDocument(
            type="about:blank", title="No problem document", status=status, detail=said
        )
    return Problem(document, float(retry_after) if retry_after and retry_after.isdecimal() else None)


def _refuse(answer: HTTPResponse, content: bytes) -> None:
    if answer.status >= 300:
        raise problem_in(content, answer.status, answer.headers.get("Retry-After"))
