"""Heavy work from its place in the queue to its end, and what is told of it on the way."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Iterable
from itertools import count
from threading import Condition

from gmm.api.schemas.base import Answer
from gmm.api.schemas.jobs import State
from gmm.api.schemas.problem import ProblemDocument
from gmm.api.schemas.progress import ProgressEvent
from gmm.api.work.keeping import Keep
from gmm.api.work.spool import SpooledTask

# Bytes of lines that are kept for those who read slowly or come later; beyond, spare ones go.
_MOST_BYTES = 16 * 2**20
# Thinning out is done when it has brought them below this share.
_ENOUGH = 0.75


class Undertaking:
    """One piece of heavy work. Several threads may listen to it while another one does it.

    spooled, the task; kind, what its answer is; keep, what stores what is to be kept of that before anybody
    hears of it; seconds, how long it is estimated to take; tells, whether somebody wants to hear more than
    the end; is_kept, whether what has been told can be heard again.
    """

    def __init__(
        self,
        spooled: SpooledTask,
        kind: type[Answer],
        keep: Keep,
        seconds: float,
        tells: bool,
        is_kept: bool = False,
    ) -> None:
        self.spooled = spooled
        self.kind = kind
        self.keep = keep
        self.seconds = seconds
        self.tells = tells
        self.is_kept = is_kept
        self.state = State.QUEUED
        self.answer = b""
        self.problem: ProblemDocument | None = None
        self.share: float | None = None
        self.ended_at: float | None = None
        self._begun_at: float | None = None
        self._numbers = count(1)
        self._lines: list[tuple[int, bytes, bool]] = []  # number, line, is it spare
        self._n_bytes = 0
        self._changed = Condition()

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.ended_at is not None

    @property
    def n_bytes(self) -> int:
        """Bytes of memory that it keeps."""
        return self._n_bytes + len(self.answer)

    def begin(self) -> bool:
        """Note that the work begins; False if nobody wants it any more."""
        with self._changed:
            if self.is_over:
                return False
            self.state, self._begun_at = State.RUNNING, time.monotonic()
            return True

    def tell(self, lines: Iterable[tuple[bytes, bool]], share: float | None = None) -> None:
        """Add lines for those who listen, each with whether it may be left out where there are too many."""
        with self._changed:
            for line, is_spare in lines:
                self._lines.append((next(self._numbers), line, is_spare))
                self._n_bytes += len(line)
            if self._n_bytes > _MOST_BYTES:
                self._thin_out()
            self.share = self.share if share is None else share
            self._changed.notify_all()

    def end(self, state: State, answer: bytes = b"", problem: ProblemDocument | None = None) -> bool:
        """Note how it ended; False if it had ended already, and that holds."""
        with self._changed:
            if self.is_over:
                return False
            self.state, self.answer, self.problem = state, answer, problem
            self.ended_at = time.monotonic()
            self._changed.notify_all()
            return True

    def wait(self, seconds: float) -> bool:
        """Wait for the end, at most so long; whether it has come."""
        with self._changed:
            return self._changed.wait_for(lambda: self.is_over, seconds)

    def lines_after(self, number: int, seconds: float) -> tuple[list[bytes], int, bool]:
        """The lines told after the line of this number, for which to wait so long; the last one's number.

        And whether these were the last.
        """
        with self._changed:
            self._changed.wait_for(lambda: self.is_over or self._last() > number, seconds)
            first = bisect_right(self._lines, number, key=lambda entry: entry[0])
            lines, last = [line for _, line, _ in self._lines[first:]], max(self._last(), number)
            if not self.is_kept:
                self._lines, self._n_bytes = [], 0
            return lines, last, self.is_over

    def elapsed_seconds(self) -> float:
        """How long it has been worked on."""
        if self._begun_at is None:
            return 0.0
        return (self.ended_at or time.monotonic()) - self._begun_at

    def remaining_seconds(self) -> float | None:
        """About how long it will go on, None where it has taken longer than estimated."""
        if self.is_over:
            return 0.0
        return remaining(self.seconds, self.elapsed_seconds(), self.share)

    def progress(self) -> ProgressEvent:
        """How far it is."""
        return ProgressEvent(
            elapsed_seconds=self.elapsed_seconds(),
            remaining_seconds=self.remaining_seconds(),
            share_done=self.share,
        )

    def _last(self) -> int:
        return self._lines[-1][0] if self._lines else 0

    def _thin_out(self) -> None:
        """Let every second spare line go, and every second of all where that is not enough."""
        for of_all in (False, True):
            kept, is_left_out = [], False
            for entry in self._lines[:-1]:
                is_left_out = (of_all or entry[2]) and not is_left_out
                if not is_left_out:
                    kept.append(entry)
            self._lines = [*kept, self._lines[-1]]
            self._n_bytes = sum(len(line) for _, line, _ in self._lines)
            if self._n_bytes <= _ENOUGH * _MOST_BYTES:
                return


def remaining(estimated: float, elapsed: float, share: float | None) -> float | None:
    """Seconds that are left: by the share that is done, or else by the estimate as long as it holds."""
    if share:
        return elapsed * (1.0 - share) / share
    return estimated - elapsed if estimated > elapsed else None
