"""A Parquet file -> a table of numbers, batch after batch."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from gmm.io.errors import ReadError, TableError
from gmm.io.number_table import NumberTable
from gmm.io.readers.arrow_numbers import kind_of, matrix_of_batches
from gmm.io.readers.choice import Choice
from gmm.io.readers.names import usable_names
from gmm.io.readers.parquet_pages import refuse_swollen_pages

# Whatever a broken file makes pyarrow raise; it is never a reason to fail.
BROKEN = (pa.ArrowException, OSError, ValueError, KeyError, IndexError)
_ROWS = 2**14


def read_parquet(body: bytes, choice: Choice) -> NumberTable:
    """The numbers in a Parquet file.

    Raises TableError for what is no such file, SizeError for one that is too large, RowsError for a value
    that cannot be used.
    """
    try:
        file = pq.ParquetFile(pa.BufferReader(body))
        schema = file.schema_arrow
        given, kinds = schema.names, [kind_of(field.type) for field in schema]
    except BROKEN as error:
        raise TableError(f"This is no Parquet file: {reason(error)}.") from error
    names = usable_names(given)
    found, left_out = choice.numbers_of_columns(names, kinds)
    chosen = [given[index] for index in found]
    for name in chosen:
        if given.count(name) > 1:
            raise TableError(f"Two columns of the file are called {name}. Rename one of them.", column=name)
    n_rows = choice.rows_to_read(file.metadata.num_rows, len(found))
    # Asked for in the file's order, columns come in that.
    within = [name for name in given if name in chosen]
    try:
        refuse_swollen_pages(body, set(chosen))
        batches = file.iter_batches(batch_size=_ROWS, columns=within)
        matrix = matrix_of_batches(batches, n_rows, [within.index(name) for name in chosen])
    except ReadError:
        raise
    except BROKEN as error:
        raise TableError(f"The Parquet file cannot be read: {reason(error)}.") from error
    return choice.taken(matrix, [names[index] for index in found], left_out, n_source=file.metadata.num_rows)


def reason(error: Exception) -> str:
    """The first line of what pyarrow says, without its full stop."""
    return str(error).partition("\n")[0].strip().rstrip(".")[:200] or type(error).__name__
