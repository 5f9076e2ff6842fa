"""`POST /fit`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api import worked_calls
from gmm.api.operation import BAD_BODY, JSON, NDJSON, operation
from gmm.api.schemas.fit import FitAnswer, FitEvent, FitRequest

blueprint = Blueprint("fit", __name__)


@blueprint.post("/fit")
@operation(
    body=FitRequest,
    answers={JSON: (FitAnswer,), NDJSON: (FitEvent,)},
    problems=BAD_BODY,
    example=worked_calls.FIT,
    example_answer=worked_calls.FITTED,
)
def fit() -> Response:
    """Fit a mixture

    Fits a Gaussian mixture to the rows of `data` by expectation maximisation, from several starts, keeps the best
    and stores it under `model_id`. With `Accept: application/x-ndjson` the same call streams one JSON object a
    line: an `iteration` event for every EM iteration (iteration 0 is the initial mixture), a `start` event when a
    start has ended, and as the last line either `result`, which is the whole answer, or `problem`. The fit stops
    when the client closes the connection.
    """
    raise NotImplementedError
