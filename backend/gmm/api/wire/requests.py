"""A request about rows, whichever way it came: as JSON, or as a table with the other fields in the query."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, get_args

import msgspec
from flask import request
from msgspec import UNSET

from gmm.api.contract.operation import CSV, JSON, TABLES
from gmm.api.errors import INVALID_VALUE, Problem
from gmm.api.schemas.base import Request
from gmm.api.schemas.tables import CsvOptions
from gmm.api.wire.body import columns_of_stored, read_body
from gmm.api.wire.decoding import decode_json
from gmm.api.wire.query import read_query
from gmm.api.wire.tables import choice_of, expected_columns, refuse_other_columns, table_in

T = TypeVar("T", bound=msgspec.Struct)
# Fields that have an entry for each row: they would fill a query.
_OF_ROWS = ("weights", "known_components")


def read_request(kind: type[T]) -> T:
    """The request as a ``kind`` whose rows have been read; raises Problem for anything else."""
    body = read_body(JSON, *TABLES)
    media = request.mimetype
    if media == JSON:
        if request.args:
            raise Problem(
                INVALID_VALUE,
                "Beside a JSON body there is no query. Put its fields into the body.",
                field=next(iter(request.args)),
            )
        return request_in(body, kind)
    return _checked(_with_table(kind, media, body))


def request_in(body: bytes, kind: type[T]) -> T:
    """A JSON text, which may be a part of a body, as a ``kind``; raises Problem for anything else."""
    return _checked(decode_json(body, kind, columns_of_stored))


def _checked(wanted: T) -> T:
    """The request, if its table has the columns that it should have."""
    table = getattr(wanted, "data", UNSET)
    if table is not UNSET and hasattr(wanted, "model_id"):
        refuse_other_columns(table, expected_columns(wanted, columns_of_stored))
    return wanted


def _with_table(kind: type[T], media: str, body: bytes) -> T:
    query: Any = read_query(query_of(kind, media == CSV))
    given = {name: getattr(query, name) for name in query.__struct_fields__}
    options = {name: given.pop(name) for name in CsvOptions.__struct_fields__ if name in given}
    csv = CsvOptions(**options) if media == CSV else None
    wanted = kind(**given)
    table = table_in(body, media, choice_of(wanted), csv, expected_columns(wanted, columns_of_stored))
    return msgspec.structs.replace(wanted, data=table)


@cache
def query_of(kind: Any, is_csv: bool = True) -> type[msgspec.Struct]:
    """What the query may hold beside a table: the fields of a request that are no rows and no documents."""
    fields: list[Any] = []
    for owner in (kind, CsvOptions) if is_csv else (kind,):
        for field in msgspec.structs.fields(owner):
            if field.name in _OF_ROWS or field.name == "dataset_id" or _holds_document(field.type):
                continue
            default = () if field.required else (field.default,)
            fields.append((field.name, field.type, *default))
    return msgspec.defstruct(f"{kind.__name__}Query", fields, bases=(Request,), kw_only=True, frozen=True)


def _holds_document(hint: Any) -> bool:
    """Whether a value of this type is an object, or rows that have not been read."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct | msgspec.Raw):
        return True
    return any(_holds_document(part) for part in get_args(hint))
