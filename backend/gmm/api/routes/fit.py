"""`POST /fit`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.contract.examples import fits as example_fits
from gmm.api.contract.operation import COMPUTED, JSON, NDJSON, operation
from gmm.api.schemas.fit import FitAnswer, FitRequest, IterationEvent, ProblemEvent, ResultEvent, StartEvent
from gmm.api.schemas.progress import StreamEvent
from gmm.api.tasks.fit import fit_task
from gmm.api.wire.requests import read_request
from gmm.api.work.answered import answered
from gmm.api.work.computing import computing

blueprint = Blueprint("fit", __name__)


@blueprint.post("/fit")
@operation(
    body=FitRequest,
    takes_tables=True,
    answers={
        JSON: (FitAnswer,),
        NDJSON: (IterationEvent | StartEvent | StreamEvent | ResultEvent | ProblemEvent,),
    },
    problems=(*COMPUTED, 404),
    example=example_fits.FIT,
    example_answer=example_fits.FITTED,
)
@computing
def fit() -> Response:
    """Fit a mixture

    Fits a Gaussian mixture to the rows of `data` by expectation maximisation, from several starts, keeps the
    best and stores it under `model_id`. With `Accept: application/x-ndjson` the same call streams one JSON
    object a line: an `iteration` event for every EM iteration (iteration 0 is the initial mixture), a `start`
    event when a start has ended, and as the last line either `result`, which is the whole answer, or
    `problem`; while a heavy fit waits for its turn `queued`, and every second `progress`, with the time that
    is left. Where iterations come faster than they can be told, some are left out. The fit stops when the
    client closes the connection.

    What is not known can stay so: `null` is a missing value, taken to be missing at random. What more is
    known can be said: `weights` of rows, `known_components` of some of them, an `initial` mixture to start
    from and what of it is `fixed`. With `noise`, rows that belong to no Gaussian get the label -1.
    """
    return answered(fit_task(read_request(FitRequest)))
