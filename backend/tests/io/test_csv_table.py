"""CSV files as people have them: every way of writing a table is read, every fault is placed."""

from __future__ import annotations

import csv
import io
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm.io.errors import ReadError, SizeError, TableError
from gmm.io.readers.csv_table import read_csv
from gmm.io.table import Table


def read(text: str | bytes, most_rows: int = 1000, most_columns: int = 50) -> Table:
    body = text if isinstance(text, bytes) else text.encode()
    return read_csv(body, most_rows=most_rows, most_columns=most_columns)


def columns(text: str | bytes) -> dict[str, list]:
    return {column.name: column.values for column in read(text).columns}


EXPECTED = {"eruptions": [3.6, 1.8], "waiting": [79.0, 54.0]}


@pytest.mark.parametrize(
    "text",
    [
        "eruptions,waiting\n3.6,79\n1.8,54\n",
        "eruptions,waiting\n3.6,79\n1.8,54",
        "eruptions,waiting\r\n3.6,79\r\n1.8,54\r\n",
        "eruptions,waiting\r3.6,79\r1.8,54\r",
        "eruptions;waiting\n3,6;79\n1,8;54\n",
        "eruptions;waiting\n3.6;79\n1.8;54\n",
        "eruptions\twaiting\n3.6\t79\n1.8\t54\n",
        "eruptions\twaiting\n3,6\t79\n1,8\t54\n",
        "eruptions|waiting\n3.6|79\n1.8|54\n",
        '"eruptions","waiting"\n"3.6","79"\n"1.8","54"\n',
        'eruptions,waiting\n"3,6","79"\n"1,8","54"\n',
        " eruptions , waiting \n 3.6 , 79 \n 1.8 , 54 \n",
        "eruptions,waiting\n+3.6,7.9e1\n.18E1,54.\n",
        "\n\neruptions,waiting\n3.6,79\n\n1.8,54\n\n\n",
        "eruptions,waiting,\n3.6,79,\n1.8,54,\n",
    ],
)
def test_a_table_is_the_same_however_it_is_written(text: str) -> None:
    assert columns(text) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_names_are_read_in_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    assert list(columns("größe;höhe\n1,5;2\n".encode(encoding))) == ["größe", "höhe"]


def test_the_dialect_is_told() -> None:
    table = read("a;b\n1,5;2\n")
    assert (table.delimiter, table.decimal, table.has_header, table.n_rows) == (";", ",", True, 1)


def test_without_a_header_columns_are_numbered() -> None:
    table = read("3.6,79\n1.8,54\n")
    assert not table.has_header
    assert columns("3.6,79\n1.8,54\n") == {"x1": [3.6, 1.8], "x2": [79.0, 54.0]}


def test_a_single_column_with_decimal_commas_is_one_column() -> None:
    assert columns("velocity\n9,172\n9,35\n") == {"velocity": [9.172, 9.35]}


def test_names_are_made_different_and_never_empty() -> None:
    assert list(columns("a,a,,a\n1,2,3,4\n")) == ["a", "a (2)", "x3", "a (3)"]


@pytest.mark.parametrize("token", ["", "NA", "N/A", "nan", "NaN", "null", "None", "?", "-", " "])
def test_missing_cells_are_known_by_their_tokens(token: str) -> None:
    column, _ = read(f"a,b\n1,x\n{token},y\n3,z\n").columns
    assert column.values == [1.0, None, 3.0]
    assert (column.kind, column.n_missing, column.n_faults) == ("number", 1, 0)


def test_a_blank_line_in_a_single_column_is_a_missing_cell() -> None:
    assert columns("v\n1\n\n3\n") == {"v": [1.0, None, 3.0]}


def test_a_fault_in_a_column_of_numbers_is_placed_by_row_and_line() -> None:
    column = read("a,b\n1,5\n\noops,6\n3,7\n4,8\n").columns[0]

    assert (column.kind, column.n_faults, column.values) == ("mixed", 1, [1.0, None, 3.0, 4.0])
    (fault,) = column.first_faults
    assert (fault.row, fault.line, fault.value) == (2, 4, "oops")


def test_lines_are_counted_through_cells_that_hold_line_ends() -> None:
    column = read('a,b\n"two\nlines",1\nx,2\ny,bad\nz,4\n').columns[1]
    assert [(fault.row, fault.line) for fault in column.first_faults] == [(3, 5)]


@pytest.mark.parametrize("cell", ["1e999", "inf", "-Infinity", "0x10", "1_000", "1,2,3", "12abc", "\uff11"])
def test_what_is_not_quite_a_number_is_a_fault(cell: str) -> None:
    column = read(f'a;b\n1.5;x\n"{cell}";y\n2.5;z\n3.5;w\n').columns[0]
    assert (column.kind, column.n_faults) == ("mixed", 1)
    assert column.values == [1.5, None, 2.5, 3.5]


def test_a_column_of_words_is_text() -> None:
    column = read("a,species\n1,setosa\n2,virginica\n").columns[1]
    assert (column.kind, column.values) == ("text", ["setosa", "virginica"])


def test_a_constant_column_is_told() -> None:
    constant, varied = read("a,b\n5,1\n5,2\nNA,3\n").columns
    assert constant.is_constant and not varied.is_constant


@pytest.mark.parametrize(
    ("text", "row", "line"),
    [
        ("a,b\n1,2\n3\n", 2, 3),
        ("a,b\n1,2\n3,4,5\n", 2, 3),
        ("1,2\n3\n4,5\n", 2, 2),
        ("a,b\n\n1,2\n\n3\n", 2, 5),
        ('a,b\n"x\ny",2\n3\n', 2, 4),
    ],
)
def test_a_ragged_row_is_refused_by_row_and_line(text: str, row: int, line: int) -> None:
    with pytest.raises(TableError, match=f"Line {line} \\(row {row}\\)") as refusal:
        read(text)
    assert (refusal.value.row, refusal.value.line) == (row, line)


def test_a_quotation_mark_left_open_is_refused_by_its_line() -> None:
    with pytest.raises(TableError, match="line 3 is never closed"):
        read('a,b\n1,2\n3,"4\n5,6\n')


@pytest.mark.parametrize(
    "body", [b"", b"\n\n \n", b"PK\x03\x04\x00\x00\x08", b"\xff\xfe", b"\x89PNG\r\n\x1a\n\x00"]
)
def test_what_is_no_text_is_refused(body: bytes) -> None:
    with pytest.raises(TableError):
        read(body)


@pytest.mark.parametrize("text", [",", ",,,\n,,,\n", '"",""\n"",""', ";;\n;;\n", "\t\n,", " , \n , \n", "||"])
def test_a_file_of_empty_cells_has_no_values(text: str) -> None:
    with pytest.raises(TableError, match="has no values"):
        read(text)


def test_a_table_beyond_the_callers_limits_is_refused() -> None:
    with pytest.raises(SizeError, match="3 rows"):
        read("a\n1\n2\n3\n", most_rows=2)
    with pytest.raises(SizeError, match="3 columns"):
        read("a,b,c\n1,2,3\n", most_columns=2)


numbers = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.integers(1, 4).flatmap(lambda d: st.lists(st.lists(numbers, min_size=d, max_size=d), min_size=2)),
    delimiter=st.sampled_from(",;\t|"),
    newline=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_whatever_python_writes_is_read_back_to_the_last_bit(
    rows: list[list[float]], delimiter: str, newline: str, quoting: int
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    writer.writerow([f"c{i}" for i in range(len(rows[0]))])
    writer.writerows(rows)

    table = read(text.getvalue())
    assert [list(row) for row in zip(*(column.values for column in table.columns), strict=True)] == rows


SEED = b'name;gr\xc3\xb6\xc3\x9fe;"c, d"\n"x ""y""";3,6;NA\n z;1,8;-2e5\n;0;7\n'


@settings(max_examples=400, deadline=None)
@given(
    position=st.integers(0, len(SEED)),
    length=st.integers(0, 8),
    put=st.one_of(
        st.binary(max_size=8), st.sampled_from([b'"', b"\n", b";", b"\r", b"\xff\xfe", b",,,", b'""'])
    ),
)
def test_no_mutation_of_a_file_breaks_the_reader(position: int, length: int, put: bytes) -> None:
    try:
        table = read(SEED[:position] + put + SEED[position + length :])
    except ReadError as refusal:
        assert refusal.message.endswith((".", "'"))
        return
    assert all(len(column.values) == table.n_rows for column in table.columns)
    for column in table.columns:
        if column.kind != "text":
            assert all(value is None or math.isfinite(value) for value in column.values)
