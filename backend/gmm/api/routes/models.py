"""`/models` and `/models/{model_id}`: the stored mixtures, what they are called, and what goes away."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from msgspec import UNSET

from gmm.api.contract.examples import fits as example_fits
from gmm.api.contract.examples import models as example_models
from gmm.api.contract.operation import JSON, operation
from gmm.api.errors import INVALID_VALUE, Problem
from gmm.api.limits import refuse_large_model, refuse_large_page
from gmm.api.schemas.models import (
    ModelChange,
    ModelEntry,
    ModelList,
    ModelQuery,
    ModelUpload,
    StoredFit,
    UploadedModel,
)
from gmm.api.service import limits, service, store
from gmm.api.store.listing import MarkError
from gmm.api.store.models import new_model_id, stored_now
from gmm.api.tasks.requested_mixture import stored_model, unknown_model
from gmm.api.wire.answers import json_answer
from gmm.api.wire.body import read_json
from gmm.api.wire.query import read_query
from gmm.io.model_document import document_of, mixture_of

blueprint = Blueprint("models", __name__)

_PAGE = 100


@blueprint.get("/models")
@operation(
    query=ModelQuery,
    answers={JSON: (ModelList,)},
    problems=(422, 503),
    example_answer=example_models.LISTED,
)
def list_models() -> Response:
    """List the stored models

    The newest first, page by page: what a page answers as `next` is the `after` of the next one. Whatever is
    stored or deleted in between, no model comes twice and none is left out.
    """
    wanted = read_query(ModelQuery)
    limit = min(_PAGE, limits().max_page_models) if wanted.limit is UNSET else wanted.limit
    refuse_large_page(limit)
    try:
        return json_answer(store().page(wanted, limit))
    except MarkError as error:
        raise Problem(INVALID_VALUE, str(error), field="after") from error


@blueprint.post("/models")
@operation(
    body=ModelUpload,
    status=201,
    answers={JSON: (UploadedModel,)},
    problems=(400, 413, 415, 422, 503),
    example=example_models.UPLOAD,
    example_answer=example_models.UPLOADED,
)
def upload_model() -> Response:
    """Store a mixture

    One that was fitted elsewhere or downloaded before. Its numbers are checked as all are: weights that sum
    to 1, symmetric and positive definite covariances. The Location header names where it is stored.
    """
    wanted = read_json(ModelUpload)
    refuse_large_model(wanted.model)
    mixture = mixture_of(wanted.model)
    stored = UploadedModel(
        model_id=new_model_id(),
        model=document_of(mixture),
        n_parameters=mixture.n_parameters,
        **stored_now(wanted.name, wanted.tags, wanted.note),
    )
    store().put(stored)
    answer = json_answer(stored)
    answer.status_code = 201
    answer.headers["Location"] = url_for("models.get_model", model_id=stored.model_id)
    return answer


@blueprint.get("/models/<model_id>")
@operation(
    answers={JSON: (StoredFit, UploadedModel)},
    problems=(404, 503),
    path={"model_id": example_fits.MODEL_ID},
    example_answer=example_models.STORED,
)
def get_model(model_id: str) -> Response:
    """Get a stored model

    Of one that was fitted here, what `POST /fit` answered, without the labels. Either way the mixture, when
    it was stored and what it is called.
    """
    return json_answer(stored_model(model_id))


@blueprint.patch("/models/<model_id>")
@operation(
    body=ModelChange,
    answers={JSON: (ModelEntry,)},
    problems=(400, 404, 413, 415, 422, 503),
    path={"model_id": example_fits.MODEL_ID},
    example=example_models.CHANGE,
    example_answer=example_models.CHANGED,
)
def change_model(model_id: str) -> Response:
    """Rename a stored model

    Sets its name, its tags, its note, or all of them. What it is a model of never changes.
    """
    entry = store().change(model_id, read_json(ModelChange))
    if entry is None:
        raise unknown_model(model_id)
    return json_answer(entry)


@blueprint.delete("/models/<model_id>")
@operation(status=204, problems=(404, 503), path={"model_id": example_fits.MODEL_ID})
def delete_model(model_id: str) -> Response:
    """Delete a stored model

    For good. Other processes that serve the same store may know it for one more second.
    """
    is_gone = store().delete(model_id)
    service().prepared.forget(model_id)
    if not is_gone:
        raise unknown_model(model_id)
    return Response(status=204)
