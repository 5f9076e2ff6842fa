"""What each route takes and gives, said once beside its handler; `openapi.json` and `/docs` show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

View = TypeVar("View", bound=Callable[..., Any])

JSON = "application/json"
NDJSON = "application/x-ndjson"
CSV = "text/csv"
PARQUET = "application/vnd.apache.parquet"
ARROW = "application/vnd.apache.arrow.stream"
NPY = "application/x-npy"
HTML = "text/html"
TEXT = "text/plain"
BYTES = "application/octet-stream"

# The media types of tables of rows.
TABLES = (CSV, PARQUET, ARROW, NPY)
# What a route that reads a body and computes may be refused with.
COMPUTED = (400, 413, 415, 422, 429, 503)


@dataclass(frozen=True)
class Operation:
    """One route's contract.

    ``path`` gives an example of each part of the URL that is chosen, ``query`` holds what may stand behind
    its question mark, ``body`` what the request's ``accepts`` media type holds; ``takes_tables``, whether the
    body may be a table instead, with the other fields in the query. ``answers`` gives the kinds of body a
    success may have, by media type (none for a 204), ``status`` its status; ``problems`` are the statuses a
    well-spelt URL may be refused with, by a ``refusal`` where that is no problem document.
    """

    path: dict[str, str] = field(default_factory=dict)
    query: type[msgspec.Struct] | None = None
    takes_tables: bool = False
    body: Any = None
    accepts: str = JSON
    status: int = 200
    answers: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    problems: tuple[int, ...] = ()
    refusal: Any = None
    example: Any = None
    example_answer: Any = None


_operations: dict[Callable[..., Any], Operation] = {}


def operation(**contract: Any) -> Callable[[View], View]:
    """Decorate a handler with its contract; its docstring is the summary and the description."""

    def remember(view: View) -> View:
        _operations[view] = Operation(**contract)
        return view

    return remember


def operation_of(view: Callable[..., Any]) -> Operation | None:
    """The contract of a handler, or None for what is no part of the API (static files)."""
    return _operations.get(view)
