"""NumPy's own file, .npy -> a table of numbers. Its header is read here; nothing in it is ever executed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from gmm.io.errors import TableError
from gmm.io.number_table import NumberTable
from gmm.io.readers.choice import Choice, columns_of_unnamed

_MAGIC = b"\x93NUMPY"
_LONGEST_HEADER = 4096
# The text of a Python dictionary of these three entries; of a matrix nothing else is written there.
_DICTIONARY = re.compile(
    rb"\{'descr': (?P<kind>'[^']{0,20}'|\[.*\]), 'fortran_order': (?P<fortran>True|False), "
    rb"'shape': \((?P<shape>(?:\d{1,15}, ?)*(?:\d{1,15})?)\), \}\s*",
    re.DOTALL,
)
_TYPE = re.compile(r"'[<>=|]?(f[248]|[iu][1248])'")


@dataclass(frozen=True)
class _Header:
    dtype: np.dtype[np.generic]
    is_fortran: bool
    shape: tuple[int, ...]
    end: int


def read_npy(body: bytes, choice: Choice) -> NumberTable:
    """The numbers in an .npy file: a matrix, or a list that becomes one column.

    Raises TableError for what is no such file or holds no real numbers, SizeError for one that is too large,
    RowsError for a value that cannot be used.
    """
    header = _header(body)
    shape = header.shape if len(header.shape) != 1 else (*header.shape, 1)
    if len(shape) != 2:
        raise TableError(f"The array has {len(shape)} dimensions; send a matrix of rows and columns.")
    n_rows, n_columns = shape
    if n_rows * n_columns * header.dtype.itemsize != len(body) - header.end:
        raise TableError(
            f"The array's shape is {n_rows} x {n_columns}, but the file holds {len(body) - header.end} bytes "
            f"of numbers instead of {n_rows * n_columns * header.dtype.itemsize}. Send all of it."
        )
    found, names = columns_of_unnamed(choice.columns, n_columns)
    choice.numbers_of_columns(names or [f"x{j + 1}" for j in found], [None] * len(found))
    wanted = choice.rows_to_read(n_rows, len(found))
    flat = np.frombuffer(body, header.dtype, offset=header.end)
    array = flat.reshape((n_rows, n_columns), order="F" if header.is_fortran else "C")
    if found != list(range(n_columns)):
        array = array[:, found]
    matrix = np.require(array[:wanted], np.float64, ["C", "A"])
    return choice.taken(matrix, names, n_source=n_rows)


def _header(body: bytes) -> _Header:
    """What stands before the numbers (NEP 1)."""
    if not body.startswith(_MAGIC) or len(body) < len(_MAGIC) + 6:
        raise TableError("This is no .npy file. Write one with numpy.save.")
    size = 2 if body[len(_MAGIC)] == 1 else 4
    begin = len(_MAGIC) + 2 + size
    end = begin + int.from_bytes(body[begin - size : begin], "little")
    if not begin < end <= min(len(body), begin + _LONGEST_HEADER):
        raise TableError("The header of the .npy file is broken. Write it anew with numpy.save.")
    found = _DICTIONARY.fullmatch(body[begin:end])
    if found is None:
        raise TableError("The header of the .npy file is broken. Write it anew with numpy.save.")
    kind = found["kind"].decode(errors="replace")
    if not _TYPE.fullmatch(kind):
        raise TableError(f"The array holds {kind[:40]!r}; send float64, float32 or integers.")
    shape = tuple(int(length) for length in found["shape"].split(b",") if length.strip())
    return _Header(np.dtype(kind[1:-1]), found["fortran"] == b"True", shape, end)
