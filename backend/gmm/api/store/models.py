"""Where fitted models are kept: one table, whose rows hold the stored fit as JSON.

SQLite by default. Its journal is written ahead and synchronised at every commit, so that a fit whose id has
been answered survives a crash of the program and of the machine.
"""

from __future__ import annotations

import weakref
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    select,
    text,
)
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection

from gmm.api.schemas.fit import FitSummary
from gmm.api.schemas.models import ModelEntry, StoredFit

SCHEMA_VERSION = 1
_BUSY_MILLISECONDS = 5_000

_metadata = MetaData()
_models = Table(
    "models",
    _metadata,
    Column("model_id", String(36), primary_key=True),
    Column("created_at", String(32), nullable=False, index=True),  # UTC, ISO 8601: sorts as text
    Column("schema_version", Integer, nullable=False),
    Column("covariance_type", String(32), nullable=False),
    Column("n_components", Integer, nullable=False),
    Column("columns", Text, nullable=False),
    Column("n_samples", Integer, nullable=False),
    Column("log_likelihood", Float, nullable=False),
    Column("bic", Float, nullable=False),
    Column("body", Text, nullable=False),
)

# Empty but for the moment in which it is tried whether the store can be written to.
_probes = Table("probes", MetaData(), Column("probe_id", String(36), primary_key=True))


def new_model_id() -> str:
    """An id that nobody can guess and no two models share."""
    return str(uuid4())


class ModelStore:
    """Stored fits by id. Safe to use from several threads and processes."""

    def __init__(self, database_url: str) -> None:
        """Open the store, creating its table if need be."""
        self._engine = _engine(make_url(database_url))
        weakref.finalize(self, self._engine.dispose)  # connections end with the store, not some time later
        _metadata.create_all(self._engine)

    def put(self, summary: FitSummary) -> StoredFit:
        """Keep a fit under its model_id; when this returns, it is safe on disk."""
        created_at = datetime.now(UTC).isoformat(timespec="microseconds")
        stored = StoredFit(**msgspec.structs.asdict(summary), created_at=created_at)
        with self._engine.begin() as connection:
            connection.execute(
                insert(_models).values(
                    model_id=stored.model_id,
                    created_at=created_at,
                    schema_version=SCHEMA_VERSION,
                    covariance_type=stored.model.covariance_type,
                    n_components=len(stored.model.weights),
                    columns=msgspec.json.encode(stored.model.columns).decode(),
                    n_samples=stored.n_samples,
                    log_likelihood=stored.log_likelihood,
                    bic=stored.bic,
                    body=msgspec.json.encode(stored).decode(),
                )
            )
        return stored

    def get(self, model_id: str) -> StoredFit | None:
        """The fit with this id, if there is one."""
        query = select(_models.c.body).where(_models.c.model_id == model_id)
        with self._engine.connect() as connection:
            body = connection.execute(query).scalar_one_or_none()
        return None if body is None else msgspec.json.decode(body, type=StoredFit)

    def entries(self) -> list[ModelEntry]:
        """All fits in brief, the newest first."""
        summary = [column for column in _models.c if column.name not in ("schema_version", "body")]
        query = select(*summary).order_by(_models.c.created_at.desc())
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return [ModelEntry(**{**row, "columns": msgspec.json.decode(row["columns"])}) for row in rows]

    def probe(self) -> None:
        """Write a row to disk and take it back; raises SQLAlchemyError if the store cannot be written to."""
        _probes.create(self._engine, checkfirst=True)
        row = str(uuid4())
        with self._engine.begin() as connection:
            connection.execute(insert(_probes).values(probe_id=row))
            connection.execute(delete(_probes).where(_probes.c.probe_id == row))

    def n_bytes(self) -> int:
        """Bytes that the whole store takes."""
        size = (
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            if self._engine.dialect.name == "sqlite"
            else "SELECT pg_database_size(current_database())"
        )
        with self._engine.connect() as connection:
            return int(connection.execute(text(size)).scalar_one())

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def _engine(url: URL) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _make_durable)
    return engine


def _make_durable(connection: DBAPIConnection, _: object) -> None:
    """SQLite's settings hold for one connection, so each new one gets them."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")
    cursor.close()
