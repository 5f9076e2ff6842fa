"""Rows of files, judged by a mixture as they stream by, and written as they are judged."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gmm.cli.progress import ProgressLine
from gmm.engine import Mixture
from gmm.engine.arrays import Array
from gmm.engine.threads import one_by_one
from gmm.io.files import FileSource
from gmm.io.files.writing import AbstractTableWriter, Columns, CsvTableWriter, table_writer


def write_judged(
    source: FileSource,
    mixture: Mixture,
    judge: Callable[[Mixture, Array], Columns],
    output: Path | None,
    line: ProgressLine,
) -> int:
    """Write what ``judge`` says of the rows, chunk after chunk; how many rows there were."""
    n = 0
    with writer_to(output) as writer:
        for columns in one_by_one(lambda X: judge(mixture, X), source.chunks()):
            writer.write(columns)
            n += len(next(iter(columns.values())))
            line.rows(n)
    return n


@contextmanager
def writer_to(output: Path | None) -> Iterator[AbstractTableWriter]:
    """A writer to the file, or of CSV to standard output if none is named."""
    if output is not None:
        with table_writer(output) as writer:
            yield writer
        return
    writer = CsvTableWriter(sys.stdout.buffer)
    yield writer
    writer.close()
