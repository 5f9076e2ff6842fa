"""What is said of each row, as a table in any format: columns of whole or floating numbers, one entry a row.

CSV and Arrow keep whole numbers whole; .npy and raw bytes hold floating numbers alone.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
from numpy.typing import NDArray

# A field of an answer: an entry a row (N,), or several (N, K).
Fields = Mapping[str, NDArray[Any]]
# A spreadsheet takes text that begins like this for a formula, and runs it.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


def as_csv(fields: Fields) -> bytes:
    """CSV with a header, every number in as many digits as it takes to read it back.

    A name that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    columns = {
        f"'{name}" if name.startswith(_BEGINS_A_FORMULA) else name: column
        for name, column in _columns(fields).items()
    }
    made = io.BytesIO()
    pacsv.write_csv(pa.table(columns), made)
    return made.getvalue()


def as_arrow(fields: Fields) -> bytes:
    """An Arrow IPC stream."""
    table = pa.table(_columns(fields))
    made = io.BytesIO()
    with pa.ipc.new_stream(made, table.schema) as writer:
        writer.write_table(table)
    return made.getvalue()


def as_npy(fields: Fields) -> bytes:
    """NumPy's format: a matrix of doubles with the columns of the CSV, which has their names."""
    made = io.BytesIO()
    np.lib.format.write_array(made, np.column_stack(list(fields.values())).astype("<f8"), allow_pickle=False)
    return made.getvalue()


def as_raw(fields: Fields, dtype: Literal["float32", "float64"]) -> bytes:
    """Little-endian floating numbers and nothing else: field after field, each row by row."""
    kind = "<f4" if dtype == "float32" else "<f8"
    return b"".join(np.ascontiguousarray(values, dtype=kind).tobytes() for values in fields.values())


def layout_of(fields: Fields) -> str:
    """What ``as_raw`` holds: each field and how many numbers a row it has, as `label:1,responsibility:3`."""
    return ",".join(f"{name}:{1 if v.ndim == 1 else v.shape[1]}" for name, v in fields.items())


def _columns(fields: Fields) -> dict[str, NDArray[Any]]:
    """A column for each number of a row: those of one field are counted from 0."""
    columns: dict[str, NDArray[Any]] = {}
    for name, values in fields.items():
        if values.ndim == 1:
            columns[name] = values
        else:
            columns |= {f"{name}_{k}": np.ascontiguousarray(values[:, k]) for k in range(values.shape[1])}
    return columns
