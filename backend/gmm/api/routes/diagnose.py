"""`POST /diagnose`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.contract.examples import judgements as example_judgements
from gmm.api.contract.operation import COMPUTED, JSON, NDJSON, operation
from gmm.api.schemas.diagnose import DiagnoseRequest, Diagnosis, DiagnosisEvent
from gmm.api.schemas.fit import ProblemEvent
from gmm.api.schemas.progress import StreamEvent
from gmm.api.tasks.diagnose import diagnose_task
from gmm.api.wire.requests import read_request
from gmm.api.work.answered import answered
from gmm.api.work.computing import computing

blueprint = Blueprint("diagnose", __name__)


@blueprint.post("/diagnose")
@operation(
    body=DiagnoseRequest,
    takes_tables=True,
    answers={JSON: (Diagnosis,), NDJSON: (StreamEvent | DiagnosisEvent | ProblemEvent,)},
    problems=(*COMPUTED, 404),
    example=example_judgements.DIAGNOSE,
    example_answer=example_judgements.DIAGNOSED,
)
@computing
def diagnose() -> Response:
    """Say in plain words what about a fit deserves doubt

    Components that overlap or are nearly the same, rest on few rows, have no width in some direction, are
    shaped by a single row, or are not normal; and, of a stored fit (`model_id`), other optima that are about
    as likely. Each finding has a code, a sentence, a number and a remedy. The work stops when the client
    closes the connection. Rows with missing values (`null`) are left out, and their number is told.
    """
    return answered(diagnose_task(read_request(DiagnoseRequest)))
