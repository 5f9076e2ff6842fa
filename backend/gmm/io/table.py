"""A table as a file holds it: columns that may be numbers, text, or numbers with faults among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "text", "mixed"]
Delimiter = Literal[",", ";", "\t", "|"]
DecimalMark = Literal[".", ","]
QuotationMark = Literal['"', "'"]


@dataclass(frozen=True)
class CellFault:
    """A cell that is no number in a column of numbers: ``row`` and ``line`` count from 1."""

    row: int
    line: int
    value: str


@dataclass(frozen=True)
class Column:
    """One column; ``values`` holds None where a cell is missing or faulty."""

    name: str
    kind: Kind
    values: list[float | None] | list[str | None]
    n_missing: int
    n_faults: int
    first_faults: list[CellFault]
    is_constant: bool


@dataclass(frozen=True)
class Table:
    """Columns of equal length, and how they were written."""

    n_rows: int
    delimiter: Delimiter
    decimal: DecimalMark
    has_header: bool
    columns: list[Column]
