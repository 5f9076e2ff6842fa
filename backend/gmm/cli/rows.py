"""Files -> the data set to fit to: in memory if it has room there, else streamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from gmm.cli.arguments import MEGABYTE
from gmm.engine import AbstractDataset, DataError, OptionError
from gmm.engine.arrays import Array
from gmm.engine.dataset import AbstractSource, StreamedDataset, dataset_of
from gmm.io.errors import MissingExtraError
from gmm.io.files import FileSource, Missing, files_named

_BYTES = 8
# Of the memory for rows, what the sample of a streamed data set may take: starts and growing samples copy it.
_SHARE_OF_SAMPLE = 1 / 8


class Counted(AbstractSource):
    """A source that tells how many rows have been read, pass after pass."""

    def __init__(self, source: FileSource, on_rows: Callable[[int], None]) -> None:
        self.columns, self._source, self._on_rows = source.columns, source, on_rows

    def chunks(self) -> Iterator[Array]:
        """The same chunks; after each, the number of rows of this pass so far is told."""
        n = 0
        for X in self._source.chunks():
            yield X
            n += len(X)
            self._on_rows(n)


def source_of(names: Sequence[str], columns: Sequence[str] | None, missing: Missing) -> FileSource:
    """The rows of all these files together. Raises ``ReadError``."""
    return FileSource(files_named(names), columns, missing)


def data_of(source: FileSource, memory: int, on_rows: Callable[[int], None]) -> AbstractDataset:
    """The rows to fit to; ``memory`` is the megabytes that they may take.

    Raises ``ReadError`` and ``DataError`` naming file, row and column.
    """
    rows = in_memory(source, memory, on_rows)
    if rows is not None:
        return dataset_of(rows, source.columns)
    if source.missing == "keep":  # which takes all rows at once, where any value is missing
        source = FileSource(source.files, source.columns, "refuse")
    numbers = int(memory * MEGABYTE * _SHARE_OF_SAMPLE) // _BYTES
    return StreamedDataset(Counted(source, on_rows), numbers)


@contextmanager
def data_on_cluster(source: FileSource, scheduler: str) -> Iterator[AbstractDataset]:
    """The same on the workers of a Dask cluster, who read the files; ``local`` is one made here.

    Raises ``MissingExtraError`` where Dask is not installed, ``OSError`` where nobody answers.
    """
    if source.missing == "drop":
        raise OptionError(
            "--missing drop does not go with --scheduler; leave it out, and correct the rows or leave the "
            "column out.",
            field="missing",
        )
    try:
        from dask.distributed import Client

        from gmm.distributed import distributed
    except ImportError as error:
        raise MissingExtraError("--scheduler needs Dask: pip install 'gmm[dask]'.") from error
    where = {"dashboard_address": None} if scheduler == "local" else {"address": scheduler}
    with Client(**where) as client:
        yield distributed([str(file.path.resolve()) for file in source.files], client, source.columns)


def in_memory(source: FileSource, memory: int, on_rows: Callable[[int], None]) -> Array | None:
    """All rows (N, D); None if they take more than so many megabytes. Raises ``DataError`` if none."""
    most = memory * MEGABYTE // (_BYTES * len(source.columns))
    if source.n_rows is not None and source.n_rows > most:
        return None
    chunks: list[Array] = []
    n = 0
    for X in source.chunks():
        chunks.append(X)
        n += len(X)
        on_rows(n)
        if n > most:
            return None
    if not n:
        raise DataError("The files hold no rows.", field="data")
    return np.concatenate(chunks)
