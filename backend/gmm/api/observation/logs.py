"""One line an event, on stderr: as JSON for collectors or as text for people, and never what clients sent.

The standard library's loggers with a formatter of our own: python-json-logger and structlog do the same in
twice the time for each line.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any, Literal, TextIO

import msgspec

from gmm.api.observation import request_id

Form = Literal["text", "json"]
Level = Literal["debug", "info", "warning", "error"]

_MOST_FRAMES = 20
# What ends a line or moves a terminal's cursor.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def log_to_stderr(form: Form, level: Level) -> None:
    """Write what the service has to say from now on, instead of to wherever it was written before."""
    handler = LineHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.captureWarnings(True)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # As logging's own documentation advises where lines are many: what no line shows is not looked up.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None
    # What waitress says below a warning quotes paths; that requests wait for a thread is no news.
    logging.getLogger("waitress").setLevel(logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


class LineHandler(logging.Handler):
    """Writes each line at once; no thread waits for the line of another, with a lock in hand."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream

    def createLock(self) -> None:
        """There is none: what is written at once is not mixed with other lines."""
        self.lock = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line; where nobody reads any more, nothing is said."""
        try:
            self._stream.write(f"{self.format(record)}\n")
        except (OSError, ValueError):
            return


def event(logger: logging.Logger, level: int, name: str, **fields: object) -> None:
    """Log that something happened; the fields hold nothing that a client may have written."""
    if logger.isEnabledFor(level):
        logger.log(level, name, extra={"fields": fields})


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """Everything a record says, in the order in which it is written."""
    time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    said: dict[str, Any] = {"time": time.replace("+00:00", "Z"), "level": record.levelname.lower()}
    said |= {"event": record.getMessage(), "logger": record.name}
    said |= getattr(record, "fields", {})
    if name := request_id.current():
        said.setdefault("request_id", name)
    if record.exc_info and record.exc_info[1] is not None:
        said["fault"] = faults(record.exc_info[1])
    return said


def faults(raised: BaseException) -> list[dict[str, Any]]:
    """An exception and what caused it: of what kind, and where; not its words, which may quote data."""
    told: list[dict[str, Any]] = []
    error: BaseException | None = raised
    while error is not None and len(told) < _MOST_FRAMES:
        frames = [
            f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
            for frame, line in traceback.walk_tb(error.__traceback__)
        ]
        kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
        told.append({"kind": kind, "at": frames[-_MOST_FRAMES:]})
        error = error.__cause__
    return told


def _short(filename: str) -> str:
    """The file's path below the folder of its package."""
    parts = PurePath(filename).parts
    for anchor in ("site-packages", "gmm"):
        if anchor in parts:
            return "/".join(parts[parts.index(anchor) + (anchor == "site-packages") :])
    return parts[-1]


def _on_one_line(text: str) -> str:
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class JsonLines(logging.Formatter):
    """A record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        return _on_one_line(msgspec.json.encode(fields_of(record)).decode())


class TextLines(logging.Formatter):
    """A record as a line for people: when, how grave, what, and the rest as name=value."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        said = fields_of(record)
        at, level, what = said.pop("time"), said.pop("level"), said.pop("event")
        rest = " ".join(f"{name}={value}" for name, value in said.items() if name != "logger")
        return _on_one_line(f"{at} {level} {what} {rest}".rstrip())
