"""CSV files, compressed ones too, read block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from gmm.io.files.arrow_columns import matrices_of
from gmm.io.files.base import AbstractFile, Matrix
from gmm.io.readers.csv_dialect import MISSING, Dialect, as_utf8, detect, is_missing, is_number, records_of
from gmm.io.readers.csv_table import names_of

_SAMPLE_BYTES = 65_536
_BLOCK_BYTES = 4 * 2**20
_MISSING = [*MISSING, *(word.upper() for word in MISSING), *(word.capitalize() for word in MISSING)]


class CsvFile(AbstractFile):
    """A CSV file whose dialect its beginning tells; columns of numbers are those that begin with numbers."""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(name for name, numeric in zip(self._names, self._numeric, strict=True) if numeric)

    @cached_property
    def other_columns(self) -> tuple[str, ...]:
        return tuple(name for name, numeric in zip(self._names, self._numeric, strict=True) if not numeric)

    @property
    def n_rows(self) -> None:
        return None

    def batches(self, columns: Sequence[str], n: int) -> Iterator[Matrix]:
        try:
            yield from matrices_of(self._reader(columns, pa.float64()), columns)
        except pa.ArrowInvalid as error:
            raise self._fault(columns, error) from error
        except (OSError, UnicodeDecodeError) as error:
            raise self.error(f"it cannot be read to its end ({error}).") from error

    @cached_property
    def _beginning(self) -> bytes:
        try:
            with pa.input_stream(str(self.path)) as stream:
                read = stream.read(_SAMPLE_BYTES)
        except OSError as error:
            raise self.error(f"it cannot be read ({error}).") from error
        if len(read) == _SAMPLE_BYTES and b"\n" in read:
            read = read[: read.rfind(b"\n") + 1]
        try:
            return as_utf8(read)
        except ValueError as error:
            raise self.error(str(error)) from error

    @cached_property
    def _dialect(self) -> Dialect:
        try:
            return detect(self._beginning)
        except ValueError as error:
            raise self.error(str(error)) from error

    @cached_property
    def _names(self) -> list[str]:
        return names_of(self._dialect)

    @cached_property
    def _numeric(self) -> list[bool]:
        """Which columns begin with numbers: of the cells at the file's beginning, half or more."""
        records = records_of(self._beginning, self._dialect.delimiter)[int(self._dialect.has_header) :]
        found = []
        for j in range(len(self._names)):
            cells = [record[j] for record in records if len(record) > j and not is_missing(record[j])]
            found.append(2 * sum(is_number(cell, self._dialect.decimal) for cell in cells) >= len(cells))
        return found

    def _reader(self, columns: Sequence[str], kind: pa.DataType) -> pacsv.CSVStreamingReader:
        return pacsv.open_csv(
            str(self.path),
            read_options=pacsv.ReadOptions(
                column_names=self._names,
                skip_rows=int(self._dialect.has_header),
                use_threads=False,
                block_size=_BLOCK_BYTES,
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=self._dialect.delimiter,
                quote_char=self._dialect.quote,
                newlines_in_values=self._dialect.quote.encode() in self._beginning,
            ),
            convert_options=pacsv.ConvertOptions(
                include_columns=list(columns),
                column_types=dict.fromkeys(columns, kind),
                null_values=_MISSING,
                strings_can_be_null=False,
                decimal_point=self._dialect.decimal,
            ),
        )

    def _fault(self, columns: Sequence[str], error: pa.ArrowInvalid) -> Exception:
        """What a reader of numbers stumbled over, found by reading again: a cell, or else its own words."""
        first = 0
        try:
            for batch in self._reader(columns, pa.string()):
                for name in columns:
                    cells = batch.column(name)
                    for i in self._no_numbers(cells):
                        cell = cells[i].as_py()[:40]
                        return self.error(
                            f"row {first + i + 1}, column {name!r} holds {cell!r}, no number. Correct it, "
                            "leave the row out, or leave the column out with --columns.",
                            row=first + i + 1,
                            column=name,
                        )
                first += batch.num_rows
        except pa.ArrowInvalid as ragged:
            error = ragged
        return self.error(f"after row {first} it is no table any more ({error}).", row=first + 1)

    def _no_numbers(self, cells: pa.Array) -> list[int]:
        """The first cell of a block that is neither a number nor missing, if there is one."""
        unlike = pc.invert(pc.match_substring_regex(pc.utf8_trim_whitespace(cells), r"^[-+.,\deE]+$"))
        for i in pc.indices_nonzero(unlike).to_pylist():
            if not is_missing(cells[i].as_py()):
                return [i]
        for i, cell in enumerate(cells.to_pylist()):
            if not is_missing(cell) and not is_number(cell, self._dialect.decimal):
                return [i]
        return []
