"""Jobs that are deleted while they are computed: the answer comes at once, and the computing ends."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from benchmarks.reliability.computing import idle_since, wait_until_computing
from benchmarks.reliability.departure import LATER, seconds_of_an_iteration
from benchmarks.reliability.figure import Figure, at_most, none_of, quantile
from benchmarks.reliability.heavy import heavy_request
from benchmarks.reliability.service import Service, running

MILLISECONDS, ROUNDS = 50, 10


def figures(quick: bool) -> Iterator[Figure]:
    """How long a DELETE takes, and how long the service goes on computing."""
    with running() as service:
        body = heavy_request(100_000 if quick else 400_000)
        limit = 1e3 * seconds_of_an_iteration(service, body) + LATER
        found = [_deletion(service, body) for _ in range(2 if quick else ROUNDS)]
        alive = [] if service.is_alive else ["the service does not answer"]
    took, computed_on = zip(*found, strict=True)
    yield at_most("DELETE of a job, answered", 1e3 * quantile(took, 0.5), MILLISECONDS, "ms")
    yield at_most("computing goes on after the DELETE", 1e3 * max(computed_on), round(limit), "ms")
    yield none_of("services that did not survive it", alive, 1)


def _deletion(service: Service, body: bytes) -> tuple[float, float]:
    """Seconds until the DELETE of a running job is answered, and until the computing ends."""
    job_id = service.told("POST", "/jobs", {"fit": json.loads(body)})["job_id"]
    wait_until_computing(service)
    connection = service.connection()
    connection.connect()
    begun = time.perf_counter()
    connection.request("DELETE", f"/jobs/{job_id}")
    answer = connection.getresponse()
    answer.read()
    took = time.perf_counter() - begun
    if answer.status >= 300:
        raise RuntimeError(f"DELETE /jobs/{job_id}: {answer.status}")
    return took, max(idle_since(service) - begun, 0.0)
