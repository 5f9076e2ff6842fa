"""SIGTERM amid work: whatever has been accepted is answered, and the process ends by itself."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from threading import Thread

from benchmarks.reliability.figure import Figure, at_most, none_of
from benchmarks.reliability.heavy import heavy_request
from benchmarks.reliability.service import JSON, Service, running

SECONDS, ROUNDS = 5, 5
_PREDICTING = 4
_LAST_EVENTS = ("result", "problem")


def figures(quick: bool) -> Iterator[Figure]:
    """How long it takes, the exit status, and requests that were accepted and not answered."""
    seconds: list[float] = []
    lost: list[str] = []
    failed: list[str] = []
    n_requests = 0
    for _ in range(1 if quick else ROUNDS):
        with running() as service:
            asked = _Asked(service, 40_000 if quick else 400_000)
            begun = time.perf_counter()
            status = service.stop()
            seconds.append(time.perf_counter() - begun)
            asked.wait()
            lost += asked.lost
            n_requests += asked.n_requests
            failed += [f"exit status {status}"] if status else []
            failed += service.complaints
    yield at_most("SIGTERM with fits running, until the process has ended", max(seconds), SECONDS, "s")
    yield none_of("SIGTERM: accepted requests without an answer", lost, n_requests)
    yield none_of("SIGTERM: exits other than 0, or complaints", failed, len(seconds))


class _Asked:
    """A stream, a plain fit and clients that predict all the time; what was lost of their requests."""

    def __init__(self, service: Service, n_rows: int) -> None:
        self.lost: list[str] = []
        self.n_requests = 0
        request = service.old_faithful()
        model_id = service.told("POST", "/fit", request)["model_id"]
        prediction = json.dumps({"model_id": model_id, "data": request["data"][:100]}).encode()
        heavy = heavy_request(n_rows)
        work = [(self._stream, heavy), (self._plain, heavy), *[(self._predict, prediction)] * _PREDICTING]
        self._threads = [Thread(target=do, args=(service, body)) for do, body in work]
        for thread in self._threads:
            thread.start()
        time.sleep(2.5)  # until both fits are under way

    def wait(self) -> None:
        """Until every client knows."""
        for thread in self._threads:
            thread.join(30)

    def _stream(self, service: Service, body: bytes) -> None:
        self.n_requests += 1
        connection = service.connection()
        connection.request("POST", "/fit", body, {**JSON, "Accept": "application/x-ndjson"})
        line = b""
        try:
            for line in connection.getresponse():  # noqa: B007 - the last line is what is looked at
                pass
        except (OSError, HTTPException) as error:
            self.lost.append(f"a stream broke off: {error!r}")
            return
        try:
            last = json.loads(line).get("event")
        except ValueError:
            last = f"half a line: {line[-60:]!r}"
        if last not in _LAST_EVENTS:
            self.lost.append(f"a stream ended with {last}")

    def _plain(self, service: Service, body: bytes) -> None:
        self._ask(service.connection(), "/fit", body, (200, 429, 503))

    def _predict(self, service: Service, body: bytes) -> None:
        connection = service.connection()
        while self._ask(connection, "/predict", body, (200, 503)):
            pass

    def _ask(self, connection: HTTPConnection, path: str, body: bytes, statuses: tuple[int, ...]) -> bool:
        """Whether there was an answer and the connection can be used again.

        A connection that is closed before the first byte of an answer came had not been accepted: the request
        met a service that had already said farewell.
        """
        try:
            connection.request("POST", path, body, JSON)
            answer = connection.getresponse()
        except (OSError, HTTPException):
            if path == "/fit":  # sent long before the signal
                self.lost.append("a plain fit got no answer")
            return False
        try:
            content = answer.read()
        except (OSError, HTTPException) as error:
            self.lost.append(f"{path} broke off: {error!r}")
            return False
        self.n_requests += 1
        if answer.status not in statuses:
            self.lost.append(f"{path}: {answer.status} {content[:200]!r}")
        return answer.status == 200 and answer.headers.get("Connection", "").lower() != "close"
