"""A task on its way to another process: its arrays in a file that both map, the little rest pickled.

Through a pipe every number would be copied four times, and the server would wait meanwhile. This is between
processes of one service: nothing that a client sends is ever unpickled.
"""

from __future__ import annotations

import mmap
import pickle
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import cast

from gmm.api.tasks.base import AbstractTask

# Smaller arrays travel with the rest.
_WORTH_A_FILE = 2**16
# Where arrays begin in the file, so that vectors of numbers lie as the processor likes them.
_ALIGNED = 64


@dataclass(frozen=True)
class SpooledTask:
    """A task outside of any process: its arrays at these places in the file, and the rest pickled."""

    pickled: bytes
    file: Path | None
    places: tuple[slice, ...]

    def task(self) -> AbstractTask:
        """The task, its arrays mapped and not copied. The file loses its name where the system allows it."""
        arrays: Iterator[memoryview] = iter(())
        if self.file is not None:
            with self.file.open("r+b") as file:
                mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
            with suppress(PermissionError):  # Windows keeps the name as long as somebody maps the file
                self.file.unlink()
            arrays = (mapped[place] for place in self.places)
        return cast(AbstractTask, pickle.loads(self.pickled, buffers=arrays))

    def discard(self) -> None:
        """Let the file go, whoever has read it."""
        if self.file is not None:
            with suppress(OSError):
                self.file.unlink()


def spooled(task: AbstractTask, directory: Path) -> SpooledTask:
    """The task with its large arrays in a file in ``directory``. Raises OSError where that is full."""
    arrays: list[memoryview] = []

    def is_small(buffer: pickle.PickleBuffer) -> bool:
        array = buffer.raw()
        if array.nbytes < _WORTH_A_FILE:
            return True
        arrays.append(array)
        return False

    pickled = pickle.dumps(task, protocol=5, buffer_callback=is_small)
    if not arrays:
        return SpooledTask(pickled, None, ())
    places: list[slice] = []
    with NamedTemporaryFile(dir=directory, prefix="task-", delete=False) as file:
        written = SpooledTask(pickled, Path(file.name), ())
        try:
            for array in arrays:
                begin = -(-file.tell() // _ALIGNED) * _ALIGNED
                file.seek(begin)
                file.write(array)
                places.append(slice(begin, begin + array.nbytes))
        except OSError:
            written.discard()
            raise
    return SpooledTask(pickled, written.file, tuple(places))
