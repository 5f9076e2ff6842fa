"""The rows of a JSON request, which are bytes at first -> a table of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, get_args, get_origin

import msgspec
from msgspec import UNSET, UnsetType

from gmm.api.errors import INVALID_VALUE, Problem
from gmm.api.limits import refuse_large_table, refuse_many_rows
from gmm.api.wire.tables import ColumnsOf, aligned, choice_of, expected_columns, kept_table
from gmm.io.errors import RowsError
from gmm.io.number_table import Matrix, NumberTable
from gmm.io.readers.json_rows import Rows, matrix_in, matrix_of

# Of a text of rows that is longer than so many bytes no lists are made.
_LONG = 2**18
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    """The decoder of a kind, made once for each kind: that costs more than decoding a small body."""
    if kind not in _decoders:
        _decoders[kind] = msgspec.json.Decoder(kind)
    return _decoders[kind]


def with_tables(decoded: Any, kind: Any, columns_of: ColumnsOf) -> Any:
    """The request with every field of rows read; raises what msgspec raises, RowsError, or Problem.

    ``columns_of`` gives the columns of a stored model.
    """
    fields = _fields_of_rows(kind)
    if not fields:
        return decoded
    expected = expected_columns(decoded, columns_of)
    tables = {
        field: _table(raw, rows, field, decoded, expected)
        for field, rows in fields
        if isinstance(raw := getattr(decoded, field), msgspec.Raw)
    }
    if decoded.dataset_id is not UNSET:
        if "data" in tables:
            raise Problem(
                INVALID_VALUE, "Give either data or a dataset_id, one of the two.", field="dataset_id"
            )
        tables["data"] = kept_table(decoded, expected)
    if "data" not in tables and getattr(kind, "needs_data", True):
        raise Problem(
            INVALID_VALUE,
            "The field data is missing. Give rows as data, or the dataset_id of rows that are kept here.",
            field="data",
            pointer="/data",
        )
    return msgspec.structs.replace(decoded, **tables) if tables else decoded


def _table(
    raw: msgspec.Raw, rows: Any, field: str, request: Any, expected: Sequence[str] | None
) -> NumberTable:
    text = bytes(raw)
    matrix = None
    if len(text) > _LONG:
        refuse_many_rows(text.count(b"[") - 1, field)
        matrix = matrix_in(text)
    if matrix is None:
        matrix = _from_lists(decoder(rows).decode(text), field, None if request.columns else expected)
    refuse_large_table(len(matrix), matrix.shape[1], field)
    if field != "data":
        return NumberTable(matrix, n_source=len(matrix), field=field, pointer=f"/{field}")
    table = choice_of(request).taken(matrix, request.columns, field=field, pointer=f"/{field}")
    return aligned(table, expected)


def _from_lists(rows: Rows, field: str, expected: Sequence[str] | None) -> Matrix:
    """The rows as a matrix; a row of another length is told from the columns expected, if there are some."""
    try:
        return matrix_of(rows, None, field)
    except RowsError:
        if expected:
            matrix_of(rows, expected, field)
        raise


@cache
def _fields_of_rows(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a request that hold rows, and the type of those rows as JSON."""
    return tuple((f.name, rows) for f in msgspec.structs.fields(kind) if (rows := _rows_of(f.type)))


def _rows_of(hint: Any) -> Any:
    """What of a type's parts is unread: the type of the rows, or None."""
    if get_origin(hint) is Annotated and get_args(hint)[0] is msgspec.Raw:
        return next(meta.extra["rows"] for meta in get_args(hint)[1:] if meta.extra)
    return next((rows for part in get_args(hint) if (rows := _rows_of(part))), None)


@cache
def with_rows_typed(kind: Any) -> Any:
    """The same kind of request whose rows are decoded with it, so that refusals know their places."""
    rows = dict(_fields_of_rows(kind))
    if not rows:
        return kind
    fields: list[Any] = []
    for f in msgspec.structs.fields(kind):
        hint = rows.get(f.name, f.type)
        fields.append(
            (f.name, hint) if f.default is msgspec.NODEFAULT else (f.name, hint | UnsetType, f.default)
        )
    return msgspec.defstruct(kind.__name__, fields, kw_only=True, forbid_unknown_fields=True)
