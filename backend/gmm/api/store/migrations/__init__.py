"""How a database of any earlier version becomes one of this: numbered steps, each in a transaction.

The steps are ours and not Alembic's. What matters here is what Alembic leaves to its users: that programs
that start at the same time wait for one another, that a database newer than the program is refused, that one
from before there was a version counts as version 1. What it would add is the order of steps and their
number, ten lines below, for 3.6 MB and a quarter more time to import.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    insert,
    inspect,
    select,
    text,
    update,
)

from gmm.api.store.failures import NewerStoreError
from gmm.api.store.migrations import m1_fits, m2_library

Step = Callable[[Connection], None]

# Step n makes a database of version n of one of version n - 1; a step that has been released never changes.
STEPS: tuple[Step, ...] = (m1_fits.migrate, m2_library.migrate)

_schema_version = Table("schema_version", MetaData(), Column("version", Integer, nullable=False))
# Held in Postgres by whoever migrates; any number will do, as long as it is always this one.
_POSTGRES_LOCK = 0x676D6D


def migrate(engine: Engine, steps: tuple[Step, ...] = STEPS) -> None:
    """Take the steps that are missing.

    The engine's transactions have to exclude one another from their beginning: SQLite's do, and in Postgres a
    lock is taken here. Raises NewerStoreError for a database that this program does not know yet.
    """
    while True:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_POSTGRES_LOCK})"))
            version = _version(connection)
            if version > len(steps):
                raise NewerStoreError(
                    f"It has been written to by a newer version of this program (its tables are version "
                    f"{version}, this program knows {len(steps)}). Start that version, or name another store."
                )
            if version == len(steps):
                return
            steps[version](connection)
            connection.execute(update(_schema_version).values(version=version + 1))


def _version(connection: Connection) -> int:
    """The version of the tables: 0 of a new database, 1 of one made before versions were kept."""
    tables = inspect(connection).get_table_names()
    if "schema_version" not in tables:
        _schema_version.create(connection)
        connection.execute(insert(_schema_version).values(version=1 if "models" in tables else 0))
    version: int = connection.execute(select(_schema_version.c.version)).scalar_one()
    return version
