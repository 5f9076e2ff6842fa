"""The one place that knows HTTP statuses: every refusal becomes a problem document here (RFC 9457).

`KINDS` lists the kinds of problem, `KIND_OF_ERROR` says which kind an error of the engine or of a reader is.
A test fails when one of their error classes is missing from that table.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
from flask import Flask, Response, request
from msgspec import UNSET
from werkzeug.exceptions import HTTPException

from gmm.api.observation import request_id
from gmm.api.schemas.problem import ProblemDocument
from gmm.api.store.failures import StoreError
from gmm.engine import DataError, EngineError, FitError, OptionError, ParameterError
from gmm.io.errors import ReadError, RowsError, SizeError, TableError

PROBLEM_JSON = "application/problem+json"
# The routes of the Open Inference Protocol, which has refusals of its own kind.
PROTOCOL = "/v2/"
_LONGEST_DETAIL = 600
_RETRY_AFTER_SECONDS = 3
# What a client needs to know beside the document, by status.
_HEADERS = {
    # A line each: browsers read one challenge a line.
    401: [
        ("WWW-Authenticate", 'Bearer realm="gmm"'),
        ("WWW-Authenticate", 'Basic realm="gmm", charset="UTF-8"'),
    ],
    429: [("Retry-After", str(_RETRY_AFTER_SECONDS))],
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kind:
    """A kind of problem: `/problems/<slug>`."""

    slug: str
    status: int
    title: str
    remedy: str


MALFORMED_JSON = Kind("malformed-json", 400, "The body is not JSON", "Send one JSON object in UTF-8.")
BAD_REQUEST = Kind("bad-request", 400, "The request cannot be understood", "Check how it is written.")
UNAUTHORIZED = Kind(
    "unauthorized", 401, "The service wants a token", "Send the header `Authorization: Bearer <token>`."
)
NOT_FOUND = Kind("not-found", 404, "There is nothing at this address", "The docs list all routes.")
UNKNOWN_MODEL = Kind("unknown-model", 404, "No such model", "`GET /models` lists the stored ones.")
UNKNOWN_JOB = Kind("unknown-job", 404, "No such job", "`GET /jobs` lists those there are.")
UNKNOWN_EXAMPLE = Kind("unknown-example", 404, "No such example", "`GET /examples` lists them.")
UNKNOWN_DATASET = Kind("unknown-dataset", 404, "No such data set", "`GET /datasets` lists those kept.")
METHOD_NOT_ALLOWED = Kind(
    "method-not-allowed", 405, "Not with this method", "The Allow header names the methods it takes."
)
NOT_ACCEPTABLE = Kind(
    "not-acceptable", 406, "Nothing acceptable to answer with", "Set the Accept header to what there is."
)
CANCELLED = Kind("cancelled", 409, "The work was cancelled", "Ask for it again.")
BODY_TOO_LARGE = Kind(
    "body-too-large", 413, "The body is too large", "`GET /limits` shows how large it may be."
)
UNSUPPORTED_MEDIA_TYPE = Kind(
    "unsupported-media-type",
    415,
    "Unsupported media type",
    "Set the Content-Type header to what is accepted.",
)
INVALID_VALUE = Kind(
    "invalid-value", 422, "A field cannot be used", "Its schema says what the field may hold."
)
INVALID_DATA = Kind("invalid-data", 422, "The data cannot be used", "Correct the row and column named.")
INVALID_OPTION = Kind(
    "invalid-option", 422, "An option is out of its range", "The detail says what it may be."
)
INVALID_MODEL = Kind("invalid-model", 422, "This is not a mixture", "Correct the field of the model named.")
UNREADABLE_TABLE = Kind("unreadable-table", 422, "The file is not a table", "Correct the line named.")
OVER_LIMIT = Kind("over-limit", 422, "The request is too large", "`GET /limits` shows every limit.")
FIT_FAILED = Kind("fit-failed", 422, "The fit cannot go on", "Try fewer components or a simpler structure.")
NOT_FINITE = Kind("not-finite", 422, "The answer is not a finite number", "Leave out the row named.")
TOO_BUSY = Kind("too-busy", 429, "The service is busy", "Try again in a few seconds.")
HEADERS_TOO_LARGE = Kind("headers-too-large", 431, "The headers are too large", "Send fewer or shorter ones.")
CLIENT_LEFT = Kind("client-left", 499, "The client has closed the connection", "Wait for the answer.")
INTERNAL_ERROR = Kind("internal-error", 500, "The service made a mistake", "Please report what you sent.")
NOT_INSTALLED = Kind(
    "not-installed", 501, "A package is not installed here", "Install it where the service is run."
)
UNAVAILABLE = Kind(
    "unavailable", 503, "The service cannot do this now", "Try again later, or with less data."
)
STOPPING = Kind("stopping", 503, "The service is being stopped", "Try again when it is back.")

KINDS = tuple(kind for kind in globals().values() if isinstance(kind, Kind))

KIND_OF_ERROR: dict[type[EngineError | ReadError], Kind] = {
    EngineError: INVALID_VALUE,
    DataError: INVALID_DATA,
    OptionError: INVALID_OPTION,
    ParameterError: INVALID_MODEL,
    FitError: FIT_FAILED,
    ReadError: INVALID_DATA,
    RowsError: INVALID_DATA,
    TableError: UNREADABLE_TABLE,
    SizeError: OVER_LIMIT,
}
# What may run out through nobody's mistake.
_SCARCE = (StoreError, MemoryError)
_KIND_OF_STATUS = {
    404: NOT_FOUND,
    405: METHOD_NOT_ALLOWED,
    406: NOT_ACCEPTABLE,
    413: BODY_TOO_LARGE,
    415: UNSUPPORTED_MEDIA_TYPE,
    429: TOO_BUSY,
    431: HEADERS_TOO_LARGE,
}


class Problem(Exception):
    """The service itself refuses a request: the kind, a sentence, and where the fault is."""

    def __init__(self, kind: Kind, detail: str, retry_after: int | None = None, **place: Any) -> None:
        """``retry_after`` says in how many seconds it is worth trying again, ``place`` where the fault is."""
        super().__init__(detail)
        self.document = problem_document(kind, detail, **place)
        self.retry_after = retry_after

    @staticmethod
    def told(document: ProblemDocument) -> Problem:
        """What has been found to be wrong elsewhere, as a refusal here."""
        problem = Problem(INTERNAL_ERROR, document.detail)
        problem.document = document
        return problem


@contextmanager
def within(field: str) -> Iterator[None]:
    """Tell what is wrong with a part of the request as being wrong with that field of it."""
    try:
        yield
    except (Problem, EngineError, ReadError) as error:
        inner = document_of(error)
        place = f"{field}.{inner.field}" if inner.field else field
        pointer = f"/{field}{inner.pointer}" if inner.pointer else "/" + place.replace(".", "/")
        raise Problem.told(msgspec.structs.replace(inner, field=place, pointer=pointer)) from error


def inside(owner: str, error: EngineError) -> Problem:
    """What the engine refuses, as a refusal of a field that lies in another one of the request."""
    field = f"{owner}.{error.field}" if error.field else owner
    pointer = "/" + field.replace(".", "/")
    return Problem(KIND_OF_ERROR[type(error)], error.message, field=field, pointer=pointer)


def problem_document(kind: Kind, detail: str, **place: Any) -> ProblemDocument:
    """The document; ``place`` may give field, row, column, line and pointer, None where there is none."""
    known = {name: UNSET if value is None else value for name, value in place.items()}
    if len(detail) > _LONGEST_DETAIL:  # it may quote what was sent
        detail = detail[:_LONGEST_DETAIL] + "…"
    return ProblemDocument(
        type=f"/problems/{kind.slug}", title=kind.title, status=kind.status, detail=detail, **known
    )


STOPPED = problem_document(STOPPING, f"The service is being stopped. {STOPPING.remedy}")


def document_of(error: Problem | EngineError | ReadError) -> ProblemDocument:
    """How an error that the code foresees is told to the client."""
    if isinstance(error, Problem):
        return error.document
    kind = next(KIND_OF_ERROR[cls] for cls in type(error).__mro__ if cls in KIND_OF_ERROR)
    if isinstance(error, ReadError):
        return problem_document(
            kind,
            error.message,
            field=error.field,
            row=error.row,
            line=error.line,
            column=error.column,
            pointer=error.pointer,
        )
    field = f"model.{error.field}" if isinstance(error, ParameterError) and error.field else error.field
    return problem_document(
        kind,
        error.message,
        field=field,
        row=None if error.row is None else error.row + 1,  # the engine counts from 0
        column=error.column,
        pointer=None if field is None else "/" + field.replace(".", "/"),
    )


def document_of_mistake(error: Exception) -> ProblemDocument:
    """How an error that is not the request's is told to the client; its own words may hold data."""
    if isinstance(error, StoreError):
        return problem_document(UNAVAILABLE, error.message)
    if isinstance(error, MemoryError):
        detail = f"The memory needed is not available at the moment. {UNAVAILABLE.remedy}"
        return problem_document(UNAVAILABLE, detail)
    return problem_document(INTERNAL_ERROR, INTERNAL_ERROR.remedy)


def named(document: ProblemDocument) -> ProblemDocument:
    """The document as it is sent: with the name of the request that it answers."""
    return msgspec.structs.replace(document, request_id=request_id.current() or UNSET)


def kind_of_status(status: int) -> Kind:
    """The kind of problem for a refusal that comes from routing or from the server."""
    return _KIND_OF_STATUS.get(status, BAD_REQUEST if status < 500 else INTERNAL_ERROR)


def headers_of(kind: Kind) -> list[tuple[str, str]]:
    """What a client needs to know beside a document of this kind."""
    return _HEADERS.get(kind.status, [])


def register(app: Flask) -> None:
    """Answer every failure of the application with a problem document."""
    app.register_error_handler(Problem, lambda error: _answer(error.document, error.retry_after))
    for foreseen in (EngineError, ReadError):
        app.register_error_handler(foreseen, lambda error: _answer(document_of(error)))
    app.register_error_handler(HTTPException, _answer_http)
    for scarce in _SCARCE:
        app.register_error_handler(scarce, _answer_scarce)


def _answer(document: ProblemDocument, retry_after: int | None = None) -> Response:
    if retry_after is not None:
        return _written(document, [("Retry-After", str(retry_after))])
    return _written(document, _HEADERS.get(document.status))


def _answer_scarce(error: Exception) -> Response:
    _log.error("Something has run out", exc_info=error)
    return _answer(document_of_mistake(error))


def _answer_http(error: HTTPException) -> Response:
    """What Flask refuses by itself, with its own headers (Allow, Retry-After) kept."""
    kind = kind_of_status(error.code or 500)
    document = problem_document(kind, _detail(kind, error))
    headers = [(name, value) for name, value in error.get_headers() if name.lower() != "content-type"]
    return _written(document, headers)


def _written(document: ProblemDocument, headers: Any) -> Response:
    """The refusal as a problem document, or as the Open Inference Protocol wants it on its routes."""
    if f"{request.path}/".startswith(PROTOCOL):
        body = msgspec.json.encode({"error": document.detail})
        return Response(body, document.status, headers, mimetype="application/json")
    return Response(msgspec.json.encode(named(document)), document.status, headers, mimetype=PROBLEM_JSON)


def _detail(kind: Kind, error: HTTPException) -> str:
    if kind is NOT_FOUND:
        return f"There is no route {request.path}. GET /docs shows all routes."
    if kind is METHOD_NOT_ALLOWED:
        return f"{request.path} cannot be asked with {request.method}. {kind.remedy}"
    return kind.remedy if kind is INTERNAL_ERROR else f"{error.description} {kind.remedy}"
