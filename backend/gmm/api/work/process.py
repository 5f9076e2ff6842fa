"""One child process, from its start to its end, whatever that is."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock
from typing import Any

import gmm
from gmm.api.errors import OVER_LIMIT, UNAVAILABLE, problem_document
from gmm.api.schemas.problem import ProblemDocument
from gmm.api.work import child
from gmm.api.work.child import ChildRules, Failed, Found, Told
from gmm.api.work.undertaking import Undertaking

# A fork server starts a child in milliseconds; where there is none (Windows) a child takes a second to import
# everything anew.
_METHOD = next(m for m in ("forkserver", "spawn") if m in multiprocessing.get_all_start_methods())
_PRELOADED = ["__main__", child.__name__, "gmm.api.tasks.kinds"]
_TRIES = 2
_SECONDS_TO_DIE = 5.0
# multiprocessing looks after all children together and not from several threads at once.
_children = Lock()


def warm_up() -> None:
    """Start the fork server, and a child that has nothing to do; raises OSError if there can be none."""
    try:
        process, messages = _started(_nothing)
    except EOFError as error:
        raise OSError("The fork server does not answer.") from error
    messages.close()
    with _children:
        process.join(_SECONDS_TO_DIE)
        code = process.exitcode
    if code != 0:
        raise OSError(f"A child process that had nothing to do has ended with {code}.")


class ChildProcess:
    """A process that does one task. It may be killed from any thread at any time, even before it starts."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: BaseProcess | None = None
        self._is_killed = False

    def done(self, undertaking: Undertaking, rules: ChildRules, deadline_seconds: float) -> Found | Failed:
        """Have the task done, pass on what is told, and return how it ended."""
        deadline = time.monotonic() + deadline_seconds
        rules = ChildRules(rules.memory_bytes, rules.cpu_seconds, undertaking.tells)
        try:
            process, messages = _started(child.work, undertaking.spooled, rules)
        except (OSError, EOFError):
            return Failed(_unavailable("No process could be started for this work."))
        with self._lock:
            self._process = process
            if self._is_killed:
                process.kill()
        with messages:
            while messages.poll(max(0.0, deadline - time.monotonic())):
                try:
                    message = messages.recv()
                except (EOFError, OSError):
                    return Failed(self._cause_of_death(process, deadline_seconds))
                if not isinstance(message, Told):
                    return message  # type: ignore[no-any-return]  # a pipe carries anything
                undertaking.tell(message.lines, message.share)
        return Failed(_too_long(deadline_seconds))

    def kill(self) -> None:
        """End the process now; it makes no difference if it has ended."""
        with self._lock:
            self._is_killed = True
            process = self._process
        if process is not None:
            with _children:
                process.kill()
                process.join(_SECONDS_TO_DIE)

    def _cause_of_death(self, process: BaseProcess, deadline_seconds: float) -> ProblemDocument:
        with _children:
            process.join(_SECONDS_TO_DIE)
            code = process.exitcode
        if hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU:
            return _too_long(deadline_seconds)
        return _unavailable("The process that did this work has died, most likely because memory ran out.")


def _started(target: Any, *arguments: Any) -> tuple[BaseProcess, Connection]:
    """A new process that runs ``target``, and the connection to hear it by. Raises OSError, EOFError."""
    context: Any = multiprocessing.get_context(_METHOD)
    with _children:
        if _METHOD == "forkserver":
            context.set_forkserver_preload(_PRELOADED)
        for attempt in range(_TRIES):
            messages, server = context.Pipe(duplex=False)
            process = context.Process(target=target, args=(*arguments, server), daemon=True)
            try:
                with server, _package_found():
                    process.start()
            except (OSError, EOFError):  # somebody has killed the fork server: the next try starts another
                messages.close()
                if attempt + 1 == _TRIES:
                    raise
                continue
            return process, messages
    raise AssertionError("the last try returns or raises")


class _package_found:
    """For as long as a process is started: it finds this package, wherever the service was started from."""

    def __enter__(self) -> None:
        self._before = os.environ.get("PYTHONPATH")
        parts = [str(Path(gmm.__file__).parents[1]), *([self._before] if self._before else [])]
        os.environ["PYTHONPATH"] = os.pathsep.join(parts)

    def __exit__(self, *_: object) -> None:
        if self._before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = self._before


def _nothing(server: Connection) -> None:
    server.close()


def _unavailable(what: str) -> ProblemDocument:
    return problem_document(UNAVAILABLE, f"{what} {UNAVAILABLE.remedy}")


def _too_long(deadline_seconds: float) -> ProblemDocument:
    return problem_document(
        OVER_LIMIT,
        f"This work has taken {deadline_seconds:g} seconds, the limit (`deadline_seconds`), and was stopped. "
        "Ask for less, or raise the limit where the service is run.",
    )
