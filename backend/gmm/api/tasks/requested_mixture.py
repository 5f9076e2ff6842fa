"""The mixture that a request is about: a stored one by its id, or the one it brings along."""

from __future__ import annotations

from gmm.api.errors import INVALID_VALUE, UNKNOWN_MODEL, Problem
from gmm.api.limits import refuse_large_model
from gmm.api.schemas.base import ModelRequest
from gmm.api.schemas.models import StoredModel
from gmm.api.service import service, store
from gmm.engine import Mixture
from gmm.io.model_document import mixture_of


def requested_mixture(wanted: ModelRequest) -> Mixture:
    """The one mixture a request names; raises Problem if it names none, both, or an unknown one."""
    if wanted.model_id and not wanted.model:
        return stored_mixture(wanted.model_id, field="model_id")
    if not wanted.model or wanted.model_id:
        raise Problem(
            INVALID_VALUE,
            "Give either model_id (a stored mixture) or model (a mixture's document), one of the two.",
            field="model_id",
        )
    refuse_large_model(wanted.model)
    return mixture_of(wanted.model)


def stored_mixture(model_id: str, field: str | None = None) -> Mixture:
    """The mixture stored under this id, ready to be evaluated; raises Problem if there is none."""
    return service().prepared.get(model_id, lambda each: mixture_of(stored_model(each, field).model))


def stored_model(model_id: str, field: str | None = None) -> StoredModel:
    """The stored model with this id; raises Problem if there is none."""
    stored = store().get(model_id)
    if stored is None:
        raise unknown_model(model_id, field)
    return stored


def unknown_model(model_id: str, field: str | None = None) -> Problem:
    """The refusal of an id under which nothing is stored."""
    detail = f"No model {model_id!r} is stored here. GET /models lists those that are."
    return Problem(UNKNOWN_MODEL, detail, field=field, pointer=field and f"/{field}")
