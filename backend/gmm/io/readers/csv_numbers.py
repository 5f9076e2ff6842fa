"""The numbers in a CSV file -> a table of numbers: quickly if nothing is odd, cell by cell otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from gmm.io.errors import RowsError
from gmm.io.number_table import NumberTable
from gmm.io.readers.arrow_numbers import floats_of
from gmm.io.readers.choice import Choice, columns_of_unnamed
from gmm.io.readers.csv_dialect import (
    MISSING,
    NOTHING_STATED,
    Dialect,
    StatedDialect,
    as_utf8,
    detect,
)
from gmm.io.readers.csv_table import ReadColumn, names_of, read_columns

# As they are mostly written; in other letters they are found cell by cell.
_TOKENS = sorted({"NaN", *(form for token in MISSING for form in (token, token.upper(), token.title()))})
_QUICK_BLOCK_BYTES = 2**20
# Of a file that is read cell by cell: columns of text count too.
_MOST_CELLS = 2_000


def read_csv_numbers(body: bytes, choice: Choice, stated: StatedDialect = NOTHING_STATED) -> NumberTable:
    """The numbers in a CSV file, its dialect detected where it is not stated.

    Raises TableError or RowsError naming row, line and column for what cannot be read, SizeError for a table
    that is too large.
    """
    text = as_utf8(body)
    dialect = detect(text, stated)
    table = _quickly(text, dialect, choice)
    return _cell_by_cell(text, dialect, choice) if table is None else table


def _quickly(text: bytes, dialect: Dialect, choice: Choice) -> NumberTable | None:
    """The table if every cell of the columns chosen is a plain number or plainly missing; else None.

    Where blank lines may be rows, the last column may be none or a cell the rest of the file, it is None too.
    """
    names = names_of(dialect)
    is_odd = len(names) == 1 or not dialect.first[-1].strip() or text[:1].isspace()
    if is_odd or text.count(dialect.quote.encode()) % 2:
        return None
    found, own, left_out = _chosen(names, dialect, choice)
    n_lines = text.count(b"\n" if b"\n" in text else b"\r") + 1
    room = min(n_lines, choice.most_rows + 1)
    if choice.row_limit is not None:
        room = min(room, choice.row_limit)
    choice.rows_to_read(min(room, choice.most_rows), len(found))
    fields = list(dict.fromkeys(found))
    matrix = np.empty((room, len(found)))
    done = 0
    try:
        for batch in _batches(text, dialect, [str(index) for index in fields], len(names)):
            part = batch.slice(0, room - done)
            rows = matrix[done : done + len(part)]
            for place, index in enumerate(found):
                column = part.column(fields.index(index))
                rows[:, place] = floats_of(column)
                if np.isfinite(rows[:, place]).sum() != len(part) - column.null_count:
                    return None  # nan and inf are no numbers of a table
            if np.isnan(rows).all(axis=1).any():
                return None  # a row without a number may be no row
            done += len(part)
            if done == room:
                break
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None
    choice.rows_to_read(done, len(found))
    return choice.taken(matrix[:done], own, left_out)


def _batches(text: bytes, dialect: Dialect, chosen: list[str], width: int) -> pacsv.CSVStreamingReader:
    """The chosen columns, so many rows at a time; raises ArrowInvalid, also later, for what is no number."""
    return pacsv.open_csv(
        pa.BufferReader(text),
        read_options=pacsv.ReadOptions(
            column_names=[str(index) for index in range(width)],
            skip_rows_after_names=int(dialect.has_header),
            use_threads=True,
            block_size=_QUICK_BLOCK_BYTES,
        ),
        parse_options=pacsv.ParseOptions(
            delimiter=dialect.delimiter, quote_char=dialect.quote, newlines_in_values=True
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(chosen, pa.float64()),
            include_columns=chosen,
            null_values=_TOKENS,
            decimal_point=dialect.decimal,
        ),
    )


def _cell_by_cell(text: bytes, dialect: Dialect, choice: Choice) -> NumberTable:
    """The table, or the refusal that names the cell at fault."""
    columns = read_columns(text, dialect, most_rows=choice.most_rows, most_columns=_MOST_CELLS)
    found, own, left_out = _chosen([column.name for column in columns], dialect, choice)
    n_rows = choice.rows_to_read(len(columns[0].texts), len(found))
    matrix = np.empty((n_rows, len(found)))
    for place, index in enumerate(found):
        column = columns[index]
        if column.first_faults:
            raise _fault(column)
        matrix[:, place] = floats_of(column.numbers.combine_chunks())[:n_rows]
    return choice.taken(matrix, own, left_out, n_source=len(columns[0].texts))


def _chosen(
    names: list[str], dialect: Dialect, choice: Choice
) -> tuple[list[int], list[str] | None, tuple[str, ...]]:
    """The numbers of the columns to read, their names if they have some, and those passed over."""
    kinds = dialect.kinds[: len(names)]
    own = None
    if not dialect.has_header and choice.columns is not None:
        places, own = columns_of_unnamed(choice.columns, len(names))
        choice = replace(choice, columns=tuple(names[place] for place in places))
    found, left_out = choice.numbers_of_columns(names, kinds)
    if own is None and (dialect.has_header or len(found) < len(names)):
        own = [names[index] for index in found]
    return found, own, left_out


def _fault(column: ReadColumn) -> RowsError:
    first = column.first_faults[0]
    return RowsError(
        f"Row {first.row} (line {first.line}), column {column.name}, holds {first.value!r}, which is no "
        "number. Correct it, leave the row out, or leave the cell empty if its value is missing.",
        field="data",
        row=first.row,
        line=first.line,
        column=column.name,
    )
