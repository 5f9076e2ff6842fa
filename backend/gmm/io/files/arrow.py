"""Arrow IPC files and streams (also called Feather)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import pyarrow as pa

from gmm.io.files.arrow_columns import holds_numbers, matrices_of
from gmm.io.files.base import AbstractFile, Matrix

_FILE_MARK = b"ARROW1"


class ArrowFile(AbstractFile):
    """An Arrow file or stream, mapped into memory."""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self._schema if holds_numbers(field.type))

    @cached_property
    def other_columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self._schema if not holds_numbers(field.type))

    @property
    def n_rows(self) -> None:
        return None

    def batches(self, columns: Sequence[str], n: int) -> Iterator[Matrix]:
        try:
            yield from matrices_of(self._pieces(n), columns)
        except (pa.ArrowInvalid, OSError) as error:
            raise self.error(f"it is no whole Arrow file ({error}).") from error

    @cached_property
    def _schema(self) -> pa.Schema:
        try:
            with pa.memory_map(str(self.path)) as source:
                return self._opened(source).schema
        except (pa.ArrowInvalid, OSError) as error:
            raise self.error(f"it is no Arrow file ({error}).") from error

    def _pieces(self, n: int) -> Iterator[pa.RecordBatch]:
        with pa.memory_map(str(self.path)) as source:
            reader = self._opened(source)
            if isinstance(reader, pa.RecordBatchFileReader):
                batches = (reader.get_batch(i) for i in range(reader.num_record_batches))
            else:
                batches = iter(reader)
            for batch in batches:
                for first in range(0, batch.num_rows, n):
                    yield batch.slice(first, n)

    def _opened(self, source: pa.NativeFile) -> pa.RecordBatchFileReader | pa.RecordBatchStreamReader:
        with self.path.open("rb") as file:
            is_file = file.read(len(_FILE_MARK)) == _FILE_MARK
        return pa.ipc.open_file(source) if is_file else pa.ipc.open_stream(source)
