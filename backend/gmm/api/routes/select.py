"""`POST /select`."""

from __future__ import annotations

from flask import Blueprint, Response, request

from gmm.api import worked_selection
from gmm.api.answers import json_answer
from gmm.api.body import read_json
from gmm.api.computing import computing
from gmm.api.departure import while_client_listens
from gmm.api.operation import COMPUTED, JSON, NDJSON, operation
from gmm.api.schemas.fit import ProblemEvent
from gmm.api.schemas.select import (
    CellEvent,
    FailedCellEvent,
    ReplicateEvent,
    SelectAnswer,
    SelectionEvent,
    SelectRequest,
    TestEvent,
)
from gmm.api.selecting import drained, prepared, told
from gmm.api.streaming import ndjson_answer, wants_stream
from gmm.engine import select_events

blueprint = Blueprint("select", __name__)


@blueprint.post("/select")
@operation(
    body=SelectRequest,
    answers={
        JSON: (SelectAnswer,),
        NDJSON: (CellEvent | FailedCellEvent | ReplicateEvent | TestEvent | SelectionEvent | ProblemEvent,),
    },
    problems=COMPUTED,
    example=worked_selection.SELECT,
    example_answer=worked_selection.SELECTED,
)
@computing
def select() -> Response:
    """Choose the number of components and their structure

    Fits a mixture for every number of components and every structure asked for, compares them by BIC, AIC and
    both forms of ICL, on request by cross-validation and by bootstrap likelihood-ratio tests too, and says
    how decided the choice is. A cell that cannot be fitted is reported with its reason; one whose best
    optimum is spurious is never chosen. Nothing is stored: to keep the mixture, fit it with `POST /fit`. With
    `Accept: application/x-ndjson` the same call streams a `cell` event whenever more is known of a cell,
    `failure`, `replicate` and `test` events, and as the last line either `result`, the whole answer, or
    `problem`. The sweep stops when the client closes the connection.
    """
    dataset, options = prepared(read_json(SelectRequest))
    events = while_client_listens(select_events(dataset, options), request.environ)
    if wants_stream():
        return ndjson_answer(told(events, dataset))
    return json_answer(drained(events, dataset))
