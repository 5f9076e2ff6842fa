"""An Arrow IPC stream -> a table of numbers."""

from __future__ import annotations

import pyarrow as pa

from gmm.io.errors import ReadError, TableError
from gmm.io.number_table import NumberTable
from gmm.io.readers.arrow_messages import rows_announced
from gmm.io.readers.arrow_numbers import kind_of, matrix_of_batches
from gmm.io.readers.choice import Choice
from gmm.io.readers.names import usable_names
from gmm.io.readers.parquet import BROKEN, reason

_FILE_MAGIC = b"ARROW1"


def read_arrow_stream(body: bytes, choice: Choice) -> NumberTable:
    """The numbers in an Arrow IPC stream, of whose columns only those chosen are unpacked.

    Raises TableError for what is no such stream, SizeError for one that is too large, RowsError for a value
    that cannot be used.
    """
    if body.startswith(_FILE_MAGIC):
        raise TableError("This is an Arrow file (Feather); send a stream, as ipc.new_stream writes it.")
    buffer = pa.py_buffer(body)
    try:
        schema = pa.ipc.read_schema(pa.BufferReader(buffer))
        given, kinds = schema.names, [kind_of(field.type) for field in schema]
    except BROKEN as error:
        raise TableError(f"This is no Arrow stream: {reason(error)}.") from error
    names = usable_names(given)
    found, left_out = choice.numbers_of_columns(names, kinds)
    try:
        n_rows = rows_announced(buffer, schema, set(found))
        wanted = choice.rows_to_read(n_rows, len(found))
        fields = sorted(set(found))
        options = pa.ipc.IpcReadOptions(included_fields=fields, use_threads=False)
        batches = pa.ipc.open_stream(pa.BufferReader(buffer), options=options)
        matrix = matrix_of_batches(batches, wanted, [fields.index(index) for index in found])
    except ReadError:
        raise
    except BROKEN as error:
        raise TableError(f"The Arrow stream cannot be read: {reason(error)}.") from error
    return choice.taken(matrix, [names[index] for index in found], left_out, n_source=n_rows)
