"""The task that a job is to do, named in its request."""

from __future__ import annotations

from msgspec import UNSET

from gmm.api.errors import INVALID_VALUE, Problem, within
from gmm.api.schemas.jobs import UnreadJobRequest
from gmm.api.tasks.base import AbstractTask
from gmm.api.tasks.kinds import KINDS
from gmm.api.wire.body import columns_of_stored
from gmm.api.wire.decoding import decode_json
from gmm.api.wire.requests import request_in


def requested_task(body: bytes) -> tuple[str, AbstractTask]:
    """The task that a body `{"fit": {…}}` names, and its name; raises Problem where it names none or two."""
    unread = decode_json(body, UnreadJobRequest, columns_of_stored)
    given = {name: part for name in KINDS if (part := getattr(unread, name)) is not UNSET}
    if len(given) != 1:
        raise Problem(
            INVALID_VALUE, f"Give one of {', '.join(KINDS)}, with what the route of that name takes."
        )
    ((name, part),) = given.items()
    kind, task_of = KINDS[name]
    with within(name):
        return name, task_of(request_in(bytes(part), kind))
