"""The bearer token, where one is set: without it only health is told."""

from __future__ import annotations

import hmac

from flask import request

from gmm.api.errors import UNAUTHORIZED, Problem

# What may be asked without a token: probes have none, and learn nothing but that the service is up.
OPEN_ROUTES = frozenset({"/healthz", "/readyz"})


def refuse_without_token(token: str) -> None:
    """Raise Problem unless the request carries the token, or asks what anybody may ask.

    It is accepted as `Authorization: Bearer` from programs, and as the password of `Authorization: Basic`
    (whatever the user's name), which is how a browser asks a person for it: the page then holds no secret
    that a script could read.
    """
    asks_first = request.method == "OPTIONS"  # a browser asks whether it may before it sends the token
    if asks_first or (request.url_rule and request.url_rule.rule in OPEN_ROUTES):
        return
    if not hmac.compare_digest(_given().encode(), token.encode()):
        raise Problem(
            UNAUTHORIZED, "This service wants its token. Send the header Authorization: Bearer <token>."
        )


def _given() -> str:
    """What the request gives as the token; nothing if it gives none."""
    credentials = request.authorization
    if credentials is None:
        return ""
    if credentials.type == "bearer":
        return credentials.token or ""
    return credentials.password or "" if credentials.type == "basic" else ""
