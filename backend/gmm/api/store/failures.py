"""What can go wrong with a database through nobody's mistake, told as a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

_FULL = "The model store is full. Delete models, or give it more room where the service is run."
_READ_ONLY = "The model store can only be read at the moment, so nothing can be stored, changed or deleted."
_LOCKED = "The model store is held by others for too long. Try again in a few seconds."
_AWAY = "The model store does not answer at the moment. Try again later."
_DAMAGED = "The model store is damaged. It has to be restored from a copy where the service is run."

# How the two databases say so: the beginnings of SQLite's error names, and of Postgres' SQLSTATEs.
_NO_ANSWER = "no answer"
_SENTENCES = {
    _NO_ANSWER: _AWAY,
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_CANTOPEN": _AWAY,
    "SQLITE_IOERR": _AWAY,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "53100": _FULL,
    "25006": _READ_ONLY,
    "55P03": _LOCKED,
    "57014": _LOCKED,  # a statement took longer than it may
    "40": _LOCKED,  # a deadlock, or a transaction to be tried again
    "08": _AWAY,
    "53": _AWAY,
    "57P": _AWAY,
    "58": _AWAY,
    "28": _AWAY,  # it does not know the service any more
    "3D": _AWAY,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}


class StoreError(Exception):
    """The store cannot be used at present.

    ``message`` is a sentence for everybody, ``code`` the database's name for it, ``reason`` its own words:
    these may hold data, and are for whoever starts the service.
    """

    def __init__(self, message: str, code: str = "", reason: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.reason = reason


class NewerStoreError(StoreError):
    """The database has been written to by a newer version of the program."""


@contextmanager
def told_as_store_errors() -> Iterator[None]:
    """Raise StoreError for what the code could not prevent; its own mistakes stay what they are."""
    try:
        yield
    except TimeoutError as error:  # all connections are in use
        raise StoreError(_LOCKED, "all connections are in use") from error
    except DBAPIError as error:
        name = _name(error)
        sentence = next((told for start, told in _SENTENCES.items() if name.startswith(start)), None)
        if sentence is None:
            raise
        reason = next(iter(str(error.orig).splitlines()), "")
        raise StoreError(sentence, f"{type(error).__name__} {name}", reason) from error


def _name(error: DBAPIError) -> str:
    """What SQLite calls its error, or the SQLSTATE of Postgres'."""
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorname", "")
    state: str | None = getattr(error.orig, "sqlstate", None)
    has_failed = isinstance(error, OperationalError | InterfaceError)  # and not what was asked of it
    return state or (_NO_ANSWER if has_failed else "")
