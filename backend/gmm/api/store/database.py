"""A database, SQLite or Postgres, in which what has been written stays written.

SQLite's journal is written ahead and synchronised at every commit, as Postgres' is, so that what has been
acknowledged survives a crash of the program and of the machine.
"""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Connection, QueuePool, create_engine, delete, event, insert, text
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError

from gmm.api.store.failures import StoreError, told_as_store_errors
from gmm.api.store.migrations import migrate
from gmm.api.store.tables import probes

_log = logging.getLogger(__name__)
T = TypeVar("T")

_CONNECTIONS = 8  # kept; as many more for as long as they are needed
_PATIENCE_SECONDS = 5
# Another starter may be moving a large store to a new version.
_PATIENCE_OF_A_START_SECONDS = 120
_WRITES = "gmm_writes"


class Database:
    """Transactions on one database, whose tables are those of this program. Threads may share it."""

    def __init__(self, url: str) -> None:
        """Open the database and bring its tables up to date, waiting for others who do the same.

        Raises StoreError, whose sentence never holds a password.
        """
        address = _address(url)
        self._reading = _engine(address, _PATIENCE_SECONDS)
        self._writing = _writing(self._reading)
        weakref.finalize(self, self._reading.dispose)  # connections end with it, not some time later
        with told_as_store_errors():
            if _is_in_memory(address):  # it is nowhere else
                migrate(self._writing)
                return
            starting = _engine(address, _PATIENCE_OF_A_START_SECONDS)
            try:
                migrate(_writing(starting))
            finally:
                starting.dispose()

    def read(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` finds, in a transaction that changes nothing; raises StoreError."""
        return _done(self._reading, work)

    def write(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` answers once its changes are safe on disk; raises StoreError.

        Of a connection lost in the middle nobody knows whether its transaction took place, so the work is
        done again: it has to come to the same when it is done twice.
        """
        return _done(self._writing, work)

    def probe(self) -> None:
        """Write a row to disk and take it back; raises StoreError if nothing can be written at present."""
        self.write(_write_and_take_back)

    def n_bytes(self) -> int:
        """Bytes that the whole database takes; raises StoreError."""
        return self.read(_size)

    def close(self) -> None:
        """Let go of all connections."""
        self._reading.dispose()


def _done(engine: Engine, work: Callable[[Connection], T]) -> T:
    try:
        with told_as_store_errors():
            return _done_if_need_be_twice(engine, work)
    except StoreError as error:
        _log.warning("The model store failed: %s", error.code)
        raise


def _done_if_need_be_twice(engine: Engine, work: Callable[[Connection], T]) -> T:
    try:
        with engine.begin() as connection:
            return work(connection)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
    with engine.begin() as connection:  # a new one: all of the pool count as lost
        return work(connection)


def _write_and_take_back(connection: Connection) -> None:
    row = str(uuid4())
    connection.execute(insert(probes).values(probe_id=row))
    connection.execute(delete(probes).where(probes.c.probe_id == row))


def _size(connection: Connection) -> int:
    asked = (
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        if connection.dialect.name == "sqlite"
        else "SELECT pg_database_size(current_database())"
    )
    return int(connection.execute(text(asked)).scalar_one())


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreError("It is no SQLAlchemy URL, such as sqlite:///models.sqlite3.") from error
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError("Only sqlite:///… and postgresql+psycopg://… can be opened.")
    return address


def _engine(address: URL, patience_seconds: int) -> Engine:
    # What is stored is nobody's business, in an error message either.
    options: dict[str, Any] = {"pool_timeout": patience_seconds, "hide_parameters": True}
    if _is_in_memory(address):  # there is one connection, and threads take turns
        options |= {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
    else:
        options |= {"pool_size": _CONNECTIONS, "max_overflow": _CONNECTIONS}
    if address.get_backend_name() == "postgresql":
        options["connect_args"] = _postgres_arguments(address, patience_seconds)
        return _created(address, options)
    options["connect_args"] = {"check_same_thread": False}  # a connection serves one thread at a time
    engine = _created(address, options)
    event.listen(engine, "connect", lambda connection, _: _prepare_sqlite(connection, patience_seconds))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _created(address: URL, options: dict[str, Any]) -> Engine:
    try:
        return create_engine(address, **options)
    except ArgumentError as error:  # what stands behind the plus
        raise StoreError("Only sqlite:///… and postgresql+psycopg://… can be opened.") from error
    except ImportError as error:
        raise StoreError("For Postgres, pip install 'gmm[postgres]' is needed.") from error


def _is_in_memory(address: URL) -> bool:
    return address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:")


def _writing(engine: Engine) -> Engine:
    """The same engine, its pool too, with transactions that may write."""
    return engine.execution_options(**{_WRITES: True})


def _postgres_arguments(address: URL, patience_seconds: int) -> dict[str, Any]:
    """How long to wait for what, where the URL does not say so: a host that is gone must not hold threads."""
    milliseconds = 1000 * patience_seconds
    arguments = {
        "connect_timeout": _PATIENCE_SECONDS,
        "tcp_user_timeout": milliseconds,
        "application_name": "gmm",
        "options": f"-c lock_timeout={milliseconds} -c statement_timeout={2 * milliseconds}",
    }
    return {name: value for name, value in arguments.items() if name not in address.query}


def _prepare_sqlite(connection: DBAPIConnection, patience_seconds: int) -> None:
    """SQLite's settings hold for one connection, so each new one gets them; patience comes first."""
    connection.isolation_level = None  # transactions begin below, not when the driver thinks they should
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={1000 * patience_seconds}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Whoever may write takes the lock at once: one who has read first and then waits is refused at once."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
