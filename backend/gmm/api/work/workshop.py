"""Where heavy work is done: as many pieces at once as there are places, each in a process of its own.

Such a process can be killed within milliseconds, has its limits, gives its memory back and takes nobody with
it when it crashes; the server goes on answering meanwhile.
"""

from __future__ import annotations

import logging
import math
import shutil
import tempfile
import weakref
from pathlib import Path
from threading import Lock, Thread

from gmm.api.errors import (
    CANCELLED,
    STOPPED,
    TOO_BUSY,
    UNAVAILABLE,
    Problem,
    problem_document,
)
from gmm.api.observation.logs import event
from gmm.api.schemas.jobs import State
from gmm.api.schemas.problem import ProblemDocument
from gmm.api.settings import Settings
from gmm.api.tasks.base import AbstractTask
from gmm.api.work.child import ChildRules, Failed, Found
from gmm.api.work.keeping import Keep, body_once_kept
from gmm.api.work.process import ChildProcess, warm_up
from gmm.api.work.spool import spooled
from gmm.api.work.undertaking import Undertaking
from gmm.engine.threads import available_threads

_log = logging.getLogger(__name__)

_CANCELLED = problem_document(CANCELLED, f"This work was cancelled before its end. {CANCELLED.remedy}")
# Seconds that work which takes longer than estimated is thought to go on, when others ask.
_ANY_MOMENT = 5.0


class Workshop:
    """The places, the queue before them, and the work in both."""

    def __init__(self, settings: Settings) -> None:
        self._n_places = settings.child_processes or available_threads()
        self._most_waiting = settings.limits.max_waiting
        self._deadline = settings.limits.deadline_seconds
        self._rules = ChildRules(
            memory_bytes=settings.child_memory_bytes, cpu_seconds=self._deadline * available_threads()
        )
        self._lock = Lock()
        self._waiting: list[Undertaking] = []
        self._running: dict[Undertaking, ChildProcess] = {}
        self._is_stopping = False
        self._directory: Path | None = None

    def warm_up(self) -> None:
        """Have the first child start as quickly as all others; returns at once."""
        Thread(target=self._warm_up, name="warm-up", daemon=True).start()

    def n_running(self) -> int:
        """Pieces of work that are being done."""
        return len(self._running)

    def n_waiting(self) -> int:
        """Pieces of work that wait for a place."""
        return len(self._waiting)

    def undertake(self, task: AbstractTask, keep: Keep, tells: bool, is_kept: bool = False) -> Undertaking:
        """Have the task done, now or when its turn comes.

        Raises Problem where too many wait already, where its data find no room, or when the service stops.
        """
        self._refuse_if_full()
        try:
            taken = spooled(task, self._spool_directory())
        except OSError as error:
            raise Problem(
                UNAVAILABLE, f"There is no room on disk for the data. {UNAVAILABLE.remedy}"
            ) from error
        seconds = task.seconds / available_threads()
        undertaking = Undertaking(taken, type(task).answer, keep, seconds, tells, is_kept)
        with self._lock:
            self._waiting.append(undertaking)
        self._begin_what_can()
        return undertaking

    def place_of(self, undertaking: Undertaking) -> int:
        """Its place in the queue, counted from 1; 0 when it does not wait any more."""
        with self._lock:
            return self._waiting.index(undertaking) + 1 if undertaking in self._waiting else 0

    def cancel(self, undertaking: Undertaking, why: ProblemDocument = _CANCELLED) -> None:
        """Stop the work, wherever it is; when this returns, nothing more is done for it."""
        if not undertaking.end(State.CANCELLED, problem=why):
            return
        with self._lock:
            if undertaking in self._waiting:
                self._waiting.remove(undertaking)
                undertaking.spooled.discard()
            child = self._running.get(undertaking)
        if child is not None:
            child.kill()

    def stop(self) -> None:
        """Take no more work and end what there is with a problem that says so."""
        with self._lock:
            self._is_stopping = True
            everything = [*self._waiting, *self._running]
        for undertaking in everything:
            self.cancel(undertaking, STOPPED)

    def _warm_up(self) -> None:
        try:
            warm_up()
        except OSError as error:
            if not self._is_stopping:  # then nobody starts anything any more
                _log.error("No child process can be started", exc_info=error)

    def _refuse_if_full(self) -> None:
        with self._lock:
            if self._is_stopping:
                raise Problem.told(STOPPED)
            ahead = len(self._waiting) + len(self._running) - self._n_places
            if ahead < self._most_waiting or ahead < 0:
                return
            soonest = min(one.remaining_seconds() or _ANY_MOMENT for one in self._running)
        raise Problem(
            TOO_BUSY,
            f"{len(self._waiting)} pieces of heavy work wait already (`max_waiting`). {TOO_BUSY.remedy}",
            retry_after=max(1, math.ceil(soonest)),
        )

    def _spool_directory(self) -> Path:
        with self._lock:
            if self._directory is None:
                self._directory = Path(tempfile.mkdtemp(prefix="gmm-"))
                weakref.finalize(self, shutil.rmtree, self._directory, ignore_errors=True)
            return self._directory

    def _begin_what_can(self) -> None:
        """Fill the places that are free with those that have waited longest."""
        with self._lock:
            while self._waiting and len(self._running) < self._n_places and not self._is_stopping:
                undertaking = self._waiting.pop(0)
                self._running[undertaking] = child = ChildProcess()
                Thread(target=self._see_through, args=(undertaking, child), daemon=True).start()

    def _see_through(self, undertaking: Undertaking, child: ChildProcess) -> None:
        """See one piece of work to its end, in a thread that does little but wait."""
        try:
            if undertaking.begin():
                self._note(undertaking, child.done(undertaking, self._rules, self._deadline))
        finally:
            child.kill()
            undertaking.spooled.discard()
            undertaking.end(State.FAILED, problem=problem_document(UNAVAILABLE, UNAVAILABLE.remedy))
            with self._lock:
                del self._running[undertaking]
            self._begin_what_can()

    def _note(self, undertaking: Undertaking, end: Found | Failed) -> None:
        if isinstance(end, Found):
            if not undertaking.is_over:
                body = body_once_kept(end.answer, undertaking.kind, end.kept, undertaking.keep)
                undertaking.end(State.DONE, answer=body)
            return
        if end.faults:
            event(_log, logging.ERROR, "heavy work has failed", fault=end.faults)
        undertaking.end(State.FAILED, problem=end.document)
