"""`POST /predict`."""

from __future__ import annotations

from flask import Blueprint, Response
from msgspec import UNSET

from gmm.api import worked_calls
from gmm.api.answers import finite_list, json_answer
from gmm.api.body import read_json
from gmm.api.computing import computing
from gmm.api.limits import refuse_large_prediction
from gmm.api.operation import COMPUTED, JSON, operation
from gmm.api.requested_mixture import requested_mixture
from gmm.api.schemas.predict import PredictAnswer, PredictRequest
from gmm.engine import assignment_entropies, responsibilities, uncertainties
from gmm.io.readers.json_rows import samples_of

blueprint = Blueprint("predict", __name__)


@blueprint.post("/predict")
@operation(
    body=PredictRequest,
    answers={JSON: (PredictAnswer,)},
    problems=(*COMPUTED, 404),
    example=worked_calls.PREDICT,
    example_answer=worked_calls.PREDICTED,
)
@computing
def predict() -> Response:
    """Assign rows to components

    For each row of `data`: its most probable component, the probability of every component, and the natural
    log of the mixture's density there (low densities are anomalies); with `uncertainty`, how doubtful its
    component is. Name a stored mixture by `model_id` or send one as `model`.
    """
    wanted = read_json(PredictRequest)
    mixture = requested_mixture(wanted)
    refuse_large_prediction(mixture, wanted.data)
    resp, log_density = responsibilities(mixture, samples_of(wanted.data, mixture.columns))
    return json_answer(
        PredictAnswer(
            labels=resp.argmax(axis=1).tolist(),
            responsibilities=finite_list(resp, "responsibilities"),
            log_density=finite_list(log_density, "log-density"),
            uncertainty=uncertainties(resp).tolist() if wanted.uncertainty else UNSET,
            entropy=assignment_entropies(resp).tolist() if wanted.uncertainty else UNSET,
        )
    )
