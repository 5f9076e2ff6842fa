"""Which of the stored models, in which order, and where a page of them begins.

A page begins behind the last model of the one before, known by what it was sorted by and its id, so that
whatever is stored or deleted in between, no model comes twice and none is left out.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any
from unicodedata import normalize

import msgspec
from msgspec import UNSET, Meta
from sqlalchemy import Column, ColumnElement, RowMapping, Select, and_, or_, select

from gmm.api.schemas.models import ModelQuery
from gmm.api.store.tables import model_columns, model_tags, models

_Text = Annotated[str, Meta(pattern="^[^\u0000]*$")]
_Whole = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
# What models may be sorted by: the column, and what it holds.
_SORTED_BY: dict[str, tuple[Column[Any], Any]] = {
    "created_at": (models.c.created_at, _Text),
    "name": (models.c.name_key, _Text),
    "n_components": (models.c.n_components, _Whole),
    "n_samples": (models.c.n_samples, _Whole),
    "log_likelihood": (models.c.log_likelihood, float),
    "bic": (models.c.bic, float),
}


_IN_BRIEF = [column for column in models.c if column.name != "body"]


class MarkError(ValueError):
    """What should say where a page begins was not made here, or for another order."""


def page_of(wanted: ModelQuery, limit: int) -> Select[Any]:
    """The models of one page in brief, and one more if there is another page; raises MarkError."""
    column, _ = _SORTED_BY[wanted.sort.removeprefix("-")]
    descends = wanted.sort.startswith("-")
    order = [models.c.model_id.desc() if descends else models.c.model_id.asc()]
    order.insert(0, (column.desc() if descends else column.asc()).nulls_last())
    conditions = _filters(wanted)
    if wanted.after is not UNSET:
        conditions.append(_behind(wanted.after, wanted.sort))
    return select(*_IN_BRIEF).where(*conditions).order_by(*order).limit(limit + 1)


def mark_behind(row: RowMapping, sort: str) -> str:
    """What to ask with for the models that come behind this one."""
    column, _ = _SORTED_BY[sort.removeprefix("-")]
    mark = msgspec.json.encode([sort, row[column.name], row["model_id"]])
    return base64.urlsafe_b64encode(mark).decode().rstrip("=")


def key_of(name: str) -> str:
    """A name as it is searched and sorted by: without regard to case and to how letters were typed."""
    return normalize("NFKC", normalize("NFKC", name).casefold())


def _behind(after: str, sort: str) -> ColumnElement[bool]:
    """What is true of the models behind the mark."""
    column, kind = _SORTED_BY[sort.removeprefix("-")]
    try:
        mark = base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True)
        layout: Any = tuple[str, kind | None, _Text]  # type: ignore[valid-type]  # known when it runs
        made_for, value, model_id = msgspec.json.decode(mark, type=layout)
    except (binascii.Error, ValueError, msgspec.DecodeError, RecursionError) as error:
        raise MarkError("after has to be the `next` of the page before, as it was answered.") from error
    if made_for != sort:
        raise MarkError(f"after belongs to a list sorted by {made_for}; go on with that, or start anew.")
    descends = sort.startswith("-")
    later = models.c.model_id < model_id if descends else models.c.model_id > model_id
    if value is None:  # those without a value come last
        return and_(column.is_(None), later)
    beyond = column < value if descends else column > value
    return or_(beyond, and_(column == value, later), column.is_(None))


def _filters(wanted: ModelQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.name:
        conditions.append(models.c.name_key.contains(key_of(wanted.name), autoescape=True))
    for tag in wanted.tag:
        tagged = select(model_tags.c.model_id).where(model_tags.c.tag == normalize("NFC", tag))
        conditions.append(models.c.model_id.in_(tagged))
    for name in wanted.column:
        written = msgspec.json.encode(name).decode()
        having = select(model_columns.c.model_id).where(model_columns.c.name == written)
        conditions.append(models.c.model_id.in_(having))
    if wanted.fingerprint is not UNSET:
        conditions.append(models.c.fingerprint == wanted.fingerprint)
    return conditions
