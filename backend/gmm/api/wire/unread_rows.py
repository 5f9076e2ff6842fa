"""The rows of a JSON request, which are bytes at first -> a table of numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Annotated, Any, get_args, get_origin

import msgspec
from msgspec import UnsetType

from gmm.api.limits import refuse_large_table, refuse_many_rows
from gmm.api.schemas.base import RowsWithMissing
from gmm.io.errors import RowsError
from gmm.io.number_table import Matrix, NumberTable
from gmm.io.readers.json_rows import Rows, matrix_in, matrix_of

ColumnsOf = Callable[[str], Sequence[str]]
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

    ``columns_of`` gives the columns of a stored model, for a refusal to name them.
    """
    tables = {
        field: _table(raw, rows, field, decoded, columns_of)
        for field, rows in _fields_of_rows(kind)
        if isinstance(raw := getattr(decoded, field), msgspec.Raw)
    }
    return msgspec.structs.replace(decoded, **tables) if tables else decoded


def _table(
    raw: msgspec.Raw, rows: Any, field: str, request: msgspec.Struct, columns_of: ColumnsOf
) -> NumberTable:
    text = bytes(raw)
    matrix = None
    if len(text) > _LONG:
        refuse_many_rows(text.count(b"[") - 1, field)
        matrix = matrix_in(text, may_lack=rows is RowsWithMissing)
    if matrix is None:
        expected = partial(_columns_of_model, request, columns_of)
        matrix = _from_lists(decoder(rows).decode(text), field, expected)
    refuse_large_table(len(matrix), matrix.shape[1], field)
    columns = getattr(request, "columns", None)
    names = tuple(columns) if columns else None
    return NumberTable(matrix, names, n_source=len(matrix), field=field, pointer=f"/{field}")


def _from_lists(rows: Rows, field: str, expected: Callable[[], Sequence[str] | None]) -> Matrix:
    """The rows as a matrix; a row of another length is told from the columns expected, if there are some."""
    try:
        return matrix_of(rows, None, field)
    except RowsError:
        if columns := expected():
            matrix_of(rows, columns, field)
        raise


def _columns_of_model(request: msgspec.Struct, columns_of: ColumnsOf) -> Sequence[str] | None:
    """The columns of the mixture that a request is about, sent along or stored."""
    if model := getattr(request, "model", None):
        columns: list[str] = model.columns
        return columns
    model_id = getattr(request, "model_id", None)
    return columns_of(model_id) if model_id else None


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
