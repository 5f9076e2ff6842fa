"""How a CSV file is written: its encoding, its delimiter, its decimal mark, whether it starts with names."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from gmm.io.errors import TableError
from gmm.io.table import DecimalMark, Delimiter, QuotationMark

# The order settles draws: what is rarest inside cells comes first.
_DELIMITERS: tuple[Delimiter, ...] = ("\t", ";", "|", ",")
_NUMBER = {
    ".": re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"),
    ",": re.compile(r"[+-]?(\d+,?\d*|,\d+)([eE][+-]?\d+)?"),
}
MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", "--", "."})
_BETWEEN_APOSTROPHES = re.compile(r"(?:^|[,;\t|])'[^'\n\r]*'(?:$|[,;\t|])", re.MULTILINE)
_PART_BYTES = 2**20
_SAMPLE_BYTES = 65_536
_SAMPLE_RECORDS = 200

Record = list[str]


@dataclass(frozen=True)
class Dialect:
    """How the cells of a file are told apart and read.

    first, its first record; kinds, of each of its cells what the column below holds instead of numbers, as
    the first records tell, None if that is numbers or nothing yet.
    """

    delimiter: Delimiter
    decimal: DecimalMark
    has_header: bool
    first: Record
    quote: QuotationMark = '"'
    kinds: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class StatedDialect:
    """What somebody says of a file; None is to be found out."""

    delimiter: Delimiter | None = None
    decimal: DecimalMark | None = None
    has_header: bool | None = None
    quote: QuotationMark | None = None


NOTHING_STATED = StatedDialect()


def as_utf8(body: bytes) -> bytes:
    """The file in UTF-8, without a byte order mark.

    UTF-16 is known by its mark; what is not UTF-8 is read as Windows-1252, which is what spreadsheets write.
    Raises TableError for an empty or a binary file.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        body = body.decode("utf-16", errors="replace").encode()
    body = body.removeprefix(codecs.BOM_UTF8)
    if b"\0" in body:
        raise TableError("This is a binary file, not CSV text. Export the table as CSV and try again.")
    if not body.isascii() and not _is_utf8(body):
        body = body.decode("cp1252", errors="replace").encode()
    if not body or body.isspace():
        raise TableError("The file is empty. A table needs at least one line of cells.")
    return body


def _is_utf8(body: bytes) -> bool:
    """Looked at in parts: of a large file a second one is not made for that."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for first in range(0, len(body), _PART_BYTES):
            decoder.decode(body[first : first + _PART_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def detect(body: bytes, stated: StatedDialect = NOTHING_STATED) -> Dialect:
    """The dialect that makes the first records most regular, and then most numeric; what is stated holds.

    Raises TableError if no record can be told from the next, or none holds anything.
    """
    text = _sample(body)
    quote = stated.quote or _quote(text)
    delimiters = _DELIMITERS if stated.delimiter is None else (stated.delimiter,)
    found = {delimiter: _records(text, delimiter, quote) for delimiter in delimiters}
    if any(records == [] for records in found.values()):  # blanks and this delimiter are all there is
        raise TableError("The file has no values: its cells are empty. A table needs cells with numbers.")
    candidates = {delimiter: records for delimiter, records in found.items() if records}
    if not candidates:
        raise TableError("No rows can be told apart: a quotation mark may be left open in the first lines.")
    if stated.delimiter is not None:
        delimiter: Delimiter = stated.delimiter
    elif _is_one_decimal_column(candidates.get(",", [])):
        delimiter = ";"
    else:
        delimiter = max(candidates, key=lambda candidate: _plausibility(candidates[candidate]))
        if "," in candidates and all(len(record) == 1 for record in candidates[delimiter]):
            delimiter = ","
    records = candidates[delimiter]
    decimal = stated.decimal or _decimal_mark(records[1:] or records)
    has_header = _has_header(records, decimal) if stated.has_header is None else stated.has_header
    kinds = _kinds(records[int(has_header) :], len(records[0]), decimal)
    return Dialect(delimiter, decimal, has_header, records[0], quote, kinds)


def _kinds(records: list[Record], width: int, decimal: DecimalMark) -> tuple[str | None, ...]:
    """`text` for columns at least half of whose cells are no numbers, None for others."""
    kinds: list[str | None] = []
    for column in range(width):
        cells = [record[column] for record in records if column < len(record)]
        present = [cell for cell in cells if not is_missing(cell)]
        n_numbers = sum(is_number(cell, decimal) for cell in present)
        kinds.append("text" if present and 2 * n_numbers <= len(present) else None)
    return tuple(kinds)


def records_of(body: bytes, delimiter: Delimiter) -> list[Record]:
    """The first records of a file of this delimiter that are not blank."""
    text = _sample(body)
    return _records(text, delimiter, _quote(text)) or []


def is_number(cell: str, decimal: DecimalMark) -> bool:
    """Whether the cell holds one number, written with this decimal mark."""
    return _NUMBER[decimal].fullmatch(cell.strip()) is not None


def is_missing(cell: str) -> bool:
    """Whether the cell is empty or holds a token that stands for nothing."""
    return cell.strip().lower() in MISSING


def _sample(body: bytes) -> str:
    """Whole lines from the beginning of the file."""
    if len(body) <= _SAMPLE_BYTES:
        return body.decode(errors="replace")
    end = max(body.rfind(b"\n", 0, _SAMPLE_BYTES), body.rfind(b"\r", 0, _SAMPLE_BYTES))
    return body[: end + 1 if end >= 0 else 16 * _SAMPLE_BYTES].decode(errors="replace")


def _quote(text: str) -> QuotationMark:
    """The apostrophe if cells stand between two of them and no other mark is there."""
    return "'" if '"' not in text and _BETWEEN_APOSTROPHES.search(text) else '"'


def _records(text: str, delimiter: Delimiter, quote: QuotationMark) -> list[Record] | None:
    """The first records that are not blank; None if this delimiter cannot be right."""
    found: list[Record] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote):
            if any(cell.strip() for cell in record):
                found.append(record)
            if len(found) == _SAMPLE_RECORDS:
                break
    except csv.Error:
        return None
    return found


def _plausibility(records: list[Record]) -> tuple[bool, float, float]:
    """Better the more cells a record has than one, the more alike the records, the more numbers in them."""
    width, n_alike = Counter(map(len, records)).most_common(1)[0]
    cells = [cell for record in records[1:] or records for cell in record]
    mark = _decimal_mark(records[1:] or records)
    n_read = sum(is_number(cell, mark) or is_missing(cell) for cell in cells)
    return width > 1, n_alike / len(records), n_read / max(len(cells), 1)


def _decimal_mark(records: list[Record]) -> DecimalMark:
    cells = [cell for record in records for cell in record]
    with_comma = sum(is_number(cell, ",") for cell in cells)
    with_point = sum(is_number(cell, ".") for cell in cells)
    return "," if with_comma > with_point else "."


def _is_one_decimal_column(records: list[Record]) -> bool:
    """A name and then numbers such as 3,5: a decimal mark, although it looks like a delimiter."""
    name, *rest = records or [[]]
    has_marks = any(len(record) == 2 for record in rest)
    return len(name) == 1 and has_marks and all(is_number(",".join(record), ",") for record in rest)


def _has_header(records: list[Record], decimal: DecimalMark) -> bool:
    """Names come first if nothing in the first record is a number, and something is a name."""
    first = records[0]
    return not any(is_number(cell, decimal) for cell in first) and not all(map(is_missing, first))
