"""`POST /table`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.contract.examples import fits as example_fits
from gmm.api.contract.operation import COMPUTED, CSV, JSON, operation
from gmm.api.schemas.table import TableAnswer
from gmm.api.service import limits
from gmm.api.tasks.table_answer import table_answer
from gmm.api.wire.answers import json_answer
from gmm.api.wire.body import read_body
from gmm.api.work.computing import computing
from gmm.io.readers.csv_table import read_csv

blueprint = Blueprint("table", __name__)


@blueprint.post("/table")
@operation(
    body=bytes,
    accepts=CSV,
    answers={JSON: (TableAnswer,)},
    problems=COMPUTED,
    example=example_fits.TABLE,
    example_answer=example_fits.TABLE_READ,
)
@computing
def read_table() -> Response:
    """Read a CSV file

    Finds out delimiter (comma, semicolon, tab or bar), decimal mark, header, quotes, encoding and missing
    cells, and answers with the columns; nothing is kept. Where cells in a column of numbers are no numbers,
    the first few are named by row and line. A file whose rows differ in length is refused.
    """
    body = read_body(CSV)
    table = read_csv(body, most_rows=limits().max_rows, most_columns=limits().max_columns)
    return json_answer(table_answer(table))
