"""Arrow's arrays of numbers -> NumPy's doubles: which types are numbers, and what becomes of each.

Floats stay as they are, NaN and null being missing; integers and decimals become the nearest double, as the
same numbers do in JSON and CSV; a dictionary of numbers is looked up. Text is no number whatever it says,
and neither are truth values, dates and times.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.types as types

from gmm.io.errors import TableError
from gmm.io.number_table import Matrix

_KINDS = {
    "text": ("is_string", "is_large_string", "is_string_view"),
    "bytes": ("is_binary", "is_large_binary", "is_fixed_size_binary", "is_binary_view"),
    "true or false": ("is_boolean",),
    "dates or times": ("is_temporal",),
    "lists or objects": ("is_nested",),
    "no values": ("is_null",),
}

# A matrix is filled so many rows at a time, which stay in the cache until all their columns are there.
_ROWS_IN_CACHE = 2048


def kind_of(kind: pa.DataType) -> str | None:
    """What a column of this type holds instead of numbers, in words; None if it holds numbers."""
    if types.is_dictionary(kind):
        return kind_of(kind.value_type)
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind):
        return None
    return next(
        (what for what, names in _KINDS.items() if any(getattr(types, name)(kind) for name in names)),
        "values of another kind",
    )


def floats_of(array: pa.Array) -> Matrix:
    """An array of doubles as NumPy's, null as NaN, without a copy where none is null.

    By its buffer, for Arrow's own way imports pandas where that is installed, which takes a second.
    """
    present = array.fill_null(np.nan) if array.null_count else array
    if not len(present):
        return np.empty(0)
    return np.frombuffer(present.buffers()[1], np.float64, len(present), 8 * present.offset)


def numbers_of(array: pa.Array) -> Matrix:
    """An array of any type that holds numbers, as doubles, null as NaN. Raises what pyarrow raises."""
    kind = array.type
    array.validate(full=types.is_dictionary(kind))  # lengths may lie, and numbers of entries point nowhere
    if types.is_dictionary(kind):
        return numbers_of(array.dictionary_decode())
    if types.is_decimal(kind):  # by way of text, which is rounded once and rightly
        return floats_of(array.cast(pa.string()).cast(pa.float64()))
    return floats_of(array if kind == pa.float64() else array.cast(pa.float64(), safe=False))


def matrix_of_batches(batches: Iterable[pa.RecordBatch], n_rows: int, order: Sequence[int]) -> Matrix:
    """The first ``n_rows`` rows of these batches, as a matrix of their columns number ``order``.

    Raises TableError if there are fewer than announced.
    """
    matrix = np.empty((n_rows, len(order)))
    done = 0
    for batch in batches:
        if done == n_rows:
            break
        part = batch.slice(0, n_rows - done)
        columns = [numbers_of(part.column(index)) for index in order]
        for first in range(0, len(part), _ROWS_IN_CACHE):
            rows = slice(first, min(first + _ROWS_IN_CACHE, len(part)))
            block = matrix[done + rows.start : done + rows.stop]
            for place, column in enumerate(columns):
                block[:, place] = column[rows]
        done += len(part)
    if done < n_rows:
        raise TableError(f"The table announces {n_rows} rows and holds {done}. Write the file anew.")
    return matrix
