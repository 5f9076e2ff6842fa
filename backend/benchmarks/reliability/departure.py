"""Clients that leave while their fit is computed: the computing must end."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import pairwise

from benchmarks.reliability.computing import idle_since, wait_until_computing
from benchmarks.reliability.figure import Figure, at_most, none_of
from benchmarks.reliability.heavy import heavy_request
from benchmarks.reliability.service import JSON, Service, running

LATER = 100
ROUNDS = 10


def figures(quick: bool) -> Iterator[Figure]:
    """How long the service goes on computing for nobody."""
    rounds = 2 if quick else ROUNDS
    with running() as service:
        body = heavy_request(100_000 if quick else 400_000)
        iteration = seconds_of_an_iteration(service, body)
        streamed = [_after_leaving(service, body, "application/x-ndjson") for _ in range(rounds)]
        plain = [_after_leaving(service, body, "application/json") for _ in range(rounds)]
        alive = [] if service.is_alive else ["the service does not answer"]
    limit = 1e3 * iteration + LATER
    for what, seconds in (("a stream", streamed), ("a plain call", plain)):
        yield at_most(
            f"computing goes on after the client of {what} left (an iteration of {1e3 * iteration:.0f} ms "
            f"+ {LATER} ms)",
            1e3 * max(seconds),
            round(limit),
            "ms",
        )
    yield none_of("services that did not survive it", alive, 1)


def seconds_of_an_iteration(service: Service, body: bytes) -> float:
    """The median time between two iterations that a stream tells of, over all rows."""
    connection = service.connection()
    connection.request("POST", "/fit", body, {**JSON, "Accept": "application/x-ndjson"})
    answer = connection.getresponse()
    times: list[float] = []
    while len(times) < 8 and (line := answer.readline()):
        if json.loads(line)["event"] == "iteration":
            times.append(time.perf_counter())
    connection.close()
    answer.close()
    idle_since(service)
    gaps = sorted(later - earlier for earlier, later in pairwise(times))
    return gaps[len(gaps) // 2]


def _after_leaving(service: Service, body: bytes, accept: str) -> float:
    """Seconds from the closing of the connection to the end of the computing."""
    connection = service.connection()
    connection.request("POST", "/fit", body, {**JSON, "Accept": accept})
    wait_until_computing(service)
    connection.close()
    left = time.perf_counter()
    return max(idle_since(service) - left, 0.0)
