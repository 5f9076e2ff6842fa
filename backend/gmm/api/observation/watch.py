"""Around every request: its name, how long it took, a line in the log, a count."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import request

from gmm.api.observation import request_id
from gmm.api.observation.logs import event
from gmm.api.observation.metrics import Metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

_log = logging.getLogger(__name__)
_ROUTE = "gmm.route"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Asked every few seconds by machines; news only to those who look for it.
_PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
_OTHER = "other"


def note_route() -> None:
    """Remember the present request's route: its template, since the path itself is a client's words."""
    request.environ[_ROUTE] = template(request.url_rule.rule) if request.url_rule else _OTHER


@cache
def template(rule: str) -> str:
    """`/examples/<example_id>` as OpenAPI writes it: `/examples/{example_id}`."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)


class Watched:
    """An application whose requests are named, timed, logged and counted."""

    def __init__(self, application: WSGIApplication, metrics: Metrics) -> None:
        self._application = application
        self._metrics = metrics

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        name = request_id.begin(environ.get("HTTP_X_REQUEST_ID"))
        watch = _Watch(environ, name, self._metrics)

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            watch.status = int(status[:3])
            return start_response(status, [*headers, (request_id.HEADER, name)], *error)

        watch.body = self._application(environ, start)
        return watch


class _Watch:
    """The body of an answer, passed on as it is; when it is closed, the request is told and counted."""

    body: Iterable[bytes] = ()
    status = 0

    def __init__(self, environ: dict[str, Any], name: str, metrics: Metrics) -> None:
        self._environ = environ
        self._name = name
        self._metrics = metrics
        self._began = time.perf_counter()
        self._n_bytes = 0
        self._is_finished = False

    def __iter__(self) -> Iterator[bytes]:
        for part in self.body:
            self._n_bytes += len(part)
            yield part
        self._is_finished = True

    def close(self) -> None:
        """Called by the server when the last byte is out, or nobody listens any more."""
        try:
            if close := getattr(self.body, "close", None):
                close()
        finally:
            self._tell()
            request_id.end()

    def _tell(self) -> None:
        seconds = time.perf_counter() - self._began
        given = self._environ["REQUEST_METHOD"]
        method = given if given in _METHODS else _OTHER
        route = self._environ.get(_ROUTE, _OTHER)
        self._metrics.count_request(method, route, self.status, seconds)
        level = logging.DEBUG if route in _PROBES else logging.INFO if self.status < 500 else logging.ERROR
        event(
            _log,
            level,
            "request",
            method=method,
            route=route,
            status=self.status,
            seconds=round(seconds, 6),
            bytes=self._n_bytes,
            finished=self._is_finished,
            request_id=self._name,
        )
