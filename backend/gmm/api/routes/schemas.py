"""`GET /schemas/model`."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response

from gmm.api.contract.operation import JSON, operation
from gmm.io.model_schema import model_schema

blueprint = Blueprint("schemas", __name__)


@blueprint.get("/schemas/model")
@operation(answers={JSON: (dict,)})
def get_model_schema() -> Response:
    """Get the JSON Schema of mixture documents

    For programs that write or check such documents (`model` in requests and answers) by themselves. That the
    numbers make a mixture no schema can say: reading the document checks that.
    """
    return Response(msgspec.json.encode(model_schema()), mimetype=JSON)
