"""`GET /healthz`, `/readyz`, `/metrics`, `/limits`, `/openapi.json` and `/docs`: the service about itself."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Blueprint, Response, current_app, redirect, request, url_for
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from werkzeug.wrappers import Response as AnyResponse

from gmm import __version__
from gmm.api import service
from gmm.api.contract.docs import docs_page
from gmm.api.contract.document import openapi_document
from gmm.api.contract.operation import HTML, JSON, TEXT, operation
from gmm.api.schemas.service import Health, Readiness
from gmm.api.settings import Limits
from gmm.api.wire.answers import json_answer

blueprint = Blueprint("service", __name__)
_CONTRACT = "gmm.contract"


@blueprint.get("/healthz")
@operation(answers={JSON: (Health,)}, example_answer={"status": "ok", "version": __version__})
def healthz() -> Response:
    """Say that the service is up"""
    return json_answer(Health(status="ok", version=__version__))


@blueprint.get("/readyz")
@operation(
    answers={JSON: (Readiness,)},
    problems=(503,),
    example_answer={"status": "ready", "checks": ["store", "child process"]},
)
def readyz() -> Response:
    """Say that the service can do its work

    Tries what a fit needs: that the model store can be written to, and that a child process can be started. A
    503 says what does not work; send no requests there until it does. What was found holds for a second.
    """
    return json_answer(Readiness(status="ready", checks=service.service().readiness.checked()))


@blueprint.get("/metrics")
@operation(answers={TEXT: (str,)})
def metrics() -> Response:
    """Get counts and sizes, for Prometheus

    Requests by route and status, and how long they took; what computes and what waits; rows fitted; the size
    of the store; processor time and memory of the process.
    """
    return Response(service.metrics().exposition(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


@blueprint.get("/limits")
@operation(answers={JSON: (Limits,)}, example_answer=Limits())
def limits() -> Response:
    """Show the limits in force

    Each can be changed by an environment variable: `max_rows` by `GMM_MAX_ROWS`, and so on.
    """
    return json_answer(service.limits())


@blueprint.get("/openapi.json")
@operation(answers={JSON: (dict,)})
def openapi() -> Response:
    """Get this contract

    OpenAPI 3.1, from which clients and types can be generated.
    """
    return Response(msgspec.json.encode(_contract()), mimetype=JSON)


@blueprint.get("/docs")
@operation(answers={HTML: (str,)})
def docs() -> str:
    """Read this contract

    The same as a page for people: this one.
    """
    return docs_page(_contract(), request.root_url.rstrip("/"))


def _contract() -> dict[str, Any]:
    """The contract, made when it is first asked for: routes do not change while the service runs."""
    kept = current_app.extensions
    if _CONTRACT not in kept:
        kept[_CONTRACT] = openapi_document(current_app)
    document: dict[str, Any] = kept[_CONTRACT]
    return document


@blueprint.get("/")
def index() -> AnyResponse:
    """Whoever opens the bare address wants to read."""
    return redirect(url_for("service.docs"))


@blueprint.get("/problems/<slug>")
def problem(slug: str) -> AnyResponse:
    """Where a problem document's `type` leads."""
    return redirect(url_for("service.docs", _anchor=f"problem-{slug}"))
