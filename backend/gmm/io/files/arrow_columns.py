"""Columns of Arrow tables as numbers: what Parquet, Arrow and CSV files have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gmm.io.files.base import Matrix, side_by_side


def holds_numbers(kind: pa.DataType) -> bool:
    """Whether values of this type are numbers: whole, floating or decimal, or nothing but missing ones."""
    return bool(
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_null(kind)
    )


def matrix_of(batch: pa.RecordBatch, columns: Sequence[str]) -> Matrix:
    """The numbers of these columns (m, D), NaN where one is missing."""
    return side_by_side([_floats(batch.column(name)) for name in columns])


def matrices_of(batches: Iterator[pa.RecordBatch], columns: Sequence[str]) -> Iterator[Matrix]:
    """The same of each batch that has rows."""
    for batch in batches:
        if batch.num_rows:
            yield matrix_of(batch, columns)


def _floats(array: pa.Array) -> Matrix:
    doubles = array if pa.types.is_float64(array.type) else pc.cast(array, pa.float64(), safe=False)
    present = doubles.fill_null(np.nan) if doubles.null_count else doubles
    # By its buffer: Arrow's own way imports pandas where that is installed.
    return np.frombuffer(present.buffers()[1], np.float64, len(present), 8 * present.offset)
