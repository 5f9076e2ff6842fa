"""`GET /healthz` and `/readyz`."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from gmm.api.schemas.base import Answer


class Health(Answer, frozen=True, kw_only=True):
    """The service is up."""

    status: Literal["ok"]
    version: Annotated[str, Meta(description="Version of the service.", examples=["0.1.0"])]


class Readiness(Answer, frozen=True, kw_only=True):
    """The service can do its work."""

    status: Literal["ready"]
    checks: Annotated[
        list[str], Meta(description="What has been tried.", examples=[["store", "child process"]])
    ]
