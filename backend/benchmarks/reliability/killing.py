"""A fit whose process is killed from outside: its client is told, and everybody else is served."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

from benchmarks.reliability.figure import Figure, none_of
from benchmarks.reliability.heavy import heavy_request
from benchmarks.reliability.service import JSON, Service, running

ROUNDS = 10
_LONGEST = 30.0


def figures(quick: bool) -> Iterator[Figure]:
    """Killed fits that were not answered with a problem, 503, and services that did not go on."""
    rounds = 2 if quick else ROUNDS
    body = heavy_request(100_000)
    wrong: list[str] = []
    with running() as service:
        for _ in range(rounds):
            wrong += _killed(service, body)
        request = service.old_faithful()
        if not service.is_alive or service.ask("POST", "/fit", request)[0].status != 200:
            wrong.append("the service does not go on")
    yield none_of("killed fits without a problem document, 503, or with a service that ended", wrong, rounds)


def _killed(service: Service, body: bytes) -> list[str]:
    """What is wrong with the answer to a fit whose process is killed."""
    answers: list[tuple[int, bytes]] = []

    def ask() -> None:
        answer, content = service.ask("POST", "/fit", body, JSON)
        answers.append((answer.status, content))

    client = Thread(target=ask)
    client.start()
    pid = _computing(service)
    if pid is None:
        client.join(_LONGEST)
        return [f"no process was found that computes; the answer was {answers}"[:300]]
    os.kill(pid, signal.SIGKILL)
    client.join(_LONGEST)
    if not answers:
        return ["no answer"]
    status, content = answers[0]
    try:
        kind = json.loads(content).get("type")
    except ValueError:
        kind = None
    fine = status == 503 and kind == "/problems/unavailable"
    return [] if fine else [f"{status} {content[:200]!r}"]


def _computing(service: Service) -> int | None:
    """The process that computes a fit at the moment.

    It is a child of the fork server, which is busy itself while it starts, and not to be killed here.
    """
    deadline = time.monotonic() + _LONGEST
    while time.monotonic() < deadline:
        main, *others = service.processes
        children = [pid for pid in others if _parent(pid) != main]
        before = {pid: _ticks(pid) for pid in children}
        time.sleep(0.5)
        busiest = max(children, key=lambda pid: _ticks(pid) - before[pid], default=None)
        if busiest is not None and _ticks(busiest) - before[busiest] > 20:
            return busiest
    return None


def _ticks(pid: int) -> int:
    """Hundredths of a second that a process has computed."""
    fields = _fields(pid)
    return int(fields[11]) + int(fields[12]) if fields else 0


def _parent(pid: int) -> int | None:
    fields = _fields(pid)
    return int(fields[1]) if fields else None


def _fields(pid: int) -> list[str]:
    """What the system says of a process, from its state on; nothing if it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
