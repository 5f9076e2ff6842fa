"""The service as a person starts it, in a process of its own, its memory and processor time in view."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import IO, Any

BACKEND = Path(__file__).parents[2]
JSON = {"Content-Type": "application/json"}


@dataclass
class Service:
    """A service that listens; its address, its process, and what it wrote."""

    process: subprocess.Popen[str]
    port: int
    log: IO[str]

    def connection(self, timeout: float = 60) -> HTTPConnection:
        """A connection that stays open from one request to the next."""
        return HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | Mapping[str, Any] | None = None,
        headers: Mapping[str, str] = JSON,
        timeout: float = 60,
    ) -> tuple[HTTPResponse, bytes]:
        """One request on a connection of its own."""
        connection = self.connection(timeout)
        sent = json.dumps(body).encode() if isinstance(body, Mapping) else body
        connection.request(method, path, sent, dict(headers) if sent is not None else {})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer, content

    def told(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """The JSON that a request which must succeed is answered with."""
        answer, content = self.ask(method, path, body)
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return json.loads(content)

    def old_faithful(self) -> dict[str, Any]:
        """A request that fits Old Faithful with two components."""
        example = self.told("GET", "/examples/old-faithful")
        return {"data": example["data"], "columns": example["columns"], "n_components": 2}

    @property
    def processes(self) -> list[int]:
        """The service and all that it has started, and they, and so on."""
        return [self.process.pid, *_below(self.process.pid)]

    @property
    def megabytes(self) -> float:
        """Resident memory of all its processes; what they share is counted once."""
        return sum(_proportional_kilobytes(pid) for pid in self.processes) / 1024

    @property
    def seconds_computed(self) -> float:
        """Processor time that all its processes have used so far, to the nanosecond."""
        return sum(_nanoseconds_run(pid) for pid in self.processes) / 1e9

    @property
    def is_alive(self) -> bool:
        """Whether it has neither ended nor stopped answering."""
        return self.process.poll() is None and self.ask("GET", "/healthz", timeout=10)[0].status == 200

    @property
    def complaints(self) -> list[str]:
        """The tracebacks in what it wrote."""
        self.log.seek(0)
        return re.findall(r"Traceback.*?\n(?=\S)[^\n]*", self.log.read(), re.DOTALL)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send the signal; the exit code."""
        self.process.send_signal(how)
        return self.process.wait(30)


@contextmanager
def running(directory: str | None = None, **settings: object) -> Iterator[Service]:
    """A service on a free port with a store of its own, or the one in ``directory``; killed at the end."""
    with tempfile.TemporaryDirectory() as own, tempfile.TemporaryFile("w+") as log:
        home = directory or own
        wanted = {"api_port": 0, "database_url": f"sqlite:///{home}/models.sqlite3", **settings}
        inherited = {name: text for name, text in os.environ.items() if not name.startswith("GMM_")}
        process = subprocess.Popen(
            [sys.executable, BACKEND / "app.py"],
            cwd=home,
            env=inherited | {f"GMM_{name.upper()}": str(value) for name, value in wanted.items()},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.search(r"http://localhost:(\d+)", line)
            if found is None:
                log.seek(0)
                raise RuntimeError(f"the service does not start: {line or log.read()}")
            yield Service(process, int(found[1]), log)
        finally:
            for pid in [process.pid, *_below(process.pid)]:
                _kill(pid)
            process.communicate()


def _below(pid: int) -> list[int]:
    """Children, their children, and so on."""
    children: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
    except OSError:  # it has just ended
        return []
    return [*children, *(grandchild for child in children for grandchild in _below(child))]


def _proportional_kilobytes(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(found[1]) if found else 0


def _nanoseconds_run(pid: int) -> int:
    total = 0
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
    except OSError:
        return total
    return total


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
