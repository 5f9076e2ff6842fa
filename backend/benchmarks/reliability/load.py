"""Small predictions from many clients at once, alone and beside a heavy fit."""

from __future__ import annotations

import json
from collections.abc import Iterator

from benchmarks.reliability.figure import Figure, at_least, at_most, none_of
from benchmarks.reliability.generator import Load, load
from benchmarks.reliability.heavy import COLUMNS, heavy_fit
from benchmarks.reliability.heavy import ROWS as FIT_ROWS
from benchmarks.reliability.service import Service, running

ROWS, CONNECTIONS = 100, 16
RATE, P99, P99_BESIDE_A_FIT = 3_000, 10, 25


def figures(quick: bool) -> Iterator[Figure]:
    """The rate, the 99th percentile of the latency, and that no request failed."""
    with running() as service:
        body = prediction(service)
        load(service.port, "/predict", body, CONNECTIONS, 1)
        alone = load(service.port, "/predict", body, CONNECTIONS, 3 if quick else 60)
        with heavy_fit(service, 40_000 if quick else FIT_ROWS):
            beside = load(service.port, "/predict", body, CONNECTIONS, 3 if quick else 20)
    what = f"/predict of {ROWS} x 2 JSON, {CONNECTIONS} connections"
    yield at_least(f"{what}, by {alone.generator}", alone.rate, RATE, "requests a second")
    yield at_most(f"{what}, 99th percentile", 1e3 * alone.p99, P99, "ms")
    yield at_most(
        f"{what}, 99th percentile while a {FIT_ROWS:,} x {COLUMNS} fit runs",
        1e3 * beside.p99,
        P99_BESIDE_A_FIT,
        "ms",
    )
    failed = [
        _failures(each, when) for each, when in ((alone, "alone"), (beside, "beside a fit")) if each.errors
    ]
    yield none_of(f"{what}, failed requests", failed, alone.requests + beside.requests)


def _failures(done: Load, when: str) -> str:
    return f"{done.errors} requests failed {when}"


def prediction(service: Service) -> bytes:
    """A request for the components of a hundred rows, by a fit that is stored."""
    request = service.old_faithful()
    model_id = service.told("POST", "/fit", request)["model_id"]
    return json.dumps({"model_id": model_id, "data": request["data"][:ROWS]}).encode()
