"""A table as `POST /table` tells it."""

from __future__ import annotations

from gmm.api.schemas.table import BadCell, TableAnswer, TableColumn
from gmm.io.table import Column, Table


def table_answer(table: Table) -> TableAnswer:
    """How the file was read, and its columns."""
    return TableAnswer(
        n_rows=table.n_rows,
        delimiter=table.delimiter,
        decimal=table.decimal,
        has_header=table.has_header,
        columns=[_column(column) for column in table.columns],
    )


def _column(column: Column) -> TableColumn:
    return TableColumn(
        name=column.name,
        kind=column.kind,
        n_missing=column.n_missing,
        n_bad=column.n_faults,
        bad_cells=[BadCell(row=f.row, line=f.line, value=f.value) for f in column.first_faults],
        constant=column.is_constant,
        values=[*column.values],
    )
