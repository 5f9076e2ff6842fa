"""`GET /examples` and `GET /examples/{example_id}`."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from gmm.api.contract.examples import fits as example_fits
from gmm.api.contract.operation import JSON, operation
from gmm.api.errors import UNKNOWN_EXAMPLE, Problem
from gmm.api.schemas.examples import ExampleData, ExampleEntry, ExampleList, Suggestion
from gmm.api.wire.answers import json_answer
from gmm.io.examples import Example, all_examples, example_named

blueprint = Blueprint("examples", __name__)


@blueprint.get("/examples")
@operation(answers={JSON: (ExampleList,)}, example_answer={"examples": [example_fits.EXAMPLE]})
def list_examples() -> Response:
    """List the example data sets

    Each with what it teaches and a suggested first fit.
    """
    return json_answer(ExampleList(examples=[ExampleEntry(**_entry(each)) for each in all_examples()]))


@blueprint.get("/examples/<example_id>")
@operation(
    answers={JSON: (ExampleData,)},
    problems=(404,),
    path={"example_id": "old-faithful"},
    example_answer=example_fits.EXAMPLE_DATA,
)
def get_example(example_id: str) -> Response:
    """Get an example data set

    The rows go into `POST /fit` as they are. Known classes come as `labels`; a fit never uses them.
    """
    example = example_named(example_id)
    if example is None:
        known = ", ".join(each.id for each in all_examples())
        raise Problem(UNKNOWN_EXAMPLE, f"There is no example {example_id!r}. There are {known}.")
    return json_answer(ExampleData(**_entry(example), data=example.samples, labels=example.labels))


def _entry(example: Example) -> dict[str, Any]:
    """What an example's entry in the list and the example itself have in common."""
    return {
        "id": example.id,
        "name": example.name,
        "description": example.description,
        "source": example.source,
        "n_samples": len(example.samples),
        "columns": example.columns,
        "suggested": Suggestion(
            n_components=example.n_components,
            covariance_type=example.covariance_type,
            x=example.x,
            y=example.y,
        ),
    }
