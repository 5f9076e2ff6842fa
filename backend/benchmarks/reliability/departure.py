"""Clients that leave while their fit is computed, and a job that is deleted: the computing must end."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import pairwise

from benchmarks.reliability.figure import Figure, at_most, none_of, quantile
from benchmarks.reliability.heavy import heavy_request
from benchmarks.reliability.service import JSON, Service, running

LATER, DELETED = 100, 50
ROUNDS = 10
_LOOK_EVERY, _IDLE_FOR, _LONGEST = 0.004, 0.25, 20.0
# Less than this share of a core is no computing.
_IDLE_SHARE = 0.2


def figures(quick: bool) -> Iterator[Figure]:
    """How long the service goes on computing for nobody, and how long a DELETE takes."""
    rounds = 2 if quick else ROUNDS
    with running() as service:
        body = heavy_request(100_000 if quick else 400_000)
        iteration = _seconds_of_an_iteration(service, body)
        streamed = [_after_leaving(service, body, "application/x-ndjson") for _ in range(rounds)]
        plain = [_after_leaving(service, body, "application/json") for _ in range(rounds)]
        deleted = [_deletion(service, body) for _ in range(rounds)]
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
    yield at_most(
        "DELETE of a job, answered", 1e3 * quantile([took for took, _ in deleted], 0.5), DELETED, "ms"
    )
    yield at_most(
        "computing goes on after the DELETE", 1e3 * max(on for _, on in deleted), round(limit), "ms"
    )
    yield none_of("services that did not survive it", alive, 1)


def _seconds_of_an_iteration(service: Service, body: bytes) -> float:
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
    _idle_since(service)
    gaps = sorted(later - earlier for earlier, later in pairwise(times))
    return gaps[len(gaps) // 2]


def _after_leaving(service: Service, body: bytes, accept: str) -> float:
    """Seconds from the closing of the connection to the end of the computing."""
    connection = service.connection()
    connection.request("POST", "/fit", body, {**JSON, "Accept": accept})
    _wait_until_computing(service)
    connection.close()
    left = time.perf_counter()
    return max(_idle_since(service) - left, 0.0)


def _deletion(service: Service, body: bytes) -> tuple[float, float]:
    """Seconds until the DELETE of a running job is answered, and until the computing ends."""
    job_id = service.told("POST", "/jobs", {"fit": json.loads(body)})["job_id"]
    _wait_until_computing(service)
    connection = service.connection()
    connection.connect()
    begun = time.perf_counter()
    connection.request("DELETE", f"/jobs/{job_id}")
    answer = connection.getresponse()
    answer.read()
    took = time.perf_counter() - begun
    if answer.status >= 300:
        raise RuntimeError(f"DELETE /jobs/{job_id}: {answer.status}")
    return took, max(_idle_since(service) - begun, 0.0)


def _wait_until_computing(service: Service) -> None:
    """Wait until the request has been read and the engine has been busy for a while."""
    time.sleep(0.5)
    deadline = time.monotonic() + _LONGEST
    while time.monotonic() < deadline:
        before = service.seconds_computed
        time.sleep(0.3)
        if service.seconds_computed - before > 0.15:
            return
    raise RuntimeError("the fit has ended too early to leave it, or has never begun")


def _idle_since(service: Service) -> float:
    """When the service's processes stopped computing, on the clock of ``perf_counter``."""
    busy_until = time.perf_counter()
    before, deadline = service.seconds_computed, busy_until + _LONGEST
    seen = busy_until
    while time.perf_counter() < deadline:
        time.sleep(_LOOK_EVERY)
        now, computed = time.perf_counter(), service.seconds_computed
        if computed - before > _IDLE_SHARE * (now - seen):
            busy_until = now
        elif now - busy_until > _IDLE_FOR:
            return busy_until
        before, seen = computed, now
    return deadline
