"""The tables as they are now; `migrations/` says how they came about."""

from __future__ import annotations

from sqlalchemy import (
    REAL,
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

# Text is compared by its bytes, whatever language the database is set up for.
PlainText = Text(collation="C").with_variant(Text(), "sqlite")
Count = BigInteger().with_variant(Integer(), "sqlite")
Number: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")

metadata = MetaData()

models = Table(
    "models",
    metadata,
    Column("model_id", PlainText, primary_key=True),
    Column("created_at", PlainText, nullable=False),  # UTC, ISO 8601: sorts as text
    Column("origin", PlainText, nullable=False),  # which class `body` is of
    Column("name", PlainText),
    Column("name_key", PlainText),  # the name as it is searched and sorted by
    Column("note", PlainText),
    Column("covariance_type", PlainText, nullable=False),
    Column("n_components", Count, nullable=False),
    Column("columns", PlainText, nullable=False),  # a JSON list
    Column("n_samples", Count),
    Column("log_likelihood", Number),
    Column("bic", Number),
    Column("fingerprint", PlainText),
    Column("body", PlainText, nullable=False),  # all that never changes, as JSON
    Index("models_by_age", "created_at", "model_id"),
    Index("models_by_fingerprint", "fingerprint"),
    sqlite_strict=True,
)
model_tags = Table(
    "model_tags",
    metadata,
    Column("model_id", PlainText, ForeignKey("models.model_id", ondelete="CASCADE"), primary_key=True),
    Column("tag", PlainText, primary_key=True),
    Index("models_by_tag", "tag"),
    sqlite_strict=True,
)
model_columns = Table(
    "model_columns",
    metadata,
    Column("model_id", PlainText, ForeignKey("models.model_id", ondelete="CASCADE"), primary_key=True),
    Column("name", PlainText, primary_key=True),  # a JSON string: Postgres' text cannot hold a NUL
    Index("models_by_column", "name"),
    sqlite_strict=True,
)
probes = Table(  # written to by whoever asks whether something can be written
    "probes",
    metadata,
    Column("probe_id", PlainText, primary_key=True),
    sqlite_strict=True,
)
