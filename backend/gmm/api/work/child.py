"""What a child process does: one task, told line by line to the server, which passes the lines on."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from threading import Condition, Thread
from typing import Any

from gmm.api.errors import Problem, document_of, document_of_mistake
from gmm.api.observation.logs import faults
from gmm.api.schemas.models import StoredFit
from gmm.api.schemas.problem import ProblemDocument
from gmm.api.tasks.base import AbstractTask
from gmm.api.wire.answers import encode, encode_line
from gmm.api.work.spool import SpooledTask
from gmm.engine import EngineError
from gmm.io.errors import ReadError

# The page and the predictions of others come first.
_NICENESS = 5
# Lines go out together at most every so many seconds: a fit has thousands of iterations a second.
_SECONDS_BETWEEN_LINES = 0.02
# The share of the time that may be spent on telling, beside the first moment: iterations beyond are left out.
_SHARE_FOR_TELLING, _SECONDS_FOR_TELLING = 0.05, 0.1


@dataclass(frozen=True)
class ChildRules:
    """What a child may use: bytes of memory and seconds of processor time, 0 for no limit.

    tells, whether anybody wants to hear more than the end.
    """

    memory_bytes: int
    cpu_seconds: int
    tells: bool = False


@dataclass(frozen=True)
class Told:
    """What has happened: lines, each with whether it is spare; and the share of the work that is done."""

    lines: list[tuple[bytes, bool]]
    share: float | None


@dataclass(frozen=True)
class Found:
    """The end of work that went well: the answer as JSON, and what of it is to be stored."""

    answer: bytes
    kept: StoredFit | None


@dataclass(frozen=True)
class Failed:
    """The end of work that did not; faults, for the log, are what nobody foresaw."""

    document: ProblemDocument
    faults: list[dict[str, Any]] | None = None


def work(spooled: SpooledTask, rules: ChildRules, server: Connection) -> None:
    """Do the task in this process, which has been started for it, and tell the server."""
    _settle(rules)
    with Teller(server) as teller:
        try:
            end: Found | Failed = _found(spooled.task(), teller, rules.tells)
        except (Problem, EngineError, ReadError) as error:
            end = Failed(document_of(error))
        except Exception as error:  # noqa: BLE001 (the server answers and logs what nobody foresaw)
            end = Failed(document_of_mistake(error), faults(error))
        teller.end(end)


def _found(task: AbstractTask, teller: Teller, tells: bool) -> Found:
    """What the task finds; what happens on the way is told as far as telling does not delay it."""
    begun = time.perf_counter()
    spent = 0.0
    event: object = None
    for event in task.events():
        now = time.perf_counter()
        if (share := task.share_done(event)) is not None:
            teller.share = share
        is_spare = task.is_spare(event)
        allowed = _SECONDS_FOR_TELLING + _SHARE_FOR_TELLING * (now - begun)
        if tells and not (is_spare and spent > allowed):
            told = task.told(event)
            if isinstance(told, task.answer):
                return _ended(told, task)
            if told is not None:
                teller.tell(encode_line(told), is_spare)
            spent += time.perf_counter() - now
    answer = task.told(event)
    assert answer is not None
    return _ended(answer, task)


def _ended(answer: object, task: AbstractTask) -> Found:
    assert isinstance(answer, task.answer)
    return Found(encode(answer), task.kept(answer))


class Teller:
    """Sends what is told from a thread of its own, so that the work never waits for the server."""

    def __init__(self, server: Connection) -> None:
        self.share: float | None = None
        self._server = server
        self._lines: list[tuple[bytes, bool]] = []
        self._end: Found | Failed | None = None
        self._changed = Condition()
        self._thread = Thread(target=self._send, name="teller")

    def __enter__(self) -> Teller:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()

    def tell(self, line: bytes, is_spare: bool) -> None:
        """Have the line sent, soon."""
        with self._changed:
            self._lines.append((line, is_spare))
            self._changed.notify()

    def end(self, end: Found | Failed) -> None:
        """Have the end sent after all lines."""
        with self._changed:
            self._end = end
            self._changed.notify()

    def _send(self) -> None:
        try:
            while True:
                with self._changed:
                    while not self._lines and self._end is None:
                        self._changed.wait()
                    lines, self._lines = self._lines, []
                    end = self._end
                if lines:
                    self._server.send(Told(lines, self.share))
                if end is not None:
                    self._server.send(end)
                    return
                time.sleep(_SECONDS_BETWEEN_LINES)
        except OSError:
            os._exit(1)  # nobody listens any more


def _settle(rules: ChildRules) -> None:
    """Take a child's place: yield to the server, keep to the limits, and end when the server does."""
    for ignored in (signal.SIGINT, signal.SIGTERM):  # it is the server that ends its children
        signal.signal(ignored, signal.SIG_IGN)
    Thread(target=_end_with_server, name="end-with-server", daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    if sys.platform != "win32":  # there are no such limits; what requests may ask for is bounded all the same
        import resource

        if rules.memory_bytes:
            resource.setrlimit(resource.RLIMIT_DATA, (rules.memory_bytes, rules.memory_bytes))
        if rules.cpu_seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (rules.cpu_seconds, rules.cpu_seconds))


def _end_with_server() -> None:
    server = parent_process()
    if server is not None:
        server.join()
        os._exit(1)
