"""Answers as bytes. Arrays enter an answer through here, so that nothing that is not finite leaves."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np
from flask import Response
from numpy.typing import NDArray

from gmm.api.contract.operation import JSON
from gmm.api.errors import NOT_FINITE, Problem
from gmm.api.schemas.base import Answer
from gmm.api.wire.collection_pause import collection_pause


def json_answer(answer: msgspec.Struct) -> Response:
    """A 200 with this body; raises Problem if a number in it is not finite."""
    return Response(encode(answer), mimetype=JSON)


def encode(answer: msgspec.Struct) -> bytes:
    """An answer's body; raises Problem if a number in it is not finite."""
    _refuse_not_finite(answer)
    return msgspec.json.encode(answer)


def finite_list(values: NDArray[np.float64], what: str) -> list[Any]:
    """The array as nested lists; ``what`` names it for the person who reads a refusal.

    msgspec would write NaN and infinities as null without a word, so Problem is raised for them here.
    """
    refuse_not_finite(values, what)
    with collection_pause():
        nested: list[Any] = values.tolist()
    return nested


def refuse_not_finite(values: NDArray[np.float64], what: str) -> None:
    """Raise Problem, naming the row, if an array of answers holds something that is not a finite number."""
    if not np.isfinite(values).all():
        row = int(np.argwhere(~np.isfinite(values))[0][0])
        raise Problem(
            NOT_FINITE,
            f"The {what} of row {row + 1} is not a finite number: the row lies too far from the mixture. "
            "Leave it out.",
            row=row + 1,
        )


def encode_line(event: Answer) -> bytes:
    """One line of NDJSON; raises Problem if a number in it is not finite."""
    return encode(event) + b"\n"


def result_line(body: bytes) -> bytes:
    """The last line of a stream that goes well: the whole answer, marked as such."""
    return b'{"event":"result",' + body.removeprefix(b"{") + b"\n"


def _refuse_not_finite(answer: msgspec.Struct) -> None:
    """Look at the single numbers of an answer; its lists have been looked at as arrays."""
    for name in answer.__struct_fields__:
        value = getattr(answer, name)
        if isinstance(value, float) and not math.isfinite(value):
            raise Problem(NOT_FINITE, f"The {name} is not a finite number. Rescale the data.", field=name)
