"""The application factory: settings, store, routes, errors, who may ask, headers, in this order."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask
from flask_cors import CORS

from gmm.api import errors
from gmm.api.guard.headers import API_HEADERS, Secured
from gmm.api.guard.hosts import refuse_strange_host
from gmm.api.guard.token import refuse_without_token
from gmm.api.observation import request_id
from gmm.api.observation.metrics import Metrics
from gmm.api.observation.readiness import Readiness
from gmm.api.observation.watch import Watched, note_route
from gmm.api.routes import BLUEPRINTS
from gmm.api.service import Service, install
from gmm.api.settings import Settings
from gmm.api.store.database import Database
from gmm.api.store.datasets import DatasetStore
from gmm.api.store.models import ModelStore
from gmm.api.work.computing import ComputingSlots
from gmm.api.work.jobs import Jobs
from gmm.api.work.process import warm_up
from gmm.api.work.workshop import Workshop

_log = logging.getLogger(__name__)
# What a page of a named origin may read of an answer, and send with a request.
_EXPOSED = ["Content-Disposition", "Location", "Retry-After", request_id.HEADER]
_SENT = ["Accept", "Authorization", "Content-Type", request_id.HEADER]


class _Application(Flask):
    """Flask, but a failure is logged without the path and without the failure's words: both may hold data."""

    def log_exception(self, exc_info: Any) -> None:
        """Say where the service made a mistake."""
        _log.error("The service made a mistake", exc_info=exc_info)


def create_app(settings: Settings | None = None) -> Flask:
    """The API as a WSGI application; with no settings given, those in the environment."""
    settings = settings or Settings.from_environment()
    app = _Application("gmm.api", static_url_path="/docs/static")
    app.debug = False  # whatever FLASK_DEBUG says: a debugger runs any code that a browser sends
    service = _service(settings)
    install(app, service)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    errors.register(app)
    _guard(app, settings)
    secured = Secured(app.wsgi_app, API_HEADERS)
    app.wsgi_app = Watched(secured, service.metrics)  # type: ignore[method-assign]  # as Flask's docs advise
    return app


def _service(settings: Settings) -> Service:
    """The parts of the service, and what is to be seen of them."""
    database = Database(settings.database_url)
    metrics = Metrics()
    metrics.watch("gmm_store_bytes", "Bytes of the model store.", database.n_bytes)
    workshop = Workshop(settings)
    metrics.watch("gmm_tasks_running", "Pieces of heavy work in child processes.", workshop.n_running)
    metrics.watch("gmm_tasks_waiting", "Pieces of heavy work that wait for a child.", workshop.n_waiting)
    return Service(
        settings,
        ModelStore(database),
        ComputingSlots(settings),
        workshop,
        Jobs(settings),
        metrics,
        Readiness({"store": database.probe, "child process": warm_up}),
        DatasetStore(settings.dataset_directory, settings.limits),
    )


def _guard(app: Flask, settings: Settings) -> None:
    """Refuse whom the settings do not admit, and tell browsers whose pages may ask."""

    def admit() -> None:
        note_route()
        refuse_strange_host(settings)
        if settings.api_token:
            refuse_without_token(settings.api_token)

    app.before_request(admit)
    CORS(
        app,
        origins=list(settings.allowed_origins),
        always_send=False,
        max_age=600,
        allow_headers=_SENT,
        expose_headers=_EXPOSED,
    )
