"""msgspec's messages as sentences for people: what is wrong and what would be right."""

from __future__ import annotations

import difflib
import re
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

_WORDS = {
    "float": "a number",
    "int": "a whole number",
    "str": "text",
    "bool": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object",
    "NaN": "NaN",
}
_EXPECTED = re.compile(r"^Expected `(?P<wanted>[^`]+)`(?P<bound>.*?)(?:, got `(?P<got>[^`]+)`)?$")


def sentence(message: str, where: str | None, kind: type[Any]) -> str:
    """Say what msgspec's ``message`` says about ``where``, a field or cell of a request of type ``kind``."""
    subject = where or "The body"
    if message.startswith("Object missing required field"):
        return f"The field {subject} is missing."
    if message.startswith("Object contains unknown field"):
        return f"There is no field {subject}.{_known_fields(subject, kind)}"
    if message.startswith("Invalid enum value"):
        wrong = message.removeprefix("Invalid enum value ")
        return f"{subject} cannot be {wrong}.{_choices(subject, kind)}"
    if message.startswith(("Number out of range", "Integer value out of range")):
        return f"{subject} holds a number that is too large to be represented."
    expected = _EXPECTED.match(message)
    if expected is None:
        return f"{subject}: {message}."
    return _expectation(subject, expected["wanted"], expected["bound"].strip(), expected["got"])


def _expectation(subject: str, wanted: str, bound: str, got: str | None) -> str:
    if wanted in ("array", "object") and bound == "of length >= 1":
        return f"{subject} is empty; at least one entry is needed."
    if bound.startswith("matching regex"):
        return f"{subject} holds characters that it may not hold. Its schema says which it may."
    if got is not None:
        advice = " Leave the row out or fill the value in." if subject.startswith("Row") else ""
        return f"{subject} must be {_worded(wanted)}, not {_worded(got)}.{advice}"
    limits = (
        re.sub(r"\.0$", "", bound)
        .replace("of length", "with a length")
        .replace(">=", "of at least")
        .replace("<=", "of at most")
        .replace(">", "greater than")
        .replace("<", "less than")
    )
    return f"{subject} must be {_worded(wanted)} {limits}."


def _worded(types: str) -> str:
    return " or ".join(_WORDS.get(name, name) for name in types.split(" | "))


def _known_fields(field: str, kind: type[Any]) -> str:
    """The fields there are beside this one, the nearest first."""
    owner = _owner(field, kind)
    if owner is None:
        return ""
    names = [each.encode_name for each in msgspec.structs.fields(owner)]
    meant = difflib.get_close_matches(field.rpartition(".")[2], names, n=1, cutoff=0.7)
    return f" Did you mean {meant[0]}?" if meant else f" There are {', '.join(names)}."


def _choices(field: str, kind: type[Any]) -> str:
    """The values a field of choices, or each entry of it, may have."""
    field = field.rpartition(" of ")[2]
    owner = _owner(field, kind)
    hints = get_type_hints(owner, include_extras=True) if owner else {}
    values = _literal_values(hints.get(field.rpartition(".")[2]))
    if len(values) == 1:
        return f" It has to be {values[0]}."
    return f" Choose one of {', '.join(map(str, values))}." if values else ""


def _owner(field: str, kind: type[Any]) -> type[Any] | None:
    """The class that holds a field, which may lie in another: `model.columns`."""
    owner: type[Any] | None = kind
    for name in field.split(".")[:-1]:
        owner = owner and _struct_in(get_type_hints(owner, include_extras=True).get(name))
    return owner


def _struct_in(hint: Any) -> type[Any] | None:
    """The class of objects among the types that a hint allows."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return hint
    parts = get_args(hint)[:1] if get_origin(hint) is Annotated else get_args(hint)
    return next((found for part in parts if (found := _struct_in(part))), None)


def _literal_values(hint: Any) -> tuple[Any, ...]:
    if get_origin(hint) is Annotated:
        return _literal_values(get_args(hint)[0])
    if get_origin(hint) is Literal:
        return get_args(hint)
    if get_origin(hint) in (Union, UnionType, tuple, list):
        return tuple(value for part in get_args(hint) for value in _literal_values(part))
    return ()
