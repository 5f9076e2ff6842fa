"""`GET /healthz`, `/limits`, `/openapi.json` and `/docs`: the service about itself."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from gmm import __version__
from gmm.api import service
from gmm.api.contract.docs import docs_page
from gmm.api.contract.document import openapi_document
from gmm.api.contract.operation import HTML, JSON, operation
from gmm.api.schemas.service import Health
from gmm.api.settings import Limits
from gmm.api.wire.answers import json_answer

blueprint = Blueprint("service", __name__)


@blueprint.get("/healthz")
@operation(answers={JSON: (Health,)}, example_answer={"status": "ok", "version": __version__})
def healthz() -> Response:
    """Say that the service is up"""
    return json_answer(Health(status="ok", version=__version__))


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
    return Response(msgspec.json.encode(openapi_document(current_app)), mimetype=JSON)


@blueprint.get("/docs")
@operation(answers={HTML: (str,)})
def docs() -> str:
    """Read this contract

    The same as a page for people: this one.
    """
    return docs_page(openapi_document(current_app), request.root_url.rstrip("/"))


@blueprint.get("/")
def index() -> AnyResponse:
    """Whoever opens the bare address wants to read."""
    return redirect(url_for("service.docs"))


@blueprint.get("/problems/<slug>")
def problem(slug: str) -> AnyResponse:
    """Where a problem document's `type` leads."""
    return redirect(url_for("service.docs", _anchor=f"problem-{slug}"))
