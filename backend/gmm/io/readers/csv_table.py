"""The bytes of a CSV file -> a table, with every fault placed by row and line."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from gmm.io.errors import SizeError, TableError
from gmm.io.readers.csv_dialect import MISSING, NOTHING_STATED, Dialect, StatedDialect, as_utf8, detect
from gmm.io.readers.names import usable_names
from gmm.io.table import CellFault, Column, Kind, Table

_FIRST_FAULTS = 5
_LONGEST_NAME = 128
# A record must fit into one block; a cell of several megabytes is no cell of a table.
_BLOCK_BYTES = 4 * 2**20
_MISSING_TOKENS = pa.array(sorted(MISSING))
# RE2 syntax; the decimal comma has become a point before this is asked.
_NUMBER_PATTERN = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


@dataclass(frozen=True)
class ReadColumn:
    """One column as it was read.

    texts, its cells, null where one is missing; numbers, those of them that are numbers, null elsewhere;
    first_faults, the first cells that hold something else.
    """

    name: str
    kind: Kind
    texts: pa.ChunkedArray
    numbers: pa.ChunkedArray
    n_missing: int
    n_faults: int
    first_faults: list[CellFault]


def read_csv(
    body: bytes, *, most_rows: int, most_columns: int, stated: StatedDialect = NOTHING_STATED
) -> Table:
    """The table in a CSV file, its dialect detected where it is not stated.

    Raises TableError naming row and line for what is no table, SizeError for one that is too large.
    """
    text = as_utf8(body)
    dialect = detect(text, stated)
    columns = read_columns(text, dialect, most_rows=most_rows, most_columns=most_columns)
    n_rows = len(columns[0].texts) if columns else 0
    return Table(
        n_rows, dialect.delimiter, dialect.decimal, dialect.has_header, [_whole(column) for column in columns]
    )


def read_columns(text: bytes, dialect: Dialect, *, most_rows: int, most_columns: int) -> list[ReadColumn]:
    """The columns of a file in UTF-8 that is written in this dialect, cell by cell."""
    if len(dialect.first) > most_columns:
        raise SizeError(f"The table has {len(dialect.first)} columns; the limit is {most_columns}.")
    _refuse_far_too_many_lines(text, dialect.quote.encode(), most_rows)
    if not text.endswith((b"\n", b"\r")):
        text += b"\n"
    places = _Places(text, dialect.has_header, dialect.quote.encode())
    cells = _cells(text, dialect, places)
    kept, records = _without_blank_records(cells, places)
    if kept.num_rows > most_rows:
        raise SizeError(f"The table has {kept.num_rows} rows; the limit is {most_rows}. Send a part of it.")
    columns = [
        _column(name, kept.column(index), dialect, records, places)
        for index, name in enumerate(names_of(dialect))
    ]
    if columns and not dialect.first[-1].strip() and columns[-1].n_missing == kept.num_rows > 0:
        columns.pop()  # every line ends with a delimiter
    return columns


def _refuse_far_too_many_lines(text: bytes, quote: bytes, most_rows: int) -> None:
    """Raise SizeError before anything is read if there are too many rows even with every other line blank."""
    if quote and quote in text:
        return  # a quoted cell may hold lines of its own
    n_lines = text.count(b"\n")
    if n_lines > 2 * most_rows + 2:
        raise SizeError(f"The table has {n_lines} lines; the limit is {most_rows} rows. Send a part of it.")


def names_of(dialect: Dialect) -> list[str]:
    """The names in the header, or x1, x2, …"""
    return usable_names(dialect.first if dialect.has_header else [""] * len(dialect.first))


def _whole(column: ReadColumn) -> Column:
    values = column.texts if column.kind == "text" else column.numbers
    return Column(
        name=column.name,
        kind=column.kind,
        values=values.to_pylist(),
        n_missing=column.n_missing,
        n_faults=column.n_faults if column.kind == "mixed" else 0,
        first_faults=column.first_faults if column.kind == "mixed" else [],
        is_constant=len(pc.unique(pc.drop_null(values))) <= 1,
    )


@dataclass(frozen=True)
class _Places:
    """Where in the file a record stands. Records count from 0, the header and blank lines included."""

    text: bytes
    has_header: bool
    quote: bytes = b'"'

    @property
    def first_data(self) -> int:
        """The first record that may hold data."""
        return int(self.has_header)

    def line(self, record: int) -> int:
        """The line, counted from 1, on which a record begins: quoted cells may run over several lines."""
        if self.quote not in self.text:
            return record + 1
        is_open, begun = False, -1
        for line, content in enumerate(self.text.splitlines(), start=1):
            begun += not is_open
            if begun == record:
                return line
            is_open ^= content.count(self.quote) % 2 == 1
        return record + 1

    def blank_lines_before(self, line: int) -> int:
        """How many lines above this one are empty."""
        return sum(not content for content in self.text.splitlines()[: line - 1])


def _cells(text: bytes, dialect: Dialect, places: _Places) -> pa.Table:
    """All cells as text, one record a row, the header too."""
    ragged: list[pacsv.InvalidRow] = []

    def remember(row: pacsv.InvalidRow) -> str:
        ragged.append(row)
        return "skip" if len(ragged) == 1 else "error"

    names = [str(index) for index in range(len(dialect.first))]
    try:
        cells = pacsv.read_csv(
            io.BytesIO(text),
            read_options=pacsv.ReadOptions(column_names=names, use_threads=False, block_size=_BLOCK_BYTES),
            parse_options=pacsv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=dialect.quote,
                newlines_in_values=True,
                ignore_empty_lines=False,  # so that records can be counted
                invalid_row_handler=remember,
            ),
            convert_options=pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        if not ragged:
            raise TableError(
                "The file is no table: a quotation mark may be left open, or a line is longer than "
                f"{_BLOCK_BYTES // 2**20} MB."
            ) from error
    if ragged:
        raise _ragged(ragged[0], dialect, places)
    _refuse_open_quote(cells, places)
    return cells


def _refuse_open_quote(cells: pa.Table, places: _Places) -> None:
    """A quotation mark that is never closed makes one cell of the rest of the file."""
    last = cells.num_rows - 1
    is_open = places.text.count(places.quote) % 2 == 1
    if is_open and any("\n" in column[last].as_py() for column in cells.columns):
        line = places.line(last)
        raise TableError(f"A quotation mark opened on line {line} is never closed.", line=line)


def _ragged(row: pacsv.InvalidRow, dialect: Dialect, places: _Places) -> TableError:
    line = places.line(row.number - 1)
    data_row = row.number - places.first_data - places.blank_lines_before(line)
    n_cells = "1 cell" if row.actual_columns == 1 else f"{row.actual_columns} cells"
    return TableError(
        f"Line {line} (row {data_row}) has {n_cells}, but the first has {row.expected_columns}. "
        f"Give every row the same number of cells; the delimiter is taken to be {dialect.delimiter!r}.",
        row=data_row,
        line=line,
    )


def _without_blank_records(cells: pa.Table, places: _Places) -> tuple[pa.Table, pa.Array]:
    """The data without blank lines, and the record of each row that is left.

    In a table of one column a blank line is a missing cell, unless it ends the file.
    """
    is_blank = None
    for column in cells.columns:
        empty = pc.equal(pc.binary_length(column), 0)
        is_blank = empty if is_blank is None else pc.and_(is_blank, empty)
    records = pa.array(np.arange(cells.num_rows))
    if not pc.any(is_blank).as_py():
        return cells.slice(places.first_data), records.slice(places.first_data)
    filled = pc.filter(records, pc.invert(is_blank))
    if cells.num_columns == 1:
        filled = pa.array(np.arange(filled[0].as_py(), filled[-1].as_py() + 1))
    filled = filled.slice(places.first_data)
    return cells.take(filled), filled


def _column(
    name: str, raw: pa.ChunkedArray, dialect: Dialect, records: pa.Array, places: _Places
) -> ReadColumn:
    trimmed = pc.utf8_trim_whitespace(raw)
    is_missing = pc.is_in(pc.utf8_lower(trimmed), value_set=_MISSING_TOKENS)
    present = pc.if_else(is_missing, None, trimmed)
    numbers = _numbers(present, dialect)
    n_missing = pc.sum(is_missing).as_py() or 0
    n_present = len(raw) - n_missing
    n_faults = numbers.null_count - n_missing
    kind: Kind = "text" if 2 * n_faults >= n_present else "mixed" if n_faults else "number"
    return ReadColumn(
        name=name,
        kind=kind,
        texts=present,
        numbers=numbers,
        n_missing=n_missing,
        n_faults=n_faults,
        first_faults=_first_faults(present, numbers, records, places) if n_faults else [],
    )


def _numbers(present: pa.ChunkedArray, dialect: Dialect) -> pa.ChunkedArray:
    """The numbers among the cells, null for all else; what is too large for a double is no number."""
    plain = pc.replace_substring(present, ",", ".") if dialect.decimal == "," else present
    if dialect.decimal == ",":
        plain = pc.if_else(pc.match_substring(present, "."), None, plain)
    try:
        numbers = pc.cast(plain, pa.float64())
    except pa.ArrowInvalid:
        is_number = pc.match_substring_regex(plain, _NUMBER_PATTERN)
        unsigned = pc.utf8_ltrim(pc.if_else(is_number, plain, None), "+")
        numbers = pc.cast(unsigned, pa.float64())
    return pc.if_else(pc.is_finite(numbers), numbers, None)


def _first_faults(
    present: pa.ChunkedArray, numbers: pa.ChunkedArray, records: pa.Array, places: _Places
) -> list[CellFault]:
    is_fault = pc.and_(pc.is_valid(present), pc.is_null(numbers))
    indices = pc.indices_nonzero(is_fault)[:_FIRST_FAULTS].to_pylist()
    return [
        CellFault(index + 1, places.line(records[index].as_py()), present[index].as_py()[:_LONGEST_NAME])
        for index in indices
    ]
