"""Answers as bytes. Arrays enter an answer through here, so that nothing that is not finite leaves."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from flask import Response
from numpy.typing import NDArray

from gmm.api.errors import NOT_FINITE, Problem
from gmm.api.operation import JSON
from gmm.api.schemas.base import Answer


def json_answer(answer: msgspec.Struct) -> Response:
    """A 200 with this body."""
    return Response(msgspec.json.encode(answer), mimetype=JSON)


def finite_list(values: NDArray[np.float64], what: str) -> list[Any]:
    """The array as nested lists; ``what`` names it for the person who reads a refusal.

    msgspec would write NaN and infinities as null without a word, so Problem is raised for them here.
    """
    if not np.isfinite(values).all():
        row = int(np.argwhere(~np.isfinite(values))[0][0])
        raise Problem(
            NOT_FINITE,
            f"The {what} of row {row + 1} is not a finite number: the row lies too far from the mixture. "
            "Leave it out.",
            row=row + 1,
        )
    return values.tolist()


def encode_line(event: Answer) -> bytes:
    """One line of NDJSON."""
    return msgspec.json.encode(event) + b"\n"
