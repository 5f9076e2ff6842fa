"""Version 2: names, tags, notes and fingerprints; models that were uploaded have no data behind them."""

from __future__ import annotations

import msgspec
from sqlalchemy import (
    REAL,
    BigInteger,
    Column,
    Connection,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    column,
    insert,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.types import TypeEngine

_PlainText = Text(collation="C").with_variant(Text(), "sqlite")
_Count = BigInteger().with_variant(Integer(), "sqlite")
_Number: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")
_ROWS_AT_A_TIME = 1_000

_metadata = MetaData()
_models = Table(
    "models",
    _metadata,
    Column("model_id", _PlainText, primary_key=True),
    Column("created_at", _PlainText, nullable=False),
    Column("origin", _PlainText, nullable=False),
    Column("name", _PlainText),
    Column("name_key", _PlainText),
    Column("note", _PlainText),
    Column("covariance_type", _PlainText, nullable=False),
    Column("n_components", _Count, nullable=False),
    Column("columns", _PlainText, nullable=False),
    Column("n_samples", _Count),
    Column("log_likelihood", _Number),
    Column("bic", _Number),
    Column("fingerprint", _PlainText),
    Column("body", _PlainText, nullable=False),
    Index("models_by_age", "created_at", "model_id"),
    Index("models_by_fingerprint", "fingerprint"),
    sqlite_strict=True,
)
_model_tags = Table(
    "model_tags",
    _metadata,
    Column("model_id", _PlainText, ForeignKey("models.model_id", ondelete="CASCADE"), primary_key=True),
    Column("tag", _PlainText, primary_key=True),
    Index("models_by_tag", "tag"),
    sqlite_strict=True,
)
_model_columns = Table(
    "model_columns",
    _metadata,
    Column("model_id", _PlainText, ForeignKey("models.model_id", ondelete="CASCADE"), primary_key=True),
    Column("name", _PlainText, primary_key=True),
    Index("models_by_column", "name"),
    sqlite_strict=True,
)
_probes = Table(  # written to by whoever asks whether something can be written
    "probes",
    _metadata,
    Column("probe_id", _PlainText, primary_key=True),
    sqlite_strict=True,
)
_KEPT = (
    "model_id", "created_at", "covariance_type", "n_components", "columns", "n_samples", "log_likelihood",
    "bic", "body",
)  # fmt: skip
_fits = table("fits_of_version_1", *map(column, _KEPT))


def migrate(connection: Connection) -> None:
    """Make the tables anew, for columns become optional, and take the fits over as they are."""
    connection.execute(text("ALTER TABLE models RENAME TO fits_of_version_1"))
    connection.execute(text("DROP TABLE IF EXISTS probes"))  # some of version 1 had one, which held nothing
    _metadata.create_all(connection, checkfirst=False)
    fits = select(*(_fits.c[name] for name in _KEPT), literal("fit"))
    connection.execute(insert(_models).from_select([*_KEPT, "origin"], fits))
    _name_columns(connection)
    connection.execute(text("DROP TABLE fits_of_version_1"))


def _name_columns(connection: Connection) -> None:
    query = select(_fits.c.model_id, _fits.c.columns).execution_options(yield_per=_ROWS_AT_A_TIME)
    listed = connection.execute(query)
    for rows in listed.partitions():
        names = [
            {"model_id": model_id, "name": msgspec.json.encode(name).decode()}
            for model_id, columns in rows
            for name in msgspec.json.decode(columns, type=list[str])
        ]
        connection.execute(insert(_model_columns), names)
