"""`POST /table`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api import worked_calls
from gmm.api.operation import BAD_BODY, CSV, JSON, operation
from gmm.api.schemas.table import TableAnswer

blueprint = Blueprint("table", __name__)


@blueprint.post("/table")
@operation(
    body=bytes,
    accepts=CSV,
    answers={JSON: (TableAnswer,)},
    problems=BAD_BODY,
    example=worked_calls.TABLE,
    example_answer=worked_calls.TABLE_READ,
)
def table() -> Response:
    """Read a CSV file

    Finds out delimiter (comma, semicolon, tab or bar), decimal mark, header, quotes, encoding and missing cells,
    and answers with the columns; nothing is kept. Where cells of a column of numbers are no numbers, the first few
    are named by row and line. A file whose rows differ in length is refused.
    """
    raise NotImplementedError
