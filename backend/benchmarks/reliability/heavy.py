"""A fit that takes long, for trials of what happens meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import numpy as np

from benchmarks.reliability.service import JSON, Service

ROWS, COLUMNS, COMPONENTS = 400_000, 10, 10


@lru_cache(maxsize=2)
def heavy_request(n_rows: int = ROWS) -> bytes:
    """A fit that would go on for minutes: shapeless data, many starts, no tolerance."""
    rows = np.random.default_rng(0).standard_normal((n_rows, COLUMNS)).round(4)
    options = {"n_components": COMPONENTS, "n_init": 20, "tol": 0, "max_iter": 2_000}
    return json.dumps({"data": rows.tolist(), **options}).encode()


@contextmanager
def heavy_fit(service: Service, n_rows: int = ROWS) -> Iterator[None]:
    """Such a fit, told line by line, until its client leaves at the end."""
    connection = service.connection(timeout=120)
    connection.request("POST", "/fit", heavy_request(n_rows), {**JSON, "Accept": "application/x-ndjson"})
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"the heavy fit is refused: {answer.read()[:300]!r}")
    answer.readline()
    try:
        yield
    finally:
        connection.close()
        answer.close()
