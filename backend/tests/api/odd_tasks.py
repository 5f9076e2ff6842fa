"""Tasks that no request asks for, to see what becomes of them in a process of their own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gmm.api.schemas.base import Answer
from gmm.api.tasks.base import AbstractTask
from gmm.engine import FitError


class Sum(Answer, frozen=True, kw_only=True):
    """What these tasks find."""

    total: float


@dataclass(frozen=True)
class OddTask(AbstractTask):
    """Adds up its values, and does something odd meanwhile."""

    values: np.ndarray
    oddity: str = "none"

    answer = Sum
    costly = "data"

    @property
    def seconds(self) -> float:
        return 1.0

    def events(self) -> Iterator[object]:
        """Half of the sum, something odd, the sum."""
        yield float(self.values[: len(self.values) // 2].sum())
        match self.oddity:
            case "is killed":
                os.kill(os.getpid(), signal.SIGKILL)
            case "takes all memory":
                _ = [np.ones(2**24) for _ in range(1_000)]
            case "burns its time":
                while True:
                    pass
            case "sleeps":
                time.sleep(1_000)
            case "cannot go on":
                raise FitError("The likelihood fell.")
            case "is mistaken":
                raise LookupError("a secret number: 42")
        yield self

    def told(self, event: object) -> Answer | None:
        """The sum."""
        return Sum(total=float(self.values.sum())) if event is self else None
