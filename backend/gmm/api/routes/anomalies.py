"""`POST /anomalies`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.contract.examples import judgements as example_judgements
from gmm.api.contract.operation import COMPUTED, JSON, NDJSON, operation
from gmm.api.schemas.anomalies import AnomaliesAnswer, AnomaliesRequest, AnomaliesResultEvent
from gmm.api.schemas.fit import ProblemEvent
from gmm.api.schemas.progress import StreamEvent
from gmm.api.tasks.anomalies import anomalies_task
from gmm.api.wire.body import read_json
from gmm.api.work.answered import answered
from gmm.api.work.computing import computing

blueprint = Blueprint("anomalies", __name__)


@blueprint.post("/anomalies")
@operation(
    body=AnomaliesRequest,
    answers={JSON: (AnomaliesAnswer,), NDJSON: (StreamEvent | AnomaliesResultEvent | ProblemEvent,)},
    problems=(*COMPUTED, 404),
    example=example_judgements.ANOMALIES,
    example_answer=example_judgements.ANOMALIES_FOUND,
)
@computing
def anomalies() -> Response:
    """Find unusual rows, at a stated rate of false alarms

    Each row of `data` gets a score, −log density, a conformal p-value and, if it raises an alarm, an
    explanation: which columns are unusual given the others. With `fit` mixtures are fitted to the rows
    themselves, each row judged by one that has not seen it. With `calibration` a given mixture is calibrated
    on ordinary rows that had no part in its fit. Either way the answer's `detector` judges new rows later,
    without the old ones: its rate of false alarms holds for rows of the same kind, whatever their
    distribution. A row with missing values (`null`) is judged by what is observed of it.
    """
    return answered(anomalies_task(read_json(AnomaliesRequest)))
