"""Clients that send or fetch drop by drop, or that open connections and say nothing: over real sockets.

Times are not measured here; a service that waited for these clients would not answer at all.
"""

from __future__ import annotations

import json
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import numpy as np
import pytest

from tests.api.live import Running, running

LIMIT = 2**20
HEAD = b"POST /fit HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
UPLOAD = HEAD + b"Content-Length: 1000000\r\n\r\n" + b'{"data": [[1], '
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{"


@contextmanager
def stalled(service: Running, n: int, sent: bytes) -> Iterator[list[socket.socket]]:
    """So many connections that have sent this and then nothing more."""
    with ExitStack() as stack:
        connections = [stack.enter_context(service.socket()) for _ in range(n)]
        for connection in connections:
            connection.sendall(sent)
        yield connections


def ends_within(seconds: float, connection: socket.socket, drop: Callable[[], bytes] = bytes) -> bool:
    """Whether the service hangs up on a client that sends another drop five times a second."""
    connection.settimeout(0.2)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            connection.sendall(drop())
            if connection.recv(1_000) == b"":
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service as it is by default, but for the size of bodies."""
    store = tmp_path_factory.mktemp("store") / "models.sqlite3"
    with running(database_url=f"sqlite:///{store}", max_body_bytes=LIMIT) as service:
        yield service


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service that soon has had enough of a client, with few threads and few connections."""
    store = tmp_path_factory.mktemp("store") / "models.sqlite3"
    few = {"request_threads": 3, "connections": 30, "stalled_seconds": 1}
    with running(database_url=f"sqlite:///{store}", **few) as service:
        yield service


@pytest.mark.parametrize(
    "sent", [b"", b"GET /mod", HEAD, UPLOAD, CHUNKED], ids=["silent", "line", "headers", "body", "chunk"]
)
def test_stalled_clients_keep_nobody_from_an_answer(service: Running, sent: bytes) -> None:
    with stalled(service, 150, sent):
        for path in ("/healthz", "/readyz", "/metrics", "/models"):
            assert service.ask("GET", path)[0].status == 200


def test_when_connections_run_out_the_longest_silent_give_way(hasty: Running) -> None:
    with stalled(hasty, 60, UPLOAD):
        assert hasty.ask("GET", "/healthz")[0].status == 200
    assert any(line["event"] == "connections closed" for line in hasty.logged())


@pytest.mark.parametrize(
    ("sent", "drop"),
    [
        (b"", b""),
        (b"GET /healthz HTTP/1.1\r\nX-Slow: ", b"x"),
        (UPLOAD, b" "),
        (CHUNKED, b" "),
    ],
    ids=["silent", "headers", "body", "chunk"],
)
def test_a_request_that_comes_drop_by_drop_is_given_up(hasty: Running, sent: bytes, drop: bytes) -> None:
    with stalled(hasty, 1, sent) as (client,):
        assert ends_within(20, client, lambda: drop)


def test_a_body_that_comes_slowly_but_steadily_is_waited_for(hasty: Running) -> None:
    body = b'{"data": [[1], [2], [4]], "n_components": 1}'.ljust(4_000)
    with hasty.socket() as client:
        client.sendall(HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body))
        for first in range(0, len(body), 400):
            client.sendall(body[first : first + 400])
            time.sleep(0.2)
        assert client.recv(1_000).startswith(b"HTTP/1.1 200")


def test_answers_that_nobody_fetches_take_no_thread_for_ever(hasty: Running) -> None:
    rows = np.random.default_rng(0).standard_normal((500, 20)).round(2).tolist()
    wanted = {"data": rows, "n_components": 20, "tol": 0, "max_iter": 100_000, "n_init": 50}
    body = json.dumps(wanted).encode()  # a stream that soon is more than waits in buffers
    head = HEAD + b"Accept: application/x-ndjson\r\nContent-Length: %d\r\n\r\n" % len(body)
    with stalled(hasty, 1, head + body):
        deadline = time.monotonic() + 60
        # It ends when the connection has been closed: by itself it would go on for hours.
        while not any(line.get("bytes", 0) > 100_000 for line in hasty.logged()):
            assert time.monotonic() < deadline, hasty.written()
            time.sleep(0.2)


def test_uploads_that_are_together_too_large_are_refused(service: Running) -> None:
    head = HEAD + b"Content-Length: %d\r\n\r\n" % (4 * LIMIT - 1)
    with stalled(service, 4, head + b" " * (3 * LIMIT)) as clients:
        refused, _, _ = select.select(clients, [], [], 20)
        answer = refused[0].recv(1_000)

        assert answer.startswith((b"HTTP/1.1 429", b"HTTP/1.0 429")) and b"Retry-After: " in answer
        assert service.ask("GET", "/healthz")[0].status == 200
