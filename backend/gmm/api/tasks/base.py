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

    # The body of the whole answer, and the same as the last line of a stream, where it is streamed.
    answer: ClassVar[type[Answer]]
    result_event: ClassVar[type[Answer] | None] = None

    @abstractmethod
    def events(self) -> Iterator[object]:
        """What the engine tells while it works; the last event is the result."""

    @abstractmethod
    def told(self, event: object) -> Answer | None:
        """An event as a client is told it: of the result the whole ``answer``; None if it is not told."""

    def kept(self, answer: Answer) -> StoredFit | None:
        """What of the answer is stored before anybody hears of it; most work leaves nothing behind."""
        return None
