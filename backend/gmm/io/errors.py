"""Every error of reading, drawn as one tree.

    ReadError (a ValueError)
    ├── RowsError     the rows of a request have different lengths, or not the model's
    ├── TableError    a file's bytes are no table
    └── SizeError     there are more rows or columns than the caller allows

(``MissingExtraError`` is no error of reading: something that is not installed cannot write.)
Unlike the engine, a reader knows where in the *input* the fault lies: ``row`` counts data rows from 1,
``line`` counts lines of the file from 1, ``pointer`` is a JSON pointer into the request.
"""

from __future__ import annotations


class ReadError(ValueError):
    """The input cannot be read; the message says why, where, and what to do."""

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        row: int | None = None,
        line: int | None = None,
        column: str | None = None,
        pointer: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.row = row
        self.line = line
        self.column = column
        self.pointer = pointer


class RowsError(ReadError):
    """The rows of a request do not make a matrix of the right width."""


class TableError(ReadError):
    """The bytes of a file are no table."""


class SizeError(ReadError):
    """There are more rows or columns than the caller allows."""


class MissingExtraError(ImportError):
    """A package that only some need is not installed."""
