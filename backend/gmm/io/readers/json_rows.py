"""Rows as JSON holds them -> a matrix, quickly and without guessing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.json as pajson

from gmm.io.errors import RowsError
from gmm.io.number_table import Matrix, number_of, there_are
from gmm.io.readers.arrow_numbers import floats_of

# What JSON holds: in places where values may be missing, null is a missing one.
Rows = Sequence[list[float]] | Sequence[list[float | None]]

_PIECE_BYTES = 4 * 2**20
_SCHEMA = pa.schema([("rows", pa.list_(pa.list_(pa.float64())))])


def matrix_of(rows: Rows, columns: Sequence[str] | None = None, field: str = "data") -> Matrix:
    """The rows as a matrix (N, D), null as NaN; ``columns``, where known, says how wide it has to be.

    Raises RowsError naming the first row whose length differs.
    """
    width = len(rows[0]) if columns is None else len(columns)
    if set(map(len, rows)) != {width}:
        raise _wrong_width(rows, width, columns, field)
    # One pass over the numbers, into memory of known size: three times as fast as np.array(rows).
    numbers: Any = chain.from_iterable(rows)
    n_numbers = len(rows) * width
    try:
        flat = np.fromiter(numbers, dtype=np.float64, count=n_numbers)
    except TypeError:  # null; a second pass is needed only then
        again: Any = chain.from_iterable(rows)
        flat = np.fromiter(again, dtype=object, count=n_numbers).astype(np.float64)
    return flat.reshape(len(rows), width)


def matrix_in(text: bytes) -> Matrix | None:
    """The matrix that a long JSON text, an array of rows of numbers, holds; None if it is anything else.

    It is read in pieces of some rows: faster than by way of lists, and in little more memory than the matrix
    takes. Whoever gets None reads the text in another way, which can say what is wrong with it.
    """
    n_rows = text.count(b"[") - 1
    if n_rows < 1 or not text.startswith(b"["):
        return None
    matrix: Matrix | None = None
    done = 0
    for piece in _pieces(text):
        rows = _rows_in(piece)
        if rows is None:
            return None
        if matrix is None:
            if n_rows * rows.shape[1] != text.count(b",") + 1:
                return None
            matrix = np.empty((n_rows, rows.shape[1]))
        if rows.shape[1] != matrix.shape[1] or done + len(rows) > n_rows:
            return None
        matrix[done : done + len(rows)] = rows
        done += len(rows)
    return matrix if done == n_rows else None


def _pieces(text: bytes) -> Iterator[bytes]:
    """Stretches of whole rows, separated by commas: of rows of numbers every bracket ends one."""
    last = text.rindex(b"]")
    begin = 1
    while 0 < begin < last:
        end = text.find(b"]", begin + _PIECE_BYTES, last) + 1 or last
        yield text[begin:end]
        begin = text.find(b",", end) + 1


def _rows_in(piece: bytes) -> Matrix | None:
    """Rows of equally many finite numbers as a matrix; None if they are anything else."""
    line = b"".join([b'{"rows":[', piece, b"]}"])
    try:
        table = pajson.read_json(
            pa.BufferReader(line),
            read_options=pajson.ReadOptions(use_threads=False, block_size=len(line) + 1),
            parse_options=pajson.ParseOptions(
                explicit_schema=_SCHEMA, newlines_in_values=True, unexpected_field_behavior="error"
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != 1 or table.column(0).num_chunks != 1:
        return None
    rows = table.column(0).chunk(0).flatten()
    numbers = rows.flatten()
    if not len(rows) or rows.null_count:
        return None
    ends = np.frombuffer(rows.buffers()[1], np.int32, len(rows) + 1, 4 * rows.offset)
    lengths = np.diff(ends)
    if lengths[0] == 0 or (lengths != lengths[0]).any():
        return None
    flat = floats_of(numbers)
    if np.isfinite(flat).sum() != len(flat) - numbers.null_count:
        return None  # the parser takes NaN and Infinity, which are not JSON
    return flat.reshape(len(rows), lengths[0])


def _wrong_width(rows: Sequence[Sized], width: int, columns: Sequence[str] | None, field: str) -> RowsError:
    index = next(i for i, row in enumerate(rows) if len(row) != width)
    found = f"Row {index + 1} of {field} has {number_of(len(rows[index]), 'number')}"
    if columns is None:
        wanted = f"but row 1 has {width}. Make all rows the same length."
    else:
        wanted = there_are(columns)
    return RowsError(f"{found}, {wanted}", field=field, row=index + 1, pointer=f"/{field}/{index}")
