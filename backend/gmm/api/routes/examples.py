"""`GET /examples` and `GET /examples/{example_id}`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api import worked_calls
from gmm.api.operation import JSON, operation
from gmm.api.schemas.examples import ExampleData, ExampleList

blueprint = Blueprint("examples", __name__)


@blueprint.get("/examples")
@operation(answers={JSON: (ExampleList,)}, example_answer={"examples": [worked_calls.EXAMPLE]})
def list_examples() -> Response:
    """List the example data sets

    Each with what it teaches and a suggested first fit.
    """
    raise NotImplementedError


@blueprint.get("/examples/<example_id>")
@operation(
    answers={JSON: (ExampleData,)},
    problems=(404,),
    example={"example_id": "old-faithful"},
    example_answer=worked_calls.EXAMPLE_DATA,
)
def get_example(example_id: str) -> Response:
    """Get an example data set

    The rows go into `POST /fit` as they are. Known classes come as `labels`; a fit never uses them.
    """
    raise NotImplementedError
