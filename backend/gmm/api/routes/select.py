"""`POST /select`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.contract.examples import selection as example_selection
from gmm.api.contract.operation import COMPUTED, JSON, NDJSON, operation
from gmm.api.schemas.fit import ProblemEvent
from gmm.api.schemas.progress import StreamEvent
from gmm.api.schemas.select import (
    CellEvent,
    FailedCellEvent,
    SelectAnswer,
    SelectionEvent,
    SelectRequest,
    TestEvent,
    TestReplicateEvent,
)
from gmm.api.tasks.select import select_task
from gmm.api.wire.requests import read_request
from gmm.api.work.answered import answered
from gmm.api.work.computing import computing

blueprint = Blueprint("select", __name__)


@blueprint.post("/select")
@operation(
    body=SelectRequest,
    takes_tables=True,
    answers={
        JSON: (SelectAnswer,),
        NDJSON: (
            CellEvent
            | FailedCellEvent
            | TestReplicateEvent
            | TestEvent
            | StreamEvent
            | SelectionEvent
            | ProblemEvent,
        ),
    },
    problems=(*COMPUTED, 404),
    example=example_selection.SELECT,
    example_answer=example_selection.SELECTED,
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
    return answered(select_task(read_request(SelectRequest)))
