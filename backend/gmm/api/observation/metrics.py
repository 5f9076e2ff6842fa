"""What is counted, in Prometheus' terms. Labels are routes, methods and statuses: there are only so many."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from gmm.api.observation.logs import event
from gmm.api.store.failures import StoreError

# From a prediction to a long fit, in seconds.
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)

_log = logging.getLogger(__name__)


class Metrics:
    """The counters of one service."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "gmm_requests",
            "Requests answered to their last byte.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "gmm_request_seconds",
            "From the first look at a request to the last byte of its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._rows = Counter("gmm_fitted_rows", "Rows of all fits that were kept.", registry=self._registry)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request has been answered."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def count_fitted(self, n_rows: int) -> None:
        """A fit to so many rows has been kept."""
        self._rows.inc(n_rows)

    def watch(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """Show what ``value`` says at the moment, whenever somebody looks."""
        Gauge(name, meaning, registry=self._registry).set_function(lambda: _known(name, value))

    def exposition(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self._registry)


def _known(name: str, value: Callable[[], float]) -> float:
    """The value, or NaN where it cannot be found out: the other metrics are wanted then all the more."""
    try:
        return value()
    except (StoreError, OSError) as error:
        event(_log, logging.WARNING, "a metric is not available", metric=name, kind=type(error).__name__)
        return math.nan
