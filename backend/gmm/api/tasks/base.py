"""Long work as a value."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from gmm.api.schemas.base import Answer
from gmm.api.schemas.models import StoredFit


class AbstractTask(ABC):
    """What is to be done to which data: all that a request asked for, checked, and nothing begun.

    A task holds arrays and options only, so that it can be sent to another process and done there.
    """

    # The body of the whole answer, which is the last line of a stream, too.
    answer: ClassVar[type[Answer]]
    # The field of the request to ask less of where the work would take too long.
    costly: ClassVar[str]

    @property
    @abstractmethod
    def seconds(self) -> float:
        """About how many seconds of one core it takes."""

    @abstractmethod
    def events(self) -> Iterator[object]:
        """What the engine tells while it works; the last event is the result."""

    @abstractmethod
    def told(self, event: object) -> Answer | None:
        """An event as a client is told it: of the result the whole ``answer``; None if it is not told."""

    def is_spare(self, event: object) -> bool:
        """Whether the event may be left out where more happen than can be told."""
        return False

    def share_done(self, event: object) -> float | None:
        """How much of the work is done once this has happened, between 0 and 1; None if it does not say."""
        return None

    def kept(self, answer: Answer) -> StoredFit | None:
        """What of the answer is stored before anybody hears of it; most work leaves nothing behind."""
        return None
