"""`POST /bootstrap`."""

from __future__ import annotations

from flask import Blueprint, Response, request

from gmm.api import worked_doubts
from gmm.api.answers import json_answer
from gmm.api.body import read_json
from gmm.api.bootstrapping import begun, drained, told
from gmm.api.computing import computing
from gmm.api.departure import while_client_listens
from gmm.api.operation import COMPUTED, JSON, NDJSON, operation
from gmm.api.schemas.bootstrap import BootstrapAnswer, BootstrapRequest, BootstrapResultEvent, ReplicateEvent
from gmm.api.schemas.fit import ProblemEvent
from gmm.api.streaming import ndjson_answer, wants_stream

blueprint = Blueprint("bootstrap", __name__)


@blueprint.post("/bootstrap")
@operation(
    body=BootstrapRequest,
    answers={JSON: (BootstrapAnswer,), NDJSON: (ReplicateEvent | BootstrapResultEvent | ProblemEvent,)},
    problems=(*COMPUTED, 404),
    example=worked_doubts.BOOTSTRAP,
    example_answer=worked_doubts.BOOTSTRAPPED,
)
@computing
def bootstrap() -> Response:
    """Say how sure the parameters are

    Makes the rows of `data` again many times, fits each of these data sets from the given mixture on, and
    answers with standard errors, percentile intervals and bias of weights, means and covariances. `data` are
    the rows the mixture was fitted to, with `null` where a value is missing, and what more the fit was told
    is told again. Components are matched, so that it does not matter in which order a fit finds them; fits
    that lost a component or shrank one onto a few rows are counted and left out. With
    `Accept: application/x-ndjson` the same call streams a `replicate` event for every fit, and as the last
    line `result`, which is the whole answer, or `problem`. It stops when the client closes the connection.
    """
    wanted = read_json(BootstrapRequest)
    events = while_client_listens(begun(wanted), request.environ)
    if wants_stream():
        return ndjson_answer(told(events, wanted.n_replicates))
    return json_answer(drained(events))
