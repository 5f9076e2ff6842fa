"""What comes last of a computation that tells what happens on its way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

R = TypeVar("R")


def result_of(events: Iterable[object], kind: type[R]) -> R:
    """The one event of this kind, after which nothing is waited for; the others are let go by."""
    for event in events:
        if isinstance(event, kind):
            return event
    raise AssertionError(f"the events end with a {kind.__name__}")
