"""What stands behind the URL's question mark -> a request, as strictly as a body is read."""

from __future__ import annotations

import math
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from flask import request
from msgspec import UNSET

from gmm.api.errors import INVALID_VALUE, Problem
from gmm.api.wire.decoding import refusal

T = TypeVar("T", bound=msgspec.Struct)


def read_query(kind: type[T]) -> T:
    """The query as a ``kind``; a parameter that holds a list may be given several times, the others once.

    Raises Problem for a parameter that is unknown, given twice or not what it may be.
    """
    lists = _lists(kind)
    given: dict[str, Any] = {}
    for name, values in request.args.lists():
        if name not in lists and len(values) > 1:
            raise Problem(INVALID_VALUE, f"{name} is given {len(values)} times; give it once.", field=name)
        given[name] = values if name in lists else values[0]
    try:
        wanted = msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        found = refusal(str(error), b"", kind, lambda _: [])
        found.document = msgspec.structs.replace(found.document, pointer=UNSET)  # that leads into a body
        raise found from error
    for name in given:  # text may say "nan", which no JSON can
        value = getattr(wanted, name)
        if isinstance(value, float) and not math.isfinite(value):
            raise Problem(INVALID_VALUE, f"{name} must be a finite number.", field=name)
    return wanted


def _lists(kind: type[msgspec.Struct]) -> set[str]:
    hints = get_type_hints(kind, include_extras=True)
    return {name for name, hint in hints.items() if _holds_list(hint)}


def _holds_list(hint: Any) -> bool:
    return get_origin(hint) in (list, tuple) or any(_holds_list(part) for part in get_args(hint))
