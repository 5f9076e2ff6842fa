"""The application factory: settings, store, routes, errors, headers, in this order."""

from __future__ import annotations

from flask import Flask, Response
from flask_cors import CORS

from gmm.api import errors
from gmm.api.routes import BLUEPRINTS
from gmm.api.service import Service, install
from gmm.api.settings import Settings
from gmm.api.store.models import ModelStore
from gmm.api.work.computing import computing_slots

# The docs need one style sheet of our own; no answer needs anything else.
_CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# A name that an attacker points at this machine (DNS rebinding) is none of these.
_LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"]


def create_app(settings: Settings | None = None) -> Flask:
    """The API as a WSGI application; with no settings given, those in the environment."""
    settings = settings or Settings.from_environment()
    app = Flask("gmm.api", static_url_path="/docs/static")
    if settings.host in _LOOPBACK_NAMES:
        app.config["TRUSTED_HOSTS"] = _LOOPBACK_NAMES
    install(app, Service(settings, ModelStore(settings.database_url), computing_slots(settings)))
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    errors.register(app)
    CORS(
        app,
        origins=list(settings.allowed_origins),
        always_send=False,
        max_age=600,
        expose_headers=["Retry-After", "Location", "Content-Disposition"],
    )
    app.after_request(_with_security_headers)
    return app


def _with_security_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _CONTENT_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Cache-Control", "no-store")
    return response
