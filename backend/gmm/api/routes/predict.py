"""`POST /predict`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api import worked_calls
from gmm.api.operation import BAD_BODY, JSON, operation
from gmm.api.schemas.predict import PredictAnswer, PredictRequest

blueprint = Blueprint("predict", __name__)


@blueprint.post("/predict")
@operation(
    body=PredictRequest,
    answers={JSON: (PredictAnswer,)},
    problems=(*BAD_BODY, 404),
    example=worked_calls.PREDICT,
    example_answer=worked_calls.PREDICTED,
)
def predict() -> Response:
    """Assign rows to components

    For each row of `data`: its most probable component, the probability of every component, and the natural log of
    the mixture's density there (low densities are anomalies). Name a stored mixture by `model_id` or send one as
    `model`.
    """
    raise NotImplementedError
