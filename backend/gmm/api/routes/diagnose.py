"""`POST /diagnose`."""

from __future__ import annotations

import math

import msgspec
from flask import Blueprint, Response, request

from gmm.api import worked_judgements
from gmm.api.answers import json_answer
from gmm.api.body import read_json
from gmm.api.computing import computing
from gmm.api.departure import while_client_listens
from gmm.api.limits import refuse_large_prediction
from gmm.api.operation import COMPUTED, JSON, operation
from gmm.api.requested_mixture import requested_mixture, stored_fit
from gmm.api.schemas.diagnose import DiagnoseRequest, Diagnosis, FindingDocument
from gmm.engine import Notice, Optimum
from gmm.engine import diagnosis as engine
from gmm.io.readers.json_rows import matrix_of, partial_dataset_of

blueprint = Blueprint("diagnose", __name__)


@blueprint.post("/diagnose")
@operation(
    body=DiagnoseRequest,
    answers={JSON: (Diagnosis,)},
    problems=(*COMPUTED, 404),
    example=worked_judgements.DIAGNOSE,
    example_answer=worked_judgements.DIAGNOSED,
)
@computing
def diagnose() -> Response:
    """Say in plain words what about a fit deserves doubt

    Components that overlap or are nearly the same, rest on few rows, have no width in some direction, are
    shaped by a single row, or are not normal; and, of a stored fit (`model_id`), other optima that are about
    as likely. Each finding has a code, a sentence, a number and a remedy. The work stops when the client
    closes the connection. Rows with missing values (`null`) are left out, and their number is told.
    """
    wanted = read_json(DiagnoseRequest)
    mixture = requested_mixture(wanted)
    refuse_large_prediction(mixture, wanted.data)
    dataset = partial_dataset_of(matrix_of(wanted.data, mixture.columns), mixture.columns, wanted.weights)
    optima: tuple[Optimum, ...] = ()
    warnings: tuple[Notice, ...] = ()
    if wanted.model_id:
        fitted = stored_fit(wanted.model_id)
        optima = msgspec.convert(fitted.optima, tuple[Optimum, ...], from_attributes=True)
        warnings = msgspec.convert(fitted.warnings, tuple[Notice, ...], from_attributes=True)
    events = engine.diagnosis_events(dataset, mixture, optima, warnings, seed=wanted.seed)
    *_, found = while_client_listens(events, request.environ)
    assert found is not None
    findings = [_document(finding) for finding in found]
    return json_answer(Diagnosis(summary=engine.summary(found), findings=findings))


def _document(finding: Notice) -> FindingDocument:
    told = msgspec.convert(finding, FindingDocument, from_attributes=True)
    if told.number is None or math.isfinite(told.number):
        return told
    return msgspec.structs.replace(told, number=None)  # JSON has no infinity
