"""Version 1: fits in one table, with what is listed of them beside the whole as JSON."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Float, Integer, MetaData, String, Table, Text

fits = Table(
    "models",
    MetaData(),
    Column("model_id", String(36), primary_key=True),
    Column("created_at", String(32), nullable=False, index=True),
    Column("schema_version", Integer, nullable=False),
    Column("covariance_type", String(32), nullable=False),
    Column("n_components", Integer, nullable=False),
    Column("columns", Text, nullable=False),
    Column("n_samples", Integer, nullable=False),
    Column("log_likelihood", Float, nullable=False),
    Column("bic", Float, nullable=False),
    Column("body", Text, nullable=False),
)


def migrate(connection: Connection) -> None:
    """Make the table."""
    fits.create(connection)
