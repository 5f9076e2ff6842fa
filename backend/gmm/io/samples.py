"""Tables of numbers -> what the engine takes; what it refuses is placed in the table's source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from gmm.engine import UNKNOWN, DataError, Dataset
from gmm.engine import dataset_of as engine_dataset_of
from gmm.engine.arrays import column_names
from gmm.engine.dataset import PartialDataset
from gmm.engine.input import refuse_unusable
from gmm.io.errors import RowsError
from gmm.io.number_table import Matrix, NumberTable, number_of, there_are


def dataset_of(table: NumberTable) -> Dataset:
    """The rows as data to fit to, of which no value is missing.

    Raises RowsError for a value that cannot be used, DataError for names that do not fit the data.
    """
    return _complete(table, table.columns)


def partial_dataset_of(
    table: NumberTable,
    columns: Sequence[str] | None = None,
    weights: Sequence[float] | None = None,
    components: Sequence[int | None] | None = None,
) -> Dataset | PartialDataset:
    """The rows as data to fit to: NaN is a missing value, and the component of some may be known.

    weights and components have an entry for each row of the table's source. Every value has to be one that
    could be fitted to, whatever the weight of its row. Raises RowsError for one that is not, and DataError
    for names, weights and components that do not fit the data.
    """
    known = None if components is None else [UNKNOWN if each is None else each for each in components]
    taken = table.of_rows(weights, "weights")
    with placing(table, columns):
        if taken is not None:
            engine_dataset_of(table.matrix, columns)
        return engine_dataset_of(table.matrix, columns, taken, table.of_rows(known, "known_components"))


def samples_of(table: NumberTable, columns: Sequence[str]) -> Matrix:
    """The rows as samples of a mixture with these columns; raises RowsError where they are not."""
    refuse_other_width(table, columns)
    return _complete(table, columns).samples


def partial_samples_of(table: NumberTable, columns: Sequence[str]) -> Matrix:
    """The same of rows in which values may be missing."""
    refuse_other_width(table, columns)
    matrix = table.matrix
    if np.isnan(matrix.sum()) and np.isnan(matrix).any():
        observed = np.nan_to_num(matrix, nan=0.0, posinf=np.inf, neginf=-np.inf)
        with placing(table, columns):
            refuse_unusable(observed, tuple(columns), None, (observed.min(axis=0), observed.max(axis=0)))
        return matrix
    return _complete(table, columns).samples


def refuse_other_width(table: NumberTable, columns: Sequence[str]) -> None:
    """Raise RowsError unless the rows have as many values as there are columns."""
    if table.n_columns != len(columns):
        found = f"Row {table.row_number(0)} of {table.field} has {number_of(table.n_columns, 'number')}"
        raise RowsError(
            f"{found}, {there_are(columns)}",
            field=table.field,
            row=table.row_number(0),
            pointer=table.pointer_to(0),
        )


def _complete(table: NumberTable, columns: Sequence[str] | None) -> Dataset:
    with placing(table, columns):
        return Dataset(table.matrix, columns)


@contextmanager
def placing(table: NumberTable, columns: Sequence[str] | None) -> Iterator[None]:
    """The engine checks the values; where one of them is at fault is known here.

    Raises RowsError in the place of its DataError.
    """
    try:
        yield
    except DataError as error:
        if error.row is None or error.column is None:
            raise
        names = column_names(columns, table.n_columns, DataError)
        row = table.row_number(error.row)
        raise RowsError(
            error.message.replace(f"row {error.row + 1},", f"row {row},"),
            field=table.field,
            row=row,
            column=error.column,
            pointer=table.pointer_to(error.row, names.index(error.column)),
        ) from error
