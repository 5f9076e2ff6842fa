"""Requests on many connections at once, each sent when the one before it is answered, with their latencies.

`wrk` from Debian does this for a tenth of the processor time, so it is taken where it is installed.
"""

from __future__ import annotations

import json
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_LUA = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = io.open("{body}"):read("*a")
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\n{{"requests": %d, "seconds": %f, "errors": %d, "p50": %f, "p99": %f}}\\n',
    summary.requests, summary.duration / 1e6, e.status + e.connect + e.read + e.write + e.timeout,
    latency:percentile(50) / 1e6, latency:percentile(99) / 1e6))
end
"""


@dataclass(frozen=True)
class Load:
    """What came of it: requests answered, how many of them not with a 2xx or not at all, and latencies."""

    requests: int
    seconds: float
    errors: int
    p50: float
    p99: float
    generator: str

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def load(port: int, path: str, body: bytes, connections: int, seconds: float) -> Load:
    """POST the JSON body again and again for so long."""
    if shutil.which("wrk"):
        return _by_wrk(port, path, body, connections, seconds)
    command = [sys.executable, "-m", __name__, str(port), path, str(connections), str(seconds)]
    ran = subprocess.run(command, input=body, capture_output=True, check=True)
    return Load(**json.loads(ran.stdout), generator="our own generator, in Python")


def _by_wrk(port: int, path: str, body: bytes, connections: int, seconds: float) -> Load:
    with tempfile.TemporaryDirectory() as directory:
        (Path(directory) / "body").write_bytes(body)
        script = Path(directory) / "post.lua"
        script.write_text(_LUA.format(body=Path(directory) / "body"))
        address = f"http://127.0.0.1:{port}{path}"
        options = ["-t1", f"-c{connections}", f"-d{max(round(seconds), 1)}s", "--timeout", "10s"]
        ran = subprocess.run(
            ["wrk", *options, "-s", script, address], capture_output=True, text=True, check=True
        )
    return Load(**json.loads(ran.stdout.splitlines()[-1]), generator="wrk")


@dataclass
class _Connection:
    """One connection and what of an answer has come so far."""

    socket: socket.socket
    begun: float = 0.0
    received: bytearray = field(default_factory=bytearray)

    def answered(self) -> int | None:
        """The status of the answer if all of it is there."""
        head, found, content = self.received.partition(b"\r\n\r\n")
        if not found:
            return None
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        if not lengths or len(content) < int(lengths[0].partition(b":")[2]):
            return None
        return int(head.split(b" ", 2)[1])


def _generate(port: int, path: str, body: bytes, n_connections: int, seconds: float) -> dict[str, Any]:
    request = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body
    chooser = selectors.DefaultSelector()
    begun = time.perf_counter()
    latencies: list[float] = []
    errors = 0

    def ask(connection: _Connection) -> None:
        connection.received.clear()
        connection.begun = time.perf_counter()
        connection.socket.sendall(request)

    for _ in range(n_connections):
        connection = _Connection(socket.create_connection(("127.0.0.1", port)))
        chooser.register(connection.socket, selectors.EVENT_READ, connection)
        ask(connection)
    while (now := time.perf_counter()) < begun + seconds and chooser.get_map():
        for key, _ in chooser.select(0.5):
            connection = key.data
            part = connection.socket.recv(65_536)
            if not part:
                errors += 1
                chooser.unregister(connection.socket)
                continue
            connection.received += part
            if (status := connection.answered()) is not None:
                latencies.append(time.perf_counter() - connection.begun)
                errors += not 200 <= status < 300
                ask(connection)
    latencies.sort()
    return {
        "requests": len(latencies),
        "seconds": now - begun,
        "errors": errors,
        "p50": latencies[len(latencies) // 2],
        "p99": latencies[int(0.99 * len(latencies))],
    }


if __name__ == "__main__":
    where, asked, connected, lasting = sys.argv[1:]
    print(json.dumps(_generate(int(where), asked, sys.stdin.buffer.read(), int(connected), float(lasting))))
