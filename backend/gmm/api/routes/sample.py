"""`POST /sample`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api import worked_calls
from gmm.api.operation import BAD_BODY, JSON, operation
from gmm.api.schemas.sample import SampleAnswer, SampleRequest

blueprint = Blueprint("sample", __name__)


@blueprint.post("/sample")
@operation(
    body=SampleRequest,
    answers={JSON: (SampleAnswer,)},
    problems=(*BAD_BODY, 404),
    example=worked_calls.SAMPLE,
    example_answer=worked_calls.SAMPLED,
)
def sample() -> Response:
    """Draw rows from a mixture

    The same seed draws the same rows.
    """
    raise NotImplementedError
