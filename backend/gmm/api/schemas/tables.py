"""What can be said in the query of a body that is a table."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.base import Request
from gmm.io.readers.csv_dialect import StatedDialect
from gmm.io.table import DecimalMark, Delimiter, QuotationMark


class CsvOptions(Request, frozen=True, kw_only=True):
    """How a CSV file is written, as far as somebody says; the rest is found out."""

    delimiter: (
        Annotated[Delimiter, Meta(description="Of CSV: what separates the cells; found out by default.")]
        | UnsetType
    ) = UNSET
    decimal: Annotated[DecimalMark, Meta(description="Of CSV: the decimal mark, likewise.")] | UnsetType = (
        UNSET
    )
    header: (
        Annotated[bool, Meta(description="Of CSV: whether the first record holds names, likewise.")]
        | UnsetType
    ) = UNSET
    quote: Annotated[QuotationMark, Meta(description="Of CSV: the quotation mark, likewise.")] | UnsetType = (
        UNSET
    )

    def stated(self) -> StatedDialect:
        """The same as the reader takes it."""
        return StatedDialect(
            self.delimiter or None,
            self.decimal or None,
            None if self.header is UNSET else self.header,
            self.quote or None,
        )
