"""What a refusal looks like: RFC 9457, `application/problem+json`."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.base import Answer


class ProblemDocument(Answer, frozen=True, kw_only=True):
    """What is wrong, where, and what to do (RFC 9457)."""

    type: Annotated[str, Meta(description="`/problems/<slug>`: the kind of problem, explained in the docs.")]
    title: Annotated[
        str, Meta(description="The kind of problem in a few words; the same for every occurrence.")
    ]
    status: Annotated[int, Meta(ge=400, le=599, description="The HTTP status.")]
    detail: Annotated[str, Meta(description="One or two sentences: what is wrong, where, and what to do.")]
    field: Annotated[str, Meta(description="The request's field at fault.")] | UnsetType = UNSET
    row: Annotated[int, Meta(ge=1, description="The data row at fault, counted from 1.")] | UnsetType = UNSET
    column: Annotated[str, Meta(description="The name of the column at fault.")] | UnsetType = UNSET
    line: (
        Annotated[int, Meta(ge=1, description="The line of the file at fault, counted from 1.")] | UnsetType
    ) = UNSET
    request_id: (
        Annotated[str, Meta(description="The request's name in the service's log, as in X-Request-ID.")]
        | UnsetType
    ) = UNSET
    pointer: Annotated[str, Meta(description="JSON pointer (RFC 6901) into the request.")] | UnsetType = UNSET
