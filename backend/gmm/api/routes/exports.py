"""`/models/{model_id}/document`, `/code/{language}` and `/onnx`: a stored mixture to take away."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response
from werkzeug.utils import secure_filename

from gmm.api.contract.examples import fits as example_fits
from gmm.api.contract.operation import BYTES, JSON, TEXT, operation
from gmm.api.errors import NOT_FOUND, NOT_INSTALLED, Problem
from gmm.api.tasks.requested_mixture import stored_model
from gmm.io.errors import MissingExtraError
from gmm.io.export import LANGUAGES, code_of, onnx_of
from gmm.io.model_document import ModelDocument, mixture_of

blueprint = Blueprint("exports", __name__)


@blueprint.get("/models/<model_id>/document")
@operation(
    answers={JSON: (ModelDocument,)},
    problems=(404, 503),
    path={"model_id": example_fits.MODEL_ID},
    example_answer=example_fits.MODEL,
)
def get_document(model_id: str) -> Response:
    """Download a stored mixture

    Its document as a file, exact to the last bit, for `POST /models` and for every other program that can
    read it; `GET /schemas/model` describes it.
    """
    stored = stored_model(model_id)
    answer = Response(msgspec.json.format(msgspec.json.encode(stored.model), indent=2) + b"\n", mimetype=JSON)
    name = secure_filename(stored.name or "") or stored.model_id
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.json")
    return answer


@blueprint.get("/models/<model_id>/code/<language>")
@operation(
    answers={TEXT: (str,)},
    problems=(404, 503),
    path={"model_id": example_fits.MODEL_ID, "language": "python"},
)
def get_code(model_id: str, language: str) -> Response:
    """Get a stored mixture as code

    `python` builds scikit-learn's `GaussianMixture` with its parameters, `r` has functions in plain R and the
    parameters as the package mclust takes them. Every number is exact, and densities agree to ten digits.
    """
    mixture = mixture_of(stored_model(model_id).model)
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise Problem(NOT_FOUND, f"There is no code in {language!r}. There is {known}.")
    return Response(code_of(mixture, language), mimetype=TEXT)


@blueprint.get("/models/<model_id>/onnx")
@operation(answers={BYTES: (bytes,)}, problems=(404, 501, 503), path={"model_id": example_fits.MODEL_ID})
def get_onnx(model_id: str) -> Response:
    """Get a stored mixture as an ONNX graph

    In double precision, of plain operators: `rows` (N x D) in; `log_density`, `responsibilities` (with noise,
    its own as the last column) and `labels` (-1 for noise) out.
    """
    mixture = mixture_of(stored_model(model_id).model)
    try:
        return Response(onnx_of(mixture), mimetype=BYTES)
    except MissingExtraError as error:
        raise Problem(NOT_INSTALLED, str(error)) from error
