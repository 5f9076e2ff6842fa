"""Keeping what is to be kept of an answer, before anybody hears of it.

A store that cannot be written to does not cost anybody a fit that may have taken an hour: it is answered all
the same, without an id, for an id is a promise, and with a warning that says why.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec import UNSET

from gmm.api.schemas.base import Answer
from gmm.api.schemas.fit import FitSummary, FitWarning
from gmm.api.schemas.models import StoredFit
from gmm.api.service import Service
from gmm.api.store.failures import StoreError
from gmm.api.tasks.base import AbstractTask
from gmm.api.wire.answers import encode

Keep = Callable[[StoredFit], object]


def once_kept(answer: Answer, task: AbstractTask, keeper: Service) -> Answer:
    """The answer to send, once what it says is stored is safe on disk."""
    stored = task.kept(answer)
    if stored is not None:
        try:
            keeper.keep(stored)
        except StoreError as error:
            return _not_kept(answer, error)
    return answer


def body_once_kept(body: bytes, kind: type[Answer], stored: StoredFit | None, keep: Keep) -> bytes:
    """The same of an answer that has been encoded elsewhere."""
    if stored is not None:
        try:
            keep(stored)
        except StoreError as error:
            return encode(_not_kept(msgspec.json.decode(body, type=kind), error))
    return body


def _not_kept(answer: Answer, error: StoreError) -> Answer:
    assert isinstance(answer, FitSummary)
    message = f"The fit could not be stored and has no model_id; keep this answer. {error.message}"
    warnings = [*answer.warnings, FitWarning(code="not_stored", message=message)]
    return msgspec.structs.replace(answer, model_id=UNSET, warnings=warnings)
