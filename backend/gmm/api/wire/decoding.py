"""JSON bytes -> a request, strictly; every refusal is a sentence that names field, row and column."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from gmm.api.errors import INVALID_DATA, INVALID_VALUE, MALFORMED_JSON, Problem
from gmm.api.wire.collection_pause import collection_pause
from gmm.api.wire.refusals import sentence
from gmm.api.wire.tables import ColumnsOf
from gmm.api.wire.unread_rows import decoder, with_rows_typed, with_tables

T = TypeVar("T")
_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<key>key` in `)?\$(?P<path>.*)`)?$", re.DOTALL)
# How msgspec writes the place of a value in an object whose names are free.
_SOME_VALUE = "[...]"
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+)\]")
_FIELD = re.compile(r"field `(.*)`$", re.DOTALL)
_LONGEST_NAME = 128
_FIELDS_OF_ROWS = ("data", "calibration")
_BYTE = re.compile(r"\(byte (\d+)\)")
# Not JSON, but what programs write for numbers that are none.
_NOT_A_NUMBER = re.compile(rb"(?<=[\[,:\s])[+-]?(?:nan|inf(?:inity)?)(?=[\],}\s])", re.IGNORECASE)


def decode_json(body: bytes, kind: type[T], columns_of: ColumnsOf) -> T:
    """The body as a ``kind``: no unknown fields, no text for numbers, nothing that is not finite.

    Raises Problem, 400 for what is not JSON and 422 for JSON that is not a ``kind``. ``columns_of`` gives the
    column names of a stored model by its id; it is asked only when a refusal has to name a column.
    """
    try:
        with collection_pause():
            decoded: T = with_tables(decoder(kind).decode(body), kind, columns_of)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _problem(error, body, kind, columns_of) from error
    return decoded


def _problem(error: Exception, body: bytes, kind: Any, columns_of: ColumnsOf) -> Problem:
    """What is wrong with a body, as the strictest decoder says that reads all of it at once."""
    try:
        decoder(with_rows_typed(kind)).decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as stricter:
        error = stricter
    match error:
        case msgspec.ValidationError():
            return refusal(str(error), body, kind, columns_of)
        case msgspec.DecodeError():
            return _malformed(str(error), body, kind, columns_of)
        case UnicodeDecodeError():
            return Problem(MALFORMED_JSON, "The body is not UTF-8. Encode the JSON text as UTF-8.")
        case _:
            return Problem(MALFORMED_JSON, "The body is nested too deeply to be a request.")


def refusal(message: str, body: bytes, kind: type[Any], columns_of: ColumnsOf) -> Problem:
    """The problem that msgspec's message about a ``kind`` is about; ``body`` may name the columns."""
    place = _PLACE.match(message)
    what, path = (place["what"], place["path"] or "") if place else (message, "")
    steps = [name or int(index) for name, index in _STEP.findall(path.replace(_SOME_VALUE, ""))]
    if named := _FIELD.search(what):  # an unknown or missing field is named, not pointed at
        steps.append(named[1][:_LONGEST_NAME])
    field = ".".join(step for step in steps if isinstance(step, str)) or None
    pointer = "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps) or None
    if place and field and (place["key"] or path.endswith(_SOME_VALUE)):
        subject = f"A name in {field}" if place["key"] else f"A value in {field}"
        return Problem(INVALID_VALUE, sentence(what, subject, kind), field=field, pointer=pointer)
    if field not in _FIELDS_OF_ROWS or len(steps) < 2:
        return Problem(
            INVALID_VALUE, sentence(what, _subject(field, steps), kind), field=field, pointer=pointer
        )
    row = int(steps[1]) + 1
    column = _column_name(body, int(steps[2]), columns_of) if len(steps) > 2 else None
    where = f"Row {row} of {field}" + (f", column {column}" if column else "")
    return Problem(
        INVALID_DATA, sentence(what, where, kind), field=field, row=row, column=column, pointer=pointer
    )


def _subject(field: str | None, steps: list[str | int]) -> str | None:
    """What a sentence about this place begins with: the field, or which entry of it, counted from 1."""
    last_name = max((index for index, step in enumerate(steps) if isinstance(step, str)), default=-1)
    entry = ", ".join(str(int(step) + 1) for step in steps[last_name + 1 :])
    return f"Entry {entry} of {field}" if field and entry else field


def _malformed(message: str, body: bytes, kind: type[Any], columns_of: ColumnsOf) -> Problem:
    if not body.strip():
        return Problem(MALFORMED_JSON, "The body is empty. Send one JSON object.")
    if body.startswith(b"\xef\xbb\xbf"):
        return Problem(MALFORMED_JSON, "The body starts with a byte order mark. Send UTF-8 without it.")
    at = _BYTE.search(message)
    if at is None:
        return Problem(MALFORMED_JSON, "The body is not JSON: it ends too early. Close what is open.")
    if found := _number_that_is_none(body, int(at[1]), kind, columns_of):
        return found
    reason = _BYTE.sub("", message).replace("JSON is malformed:", "").strip()
    return Problem(MALFORMED_JSON, f"The body is not JSON: {reason} at byte {at[1]}.")


def _number_that_is_none(body: bytes, at: int, kind: Any, columns_of: ColumnsOf) -> Problem | None:
    """NaN and Infinity are not JSON; to name their place, read on as if something else stood there.

    That is an object or, where there may be one, null: one of the two is refused wherever a number may stand.
    """
    # The decoder stops inside such a word or, having read it as the beginning of `null`, just after it.
    found = _NOT_A_NUMBER.search(body, max(at - 6, 0), at + 12)
    if found is None:
        return None
    for stand_in, got in ((b"{}", "got `object`"), (b"null", "got `null`")):
        try:
            decoder(with_rows_typed(kind)).decode(body[: found.start()] + stand_in + body[found.end() :])
        except msgspec.ValidationError as error:
            if got in str(error):
                message = str(error).replace(got, f"got `{found[0].decode()}`")
                return refusal(message, body, kind, columns_of)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
    return None


class _Named(msgspec.Struct):
    columns: list[str] | None = None


class _Detector(msgspec.Struct):
    model: _Named | None = None


class _Columns(_Named):
    model: _Named | None = None
    fit: _Named | None = None
    detector: _Detector | None = None
    model_id: str | None = None


def _column_name(body: bytes, index: int, columns_of: ColumnsOf) -> str:
    """The name of a column in a body that is at fault somewhere, or else its number."""
    try:
        named = msgspec.json.decode(_NOT_A_NUMBER.sub(b"null", body), type=_Columns)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        named = _Columns()
    owners = (named, named.model, named.fit, named.detector and named.detector.model)
    columns = next((owner.columns for owner in owners if owner and owner.columns), [])
    if named.model_id and not columns:
        columns = list(columns_of(named.model_id))
    return columns[index] if index < len(columns) else f"x{index + 1}"
