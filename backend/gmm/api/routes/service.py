"""`GET /healthz`, `/limits`, `/openapi.json` and `/docs`: the service about itself."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.operation import HTML, JSON, operation
from gmm.api.schemas.service import Health
from gmm.api.settings import Limits

blueprint = Blueprint("service", __name__)


@blueprint.get("/healthz")
@operation(answers={JSON: (Health,)}, example_answer={"status": "ok", "version": "0.1.0"})
def healthz() -> Response:
    """Say that the service is up"""
    raise NotImplementedError


@blueprint.get("/limits")
@operation(answers={JSON: (Limits,)}, example_answer=Limits())
def limits() -> Response:
    """Show the limits in force

    Each can be changed by an environment variable: `max_rows` by `GMM_MAX_ROWS`, and so on.
    """
    raise NotImplementedError


@blueprint.get("/openapi.json")
@operation(answers={JSON: (dict,)})
def openapi() -> Response:
    """Get this contract

    OpenAPI 3.1.
    """
    raise NotImplementedError


@blueprint.get("/docs")
@operation(answers={HTML: (str,)})
def docs() -> Response:
    """Read this contract

    The same as a page for people.
    """
    raise NotImplementedError
