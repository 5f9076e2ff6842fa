"""`POST /bootstrap`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.contract.examples import doubts as example_doubts
from gmm.api.contract.operation import COMPUTED, JSON, NDJSON, operation
from gmm.api.schemas.bootstrap import BootstrapAnswer, BootstrapRequest, BootstrapResultEvent, ReplicateEvent
from gmm.api.schemas.fit import ProblemEvent
from gmm.api.schemas.progress import StreamEvent
from gmm.api.tasks.bootstrap import bootstrap_task
from gmm.api.wire.requests import read_request
from gmm.api.work.answered import answered
from gmm.api.work.computing import computing

blueprint = Blueprint("bootstrap", __name__)


@blueprint.post("/bootstrap")
@operation(
    body=BootstrapRequest,
    takes_tables=True,
    answers={
        JSON: (BootstrapAnswer,),
        NDJSON: (ReplicateEvent | StreamEvent | BootstrapResultEvent | ProblemEvent,),
    },
    problems=(*COMPUTED, 404),
    example=example_doubts.BOOTSTRAP,
    example_answer=example_doubts.BOOTSTRAPPED,
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
    return answered(bootstrap_task(read_request(BootstrapRequest)))
