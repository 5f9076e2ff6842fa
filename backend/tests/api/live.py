"""The service as a person starts it: `python app.py` in a process of its own, asked over real sockets."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

BACKEND = Path(__file__).parents[2]


def environment(**settings: object) -> dict[str, str]:
    """The environment with these GMM_* settings and no others."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GMM_")}
    return inherited | {f"GMM_{name.upper()}": str(value) for name, value in settings.items()}


@dataclass
class Running:
    """A service that has said where it answers."""

    process: subprocess.Popen[str]
    first_line: str
    log: IO[str]

    @property
    def addresses(self) -> list[str]:
        return re.findall(r"http://[^\s,)]+", self.first_line)

    @property
    def api(self) -> str:
        return self.addresses[-1]

    def connection(self, address: str | None = None) -> HTTPConnection:
        where = urlsplit(address or self.api)
        return HTTPConnection(where.hostname or "", where.port, timeout=20)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | Iterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        address: str | None = None,
    ) -> tuple[HTTPResponse, bytes]:
        connection = self.connection(address)
        connection.request(method, path, body=body, headers=dict(headers or {}))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer, content

    def socket(self) -> socket.socket:
        """A bare connection to the API."""
        where = urlsplit(self.api)
        return socket.create_connection((where.hostname, where.port), timeout=20)

    def raw(self, request: bytes) -> bytes:
        """Send these very bytes; everything that comes back, or nothing if the service hangs up early."""
        parts = []
        with self.socket() as connection, suppress(ConnectionResetError, BrokenPipeError):
            connection.sendall(request)
            while part := connection.recv(65_536):
                parts.append(part)
        return b"".join(parts)

    def resident_bytes(self) -> int:
        """Memory that the server's process has now."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def written(self) -> str:
        """All that the service has written to stderr so far."""
        self.log.seek(0)
        return self.log.read()

    def logged(self) -> list[dict[str, Any]]:
        """The same, line by line."""
        return [json.loads(line) for line in self.written().splitlines()]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """Send the signal; the exit code, what was written to stdout after the first line, and to stderr."""
        self.process.send_signal(how)
        out, _ = self.process.communicate(timeout=20)
        return self.process.returncode, out, self.written()


@contextmanager
def running(*arguments: str, **settings: object) -> Iterator[Running]:
    """A service on free ports, stopped at the end if it still runs."""
    with tempfile.TemporaryFile("w+") as log:  # a pipe that nobody reads would fill up and stop the service
        process = subprocess.Popen(
            [sys.executable, "app.py", *arguments],
            cwd=BACKEND,
            env=environment(**{"api_port": 0, "page_port": 0, "log_format": "json", **settings}),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert process.stdout is not None
        try:
            service = Running(process, process.stdout.readline(), log)
            assert service.first_line, service.written()
            yield service
        finally:
            process.kill()
            process.communicate()


@contextmanager
def taken_port() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]
