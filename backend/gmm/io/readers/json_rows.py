"""Rows as JSON holds them -> a matrix, quickly and without guessing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from contextlib import contextmanager
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gmm.engine import UNKNOWN, DataError, Dataset
from gmm.engine import dataset_of as engine_dataset_of
from gmm.engine.arrays import column_names
from gmm.engine.dataset import PartialDataset
from gmm.engine.input import refuse_unusable
from gmm.io.errors import RowsError

Matrix = NDArray[np.float64]
# What JSON holds: in places where values may be missing, null is a missing one.
Rows = Sequence[list[float]] | Sequence[list[float | None]]


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


def dataset_of(rows: Rows, columns: Sequence[str] | None = None) -> Dataset:
    """The rows as data to fit to, of which no value is missing, the columns named.

    Raises RowsError for a row of another length or a value that cannot be used, DataError for names that do
    not fit the data.
    """
    return _complete(matrix_of(rows), columns, "data")


def partial_dataset_of(
    matrix: Matrix,
    columns: Sequence[str] | None = None,
    weights: Sequence[float] | None = None,
    components: Sequence[int | None] | None = None,
) -> Dataset | PartialDataset:
    """The samples as data to fit to: NaN is a missing value, and the component of some may be known.

    Every value has to be one that could be fitted to, whatever the weight of its row. Raises RowsError for
    one that is not, and DataError for names, weights and components that do not fit the data.
    """
    known = None if components is None else [UNKNOWN if each is None else each for each in components]
    with _placing(matrix, columns, "data"):
        if weights is not None:
            engine_dataset_of(matrix, columns)
        return engine_dataset_of(matrix, columns, weights, known)


def samples_of(rows: Rows, columns: Sequence[str], field: str = "data") -> Matrix:
    """The rows as samples of a mixture with these columns; raises RowsError where they are not.

    ``field`` is where in the request they stand.
    """
    return _complete(matrix_of(rows, columns, field), columns, field).samples


def partial_samples_of(rows: Rows, columns: Sequence[str], field: str = "data") -> Matrix:
    """The same of rows in which values may be missing."""
    matrix = matrix_of(rows, columns, field)
    if np.isnan(matrix.sum()):
        observed = np.nan_to_num(matrix, nan=0.0)
        with _placing(matrix, columns, field):
            refuse_unusable(observed, tuple(columns), None, (observed.min(axis=0), observed.max(axis=0)))
        return matrix
    return _complete(matrix, columns, field).samples


def _complete(matrix: Matrix, columns: Sequence[str] | None, field: str) -> Dataset:
    with _placing(matrix, columns, field):
        return Dataset(matrix, columns)


@contextmanager
def _placing(matrix: Matrix, columns: Sequence[str] | None, field: str) -> Iterator[None]:
    """The engine checks the values; where one of them is at fault is known here."""
    try:
        yield
    except DataError as error:
        if error.row is None or error.column is None:
            raise
        names = column_names(columns, matrix.shape[1], DataError)
        raise RowsError(
            error.message,
            field=field,
            row=error.row + 1,
            column=error.column,
            pointer=f"/{field}/{error.row}/{names.index(error.column)}",
        ) from error


def _wrong_width(rows: Sequence[Sized], width: int, columns: Sequence[str] | None, field: str) -> RowsError:
    index = next(i for i, row in enumerate(rows) if len(row) != width)
    found = f"Row {index + 1} of {field} has {_count(len(rows[index]), 'number')}"
    if columns is None:
        wanted = f"but row 1 has {width}. Make all rows the same length."
    else:
        wanted = f"but there {_are(width, 'column')} ({_listed(columns)}). Give one number for each."
    return RowsError(f"{found}, {wanted}", field=field, row=index + 1, pointer=f"/{field}/{index}")


def _count(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def _are(n: int, thing: str) -> str:
    return f"is {_count(n, thing)}" if n == 1 else f"are {_count(n, thing)}"


def _listed(columns: Sequence[str], most: int = 6) -> str:
    return ", ".join(columns[:most]) + (", …" if len(columns) > most else "")
