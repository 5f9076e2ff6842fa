"""What a person sees while a verb works: one line on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class ProgressLine:
    """A line that says what is going on, how many rows have been read of how many, and how fast."""

    def __init__(self, wanted: bool, n_rows: int | None = None) -> None:
        self._n_rows = n_rows
        self._line: Progress | None = None
        self._task: TaskID
        if wanted and sys.stderr.isatty():
            self._line = _line()
            self._task = self._line.add_task("Reading", total=n_rows)

    def __enter__(self) -> ProgressLine:
        if self._line is not None:
            self._line.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line is not None:
            self._line.stop()

    def rows(self, n: int) -> None:
        """So many rows of the present pass have been read."""
        if self._line is None:
            return
        if n < self._line.tasks[0].completed:  # the next pass has begun
            self._line.reset(self._task, total=self._n_rows)
        self._line.update(self._task, completed=n)

    def say(self, what: str) -> None:
        """This is going on now."""
        if self._line is not None:
            self._line.update(self._task, description=what)


def _line() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rows(ProgressColumn):
        """Rows read, and rows a second."""

        def render(self, task: Task) -> Text:
            speed = "" if task.speed is None else f", {task.speed:,.0f} a second"
            return Text(f"{task.completed:,.0f} rows{speed}" if task.completed else "")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        Rows(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
