"""Where mixtures are kept: fitted here or brought along, under ids that nobody can guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from unicodedata import normalize
from uuid import uuid4

import msgspec
from msgspec import UNSET
from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from gmm import __version__
from gmm.api.schemas.models import (
    ModelChange,
    ModelEntry,
    ModelList,
    ModelQuery,
    StoredFit,
    StoredModel,
    UploadedModel,
)
from gmm.api.store.database import Database
from gmm.api.store.listing import key_of, mark_behind, page_of
from gmm.api.store.tables import model_columns, model_tags, models

_CLASSES: dict[str, type[StoredFit | UploadedModel]] = {"fit": StoredFit, "upload": UploadedModel}
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_AS_THEY_STAND = set(ModelEntry.__struct_fields__) - {"columns", "tags"}


def new_model_id() -> str:
    """An id that nobody can guess and no two models share."""
    return str(uuid4())


def stored_now(name: str | None, tags: Sequence[str], note: str | None = None) -> dict[str, Any]:
    """What a model that is about to be stored says of when, by what and under which name."""
    return {
        "created_at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "program_version": __version__,
        "name": name and normalize("NFC", name),
        "tags": _tidy(tags),
        "note": note or None,
    }


class ModelStore:
    """Stored models by id. Safe to use from several threads and processes; every method raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, stored: StoredModel) -> None:
        """Keep a model under its model_id; when this returns, it is safe on disk."""
        self._database.write(lambda connection: _insert(connection, stored))

    def get(self, model_id: str) -> StoredModel | None:
        """The model with this id, if there is one."""
        if not _ID.fullmatch(model_id):
            return None
        query = select(models.c.origin, models.c.body, models.c.name, models.c.note).where(
            models.c.model_id == model_id
        )

        def read(connection: Connection) -> tuple[RowMapping | None, tuple[str, ...]]:
            row = connection.execute(query).mappings().one_or_none()
            return row, _tags_of(connection, [model_id]).get(model_id, ())

        row, tags = self._database.read(read)
        if row is None:
            return None
        stored = msgspec.json.decode(row["body"], type=_CLASSES[row["origin"]])
        return msgspec.structs.replace(stored, name=row["name"], note=row["note"], tags=tags)

    def change(self, model_id: str, wanted: ModelChange) -> ModelEntry | None:
        """Call the model with this id something else, if there is one; the model in brief as it is then."""
        if not _ID.fullmatch(model_id):
            return None
        return self._database.write(lambda connection: _change(connection, model_id, wanted))

    def delete(self, model_id: str) -> bool:
        """Forget the model with this id; whether there was one."""
        if not _ID.fullmatch(model_id):
            return False
        # Asked beforehand, so that doing the work twice, after a lost connection, answers the same.
        known = select(models.c.model_id).where(models.c.model_id == model_id)
        if self._database.read(lambda connection: connection.execute(known).first()) is None:
            return False
        self._database.write(
            lambda connection: connection.execute(delete(models).where(models.c.model_id == model_id))
        )
        return True

    def page(self, wanted: ModelQuery, limit: int) -> ModelList:
        """One page of the models in brief; raises MarkError for a page that cannot be found."""
        query = page_of(wanted, limit)

        def read(connection: Connection) -> ModelList:
            rows = connection.execute(query).mappings().all()
            goes_on = len(rows) > limit
            return ModelList(
                models=_entries(connection, rows[:limit]),
                next=mark_behind(rows[limit - 1], wanted.sort) if goes_on else None,
            )

        return self._database.read(read)


def _insert(connection: Connection, stored: StoredModel) -> None:
    """Insert a model; if it is there already, this is the second time it is done."""
    model_id = stored.model_id
    if connection.execute(select(models.c.model_id).where(models.c.model_id == model_id)).first():
        return
    unnamed = msgspec.structs.replace(stored, name=None, tags=(), note=None)
    described = {name: getattr(stored, name, None) for name in ("n_samples", "log_likelihood", "bic")}
    fingerprint = getattr(stored, "fingerprint", UNSET)
    columns = stored.model.columns
    connection.execute(
        insert(models).values(
            model_id=model_id,
            created_at=stored.created_at,
            origin="fit" if isinstance(stored, StoredFit) else "upload",
            name=stored.name,
            name_key=stored.name and key_of(stored.name),
            note=stored.note,
            covariance_type=stored.model.covariance_type,
            n_components=len(stored.model.weights),
            columns=msgspec.json.encode(columns).decode(),
            **described,
            fingerprint=None if fingerprint is UNSET else fingerprint,
            body=msgspec.json.encode(unnamed).decode(),
        )
    )
    connection.execute(
        insert(model_columns),
        [{"model_id": model_id, "name": msgspec.json.encode(name).decode()} for name in columns],
    )
    _tag(connection, model_id, stored.tags)


def _change(connection: Connection, model_id: str, wanted: ModelChange) -> ModelEntry | None:
    new: dict[str, Any] = {"model_id": model_id}  # so that there is something to set
    if wanted.name is not UNSET:
        name = wanted.name and normalize("NFC", wanted.name)
        new |= {"name": name, "name_key": name and key_of(name)}
    if wanted.note is not UNSET:
        new["note"] = wanted.note or None
    there = models.c.model_id == model_id
    if not connection.execute(update(models).where(there).values(new)).rowcount:
        return None
    if wanted.tags is not UNSET:
        connection.execute(delete(model_tags).where(model_tags.c.model_id == model_id))
        _tag(connection, model_id, _tidy(wanted.tags))
    return _entries(connection, connection.execute(select(models).where(there)).mappings().all())[0]


def _tag(connection: Connection, model_id: str, tags: Sequence[str]) -> None:
    if tags:
        connection.execute(insert(model_tags), [{"model_id": model_id, "tag": tag} for tag in tags])


def _tags_of(connection: Connection, model_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The tags of each model that has some, in order."""
    query = (
        select(model_tags.c.model_id, model_tags.c.tag)
        .where(model_tags.c.model_id.in_(model_ids))
        .order_by(model_tags.c.tag)
    )
    found: dict[str, tuple[str, ...]] = {}
    for model_id, tag in connection.execute(query):
        found[model_id] = (*found.get(model_id, ()), tag)
    return found


def _entries(connection: Connection, rows: Sequence[RowMapping]) -> list[ModelEntry]:
    tags = _tags_of(connection, [row["model_id"] for row in rows])
    return [
        ModelEntry(
            **{name: row[name] for name in _AS_THEY_STAND},
            columns=msgspec.json.decode(row["columns"]),
            tags=tags.get(row["model_id"], ()),
        )
        for row in rows
    ]


def _tidy(tags: Sequence[str]) -> tuple[str, ...]:
    """Each tag once, in order, however its accents were typed."""
    return tuple(sorted({normalize("NFC", tag) for tag in tags}))
