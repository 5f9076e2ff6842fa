"""`GET /models`, `GET /models/{model_id}`, and the same as code or an ONNX graph."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.contract.examples import fits as example_fits
from gmm.api.contract.operation import BYTES, JSON, TEXT, operation
from gmm.api.errors import NOT_FOUND, NOT_INSTALLED, Problem
from gmm.api.schemas.models import ModelList, StoredFit
from gmm.api.service import store
from gmm.api.tasks.requested_mixture import stored_fit
from gmm.api.wire.answers import json_answer
from gmm.io.errors import MissingExtraError
from gmm.io.export import LANGUAGES, code_of, onnx_of
from gmm.io.model_document import mixture_of

blueprint = Blueprint("models", __name__)


@blueprint.get("/models")
@operation(answers={JSON: (ModelList,)}, example_answer={"models": [example_fits.ENTRY]})
def list_models() -> Response:
    """List the stored fits

    The newest first.
    """
    return json_answer(ModelList(models=store().entries()))


@blueprint.get("/models/<model_id>")
@operation(
    answers={JSON: (StoredFit,)},
    problems=(404,),
    example={"model_id": example_fits.MODEL_ID},
    example_answer=example_fits.STORED,
)
def get_model(model_id: str) -> Response:
    """Get a stored fit

    What `POST /fit` answered, without the labels.
    """
    return json_answer(stored_fit(model_id))


@blueprint.get("/models/<model_id>/code/<language>")
@operation(
    answers={TEXT: (str,)},
    problems=(404,),
    example={"model_id": example_fits.MODEL_ID, "language": "python"},
)
def get_code(model_id: str, language: str) -> Response:
    """Get a stored mixture as code

    `python` builds scikit-learn's `GaussianMixture` with its parameters, `r` has functions in plain R and the
    parameters as the package mclust takes them. Every number is exact, and densities agree to ten digits.
    """
    mixture = mixture_of(stored_fit(model_id).model)
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise Problem(NOT_FOUND, f"There is no code in {language!r}. There is {known}.")
    return Response(code_of(mixture, language), mimetype=TEXT)


@blueprint.get("/models/<model_id>/onnx")
@operation(answers={BYTES: (bytes,)}, problems=(404, 501), example={"model_id": example_fits.MODEL_ID})
def get_onnx(model_id: str) -> Response:
    """Get a stored mixture as an ONNX graph

    In double precision, of plain operators: `rows` (N x D) in; `log_density`, `responsibilities` (with noise,
    its own as the last column) and `labels` (-1 for noise) out.
    """
    mixture = mixture_of(stored_fit(model_id).model)
    try:
        return Response(onnx_of(mixture), mimetype=BYTES)
    except MissingExtraError as error:
        raise Problem(NOT_INSTALLED, str(error)) from error
