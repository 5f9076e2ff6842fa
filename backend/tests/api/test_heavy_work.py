"""Heavy work seen from outside: the processes that do it, and what becomes of them and of their clients."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.api.conftest import Json
from tests.api.live import Running, running
from tests.api.test_computing import JSON, STREAM, long_fit

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Running]:
    """A service for which all work is heavy."""
    store = f"sqlite:///{tmp_path / 'models.sqlite3'}"
    with running(database_url=store, light_seconds=0, grace_seconds=0.2) as service:
        yield service


def children_of(pid: int) -> list[int]:
    """The processes that this one has started and that still live."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue  # it has ended meanwhile
        if int(parent) == pid and state != "Z":
            found.append(int(stat.parent.name))
    return found


def workers(service: Running) -> list[int]:
    """The processes that do heavy work: what the fork server has started and has become nice."""
    own = os.getpriority(os.PRIO_PROCESS, service.process.pid)
    started = [worker for child in children_of(service.process.pid) for worker in children_of(child)]
    return [worker for worker in started if niceness(worker) > own]


def niceness(pid: int) -> int:
    try:
        return os.getpriority(os.PRIO_PROCESS, pid)
    except ProcessLookupError:
        return -20


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def asked(service: Running, headers: Json) -> socket.socket:
    """The socket of one who has asked for a fit of minutes, which has begun."""
    client = service.socket()
    body = long_fit()
    named = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"POST /fit HTTP/1.1\r\nHost: localhost\r\n{named}Content-Length: {len(body)}\r\n\r\n"
    client.sendall(head.encode() + body)
    until(lambda: workers(service))
    return client


def test_a_fit_elsewhere_is_the_fit_it_would_have_been_here(
    service: Running, faithful_request: Json, fitted: Json
) -> None:
    body = json.dumps(faithful_request).encode()
    whole = json.loads(service.ask("POST", "/fit", body, JSON)[1])
    *told, last = [json.loads(line) for line in service.ask("POST", "/fit", body, STREAM)[1].splitlines()]

    assert {**whole, "model_id": ""} == {**fitted, "model_id": ""}
    assert last.pop("event") == "result" and {**last, "model_id": ""} == {**fitted, "model_id": ""}
    starts = [event for event in told if event["event"] == "start"]
    assert sorted(event["start"] for event in starts) == sorted(start["start"] for start in whole["starts"])
    for start in starts:  # whatever else was left out
        numbers = [e["iteration"] for e in told if e["event"] == "iteration" and e["start"] == start["start"]]
        assert numbers[0] == 0 and numbers == sorted(numbers)
    assert service.ask("GET", f"/models/{whole['model_id']}")[0].status == 200


@pytest.mark.parametrize("headers", [JSON, STREAM], ids=["whole", "stream"])
def test_work_ends_when_its_client_leaves(service: Running, headers: Json) -> None:
    asked(service, headers).close()
    until(lambda: not workers(service))
    assert json.loads(service.ask("GET", "/models")[1])["models"] == []


def test_a_process_that_is_killed_costs_its_client_a_503_and_nobody_else_anything(service: Running) -> None:
    with asked(service, JSON) as client:
        os.kill(workers(service)[0], signal.SIGKILL)
        assert client.recv(65_536).startswith(b"HTTP/1.1 503")
    small = json.dumps({"data": [[1], [2], [4]], "n_components": 1}).encode()
    assert service.ask("POST", "/fit", small, JSON)[0].status == 200


@pytest.mark.parametrize("headers", [JSON, STREAM], ids=["whole", "stream"])
def test_work_that_outlasts_the_grace_is_told_so_and_the_service_ends_cleanly(
    service: Running, headers: Json
) -> None:
    with asked(service, headers) as client:
        code, *_ = service.stop()
        answer = b"".join(iter(lambda: client.recv(65_536), b""))
    assert code == 0 and b"/problems/stopping" in answer
    assert answer.startswith(b"HTTP/1.1 " + (b"503" if headers is JSON else b"200"))


def test_a_service_that_is_killed_leaves_no_process_behind(service: Running) -> None:
    with asked(service, JSON):
        left = [*children_of(service.process.pid), *workers(service)]
        service.process.kill()
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left))


def test_a_second_signal_ends_the_service_at_once(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'models.sqlite3'}"
    with running(database_url=store, grace_seconds=1_000) as service, asked(service, JSON):
        service.process.send_signal(signal.SIGTERM)
        until(lambda: refuses_connections(service))
        code, *_ = service.stop()
        assert code == 128 + signal.SIGTERM


def refuses_connections(service: Running) -> bool:
    try:
        service.socket().close()
    except OSError:
        return True
    return False
