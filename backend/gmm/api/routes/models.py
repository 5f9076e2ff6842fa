"""`GET /models` and `GET /models/{model_id}`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api import worked_calls
from gmm.api.answers import json_answer
from gmm.api.operation import JSON, operation
from gmm.api.requested_mixture import stored_fit
from gmm.api.schemas.models import ModelList, StoredFit
from gmm.api.service import store

blueprint = Blueprint("models", __name__)


@blueprint.get("/models")
@operation(answers={JSON: (ModelList,)}, example_answer={"models": [worked_calls.ENTRY]})
def list_models() -> Response:
    """List the stored fits

    The newest first.
    """
    return json_answer(ModelList(models=store().entries()))


@blueprint.get("/models/<model_id>")
@operation(
    answers={JSON: (StoredFit,)},
    problems=(404,),
    example={"model_id": worked_calls.MODEL_ID},
    example_answer=worked_calls.STORED,
)
def get_model(model_id: str) -> Response:
    """Get a stored fit

    What `POST /fit` answered, without the labels.
    """
    return json_answer(stored_fit(model_id))
