"""Parquet files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import pyarrow as pa
import pyarrow.parquet as pq

from gmm.io.files.arrow_columns import holds_numbers, matrices_of
from gmm.io.files.base import AbstractFile, Matrix

# Read of a column at a time. Without a bound, or reading ahead, Arrow keeps whole row groups, or all of them.
_BUFFER_BYTES = 2**20


class ParquetFile(AbstractFile):
    """A Parquet file, read row group by row group."""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self._schema if holds_numbers(field.type))

    @cached_property
    def other_columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self._schema if not holds_numbers(field.type))

    @property
    def n_rows(self) -> int:
        return int(self._metadata.num_rows)

    def batches(self, columns: Sequence[str], n: int) -> Iterator[Matrix]:
        try:
            with pq.ParquetFile(self.path, pre_buffer=False, buffer_size=_BUFFER_BYTES) as file:
                yield from matrices_of(
                    file.iter_batches(n, columns=list(columns), use_threads=False), columns
                )
        except (pa.ArrowInvalid, OSError) as error:
            raise self._torn(error) from error

    @cached_property
    def _metadata(self) -> pq.FileMetaData:
        try:
            return pq.read_metadata(self.path)
        except (pa.ArrowInvalid, OSError) as error:
            raise self._torn(error) from error

    @property
    def _schema(self) -> pa.Schema:
        return self._metadata.schema.to_arrow_schema()

    def _torn(self, error: Exception) -> Exception:
        return self.error(f"it is no whole Parquet file ({_first_sentence(error)}).")


def _first_sentence(error: Exception) -> str:
    return str(error).partition("\n")[0].partition(". ")[0].rstrip(".")
