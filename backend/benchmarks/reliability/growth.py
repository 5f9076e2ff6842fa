"""A thousand fits leave no memory behind."""

from __future__ import annotations

import json
from collections.abc import Iterator

from benchmarks.reliability.figure import Figure, at_most, none_of
from benchmarks.reliability.service import JSON, running

FITS, MEGABYTES = 1_000, 5
_WARMING = 200  # by then every thread has its working memory, every cache its entries


def figures(quick: bool) -> Iterator[Figure]:
    """How far the service's memory grows, all its processes together."""
    n_fits = 100 if quick else FITS
    failed: list[bytes] = []
    with running() as service:
        request = json.dumps(service.old_faithful()).encode()
        connection = service.connection()

        def fit(times: int) -> None:
            for _ in range(times):
                connection.request("POST", "/fit", request, JSON)
                answer = connection.getresponse()
                content = answer.read()
                if answer.status != 200:
                    failed.append(content)

        fit(30 if quick else _WARMING)
        before = service.megabytes
        fit(n_fits)
        growth = service.megabytes - before
    yield at_most(f"memory growth over {FITS:,} fits", max(growth, 0.0) * FITS / n_fits, MEGABYTES, "MB")
    yield none_of("fits that failed meanwhile", failed, n_fits)
