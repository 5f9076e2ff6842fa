"""Keeping what is to be kept of an answer, before anybody hears of it."""

from __future__ import annotations

import msgspec
from msgspec import UNSET

from gmm.api.schemas.base import Answer
from gmm.api.schemas.fit import FitSummary, FitWarning
from gmm.api.service import Service
from gmm.api.store.failures import StoreError
from gmm.api.tasks.base import AbstractTask


def once_kept(answer: Answer, task: AbstractTask, keeper: Service) -> Answer:
    """The answer to send, once what it says is stored is safe on disk.

    A store that cannot be written to does not cost anybody a fit that may have taken an hour: it is answered
    all the same, without an id, for an id is a promise, and with a warning that says why.
    """
    stored = task.kept(answer)
    if stored is None:
        return answer
    try:
        keeper.keep(stored)
    except StoreError as error:
        assert isinstance(answer, FitSummary)
        message = f"The fit could not be stored and has no model_id; keep this answer. {error.message}"
        warnings = [*answer.warnings, FitWarning(code="not_stored", message=message)]
        return msgspec.structs.replace(answer, model_id=UNSET, warnings=warnings)
    return answer
