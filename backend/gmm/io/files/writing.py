"""Tables written to files as they come, some rows at a time, and whole or not at all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from gmm.io.errors import ReadError

Columns = Mapping[str, NDArray[Any]]


class AbstractTableWriter(ABC):
    """A table that grows: every part has the same columns, of numbers."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    @abstractmethod
    def write(self, columns: Columns) -> None:
        """Some rows more."""

    @abstractmethod
    def close(self) -> None:
        """What the format has at its end."""


class _ArrowWriter(AbstractTableWriter):
    """What Arrow's writers have in common: they want the columns before the first row."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self._writer: Any = None

    def write(self, columns: Columns) -> None:
        batch = pa.record_batch(dict(columns))
        if self._writer is None:
            self._writer = self._begun(batch.schema)
        self._writer.write_batch(batch)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()

    @abstractmethod
    def _begun(self, schema: pa.Schema) -> Any:
        """The writer of a table with these columns."""


class ParquetTableWriter(_ArrowWriter):
    """Parquet."""

    def _begun(self, schema: pa.Schema) -> Any:
        # Numbers as different as densities are make no dictionary and hardly get smaller.
        return pq.ParquetWriter(self._file, schema, use_dictionary=["label"], compression="none")


class ArrowTableWriter(_ArrowWriter):
    """An Arrow IPC file."""

    def _begun(self, schema: pa.Schema) -> Any:
        return pa.ipc.new_file(self._file, schema)


class CsvTableWriter(_ArrowWriter):
    """CSV with a header, every number in as many digits as it takes to read it back."""

    def _begun(self, schema: pa.Schema) -> Any:
        return pacsv.CSVWriter(self._file, schema)


class NpyTableWriter(AbstractTableWriter):
    """NumPy's format: a matrix of doubles without names."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self._n_rows, self._n_columns = 0, 0

    def write(self, columns: Columns) -> None:
        X = np.column_stack([np.asarray(column, dtype=np.float64) for column in columns.values()])
        if not self._n_rows:
            self._n_columns = X.shape[1]
            self._file.write(self._header())
        self._n_rows += len(X)
        self._file.write(X.tobytes())

    def close(self) -> None:
        self._file.seek(0)
        self._file.write(self._header())

    def _header(self) -> bytes:
        """Its length does not depend on the number of rows: NumPy leaves room for that to grow."""
        made = BytesIO()
        shape = self._n_rows, self._n_columns
        np.lib.format.write_array_header_1_0(made, {"descr": "<f8", "fortran_order": False, "shape": shape})
        return made.getvalue()


WRITERS: dict[str, type[AbstractTableWriter]] = {
    ".csv": CsvTableWriter,
    ".parquet": ParquetTableWriter,
    ".arrow": ArrowTableWriter,
    ".npy": NpyTableWriter,
}


@contextmanager
def table_writer(path: Path) -> Iterator[AbstractTableWriter]:
    """A writer of the format that the name ends with; the file appears when all has been written.

    Raises ``ReadError`` for a name that says nothing, ``OSError`` where there is no room.
    """
    kind = WRITERS.get(path.suffix.lower())
    if kind is None:
        raise ReadError(f"{path}: its ending should be one of {', '.join(WRITERS)}.")
    with whole_or_nothing(path) as file:
        writer = kind(file)
        yield writer
        writer.close()


@contextmanager
def whole_or_nothing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name when it is complete; if anything goes wrong before, nothing is left."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("w+b") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
