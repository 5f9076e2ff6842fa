"""Clients that begin a request and never end it, or never read the answer: the others must not notice."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.reliability.figure import Figure, at_most, none_of, quantile
from benchmarks.reliability.service import Service, running

CONNECTIONS, P99 = 150, 50
# Nearly all of them stop amid the headers, amid a body of known length, amid a chunk, or read none of twenty
# answers; some ask for more than any buffer holds and do not read it.
_BEGINNINGS = (
    b"POST /fit HTTP/1.1\r\nHost: localhost\r\nContent-Type: appl",
    b"POST /fit HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b'Content-Length: 1000000\r\n\r\n{"data": [[1, 2], [3',
    b"POST /fit HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b'Transfer-Encoding: chunked\r\n\r\n400\r\n{"data": [[1, 2',
    b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20,
)
_GREEDY, _SAMPLES = 16, 700_000  # of two columns: 26 MB of JSON each


def figures(quick: bool) -> Iterator[Figure]:
    """How long `/healthz` takes beside them, and that each question is answered."""
    seconds: list[float] = []
    failed: list[str] = []
    with running() as service, ExitStack() as stack:
        ordinary = (_BEGINNINGS[number % len(_BEGINNINGS)] for number in range(CONNECTIONS - _GREEDY))
        for beginning in [*[_greedy(service)] * _GREEDY, *ordinary]:
            stalled = stack.enter_context(socket.socket())
            stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            stalled.connect(("127.0.0.1", service.port))
            stalled.sendall(beginning)
        _settle(service)
        for _ in range(100 if quick else 1_000):
            begun = time.perf_counter()
            try:
                status = service.ask("GET", "/healthz", timeout=10)[0].status
            except OSError as error:
                failed.append(type(error).__name__)
                continue
            seconds.append(time.perf_counter() - begun)
            if status != 200:
                failed.append(f"status {status}")
    what = f"{CONNECTIONS} stalled connections, /healthz"
    yield at_most(f"{what}, 99th percentile", 1e3 * quantile(seconds or [10.0], 0.99), P99, "ms")
    yield none_of(f"{what}, questions not answered", failed, len(seconds) + len(failed))


def _greedy(service: Service) -> bytes:
    """A request whose answer is far larger than what systems keep for a client that does not read."""
    model_id = service.told("POST", "/fit", service.old_faithful())["model_id"]
    body = json.dumps({"model_id": model_id, "n_samples": _SAMPLES}).encode()
    head = "POST /sample HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _settle(service: Service) -> None:
    """Wait until what was asked is computed: the trial is of clients that stall, not of many that compute."""
    deadline = time.monotonic() + 30
    before = service.seconds_computed
    while time.monotonic() < deadline:
        time.sleep(0.5)
        now = service.seconds_computed
        if now - before < 0.05:
            return
        before = now
