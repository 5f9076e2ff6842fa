"""`POST /fit`."""

from __future__ import annotations

from flask import Blueprint, Response, request

from gmm.api import worked_calls
from gmm.api.answers import json_answer
from gmm.api.body import read_json
from gmm.api.computing import computing
from gmm.api.departure import while_client_listens
from gmm.api.fitting import drained, prepared, told
from gmm.api.operation import COMPUTED, JSON, NDJSON, operation
from gmm.api.schemas.fit import FitAnswer, FitRequest, IterationEvent, ProblemEvent, ResultEvent, StartEvent
from gmm.api.service import store
from gmm.api.streaming import ndjson_answer, wants_stream
from gmm.engine import fit_events

blueprint = Blueprint("fit", __name__)


@blueprint.post("/fit")
@operation(
    body=FitRequest,
    answers={JSON: (FitAnswer,), NDJSON: (IterationEvent | StartEvent | ResultEvent | ProblemEvent,)},
    problems=COMPUTED,
    example=worked_calls.FIT,
    example_answer=worked_calls.FITTED,
)
@computing
def fit() -> Response:
    """Fit a mixture

    Fits a Gaussian mixture to the rows of `data` by expectation maximisation, from several starts, keeps the
    best and stores it under `model_id`. With `Accept: application/x-ndjson` the same call streams one JSON
    object a line: an `iteration` event for every EM iteration (iteration 0 is the initial mixture), a `start`
    event when a start has ended, and as the last line either `result`, which is the whole answer, or
    `problem`. The fit stops when the client closes the connection.
    """
    dataset, options = prepared(read_json(FitRequest))
    events = while_client_listens(fit_events(dataset, options), request.environ)
    if wants_stream():
        return ndjson_answer(told(events, dataset, store()))
    return json_answer(drained(events, dataset, store()))
