"""What a diagnosis consists of."""

from __future__ import annotations

from dataclasses import dataclass

from gmm.engine.notices import Notice


@dataclass(frozen=True)
class Finding(Notice):
    """A notice that says more: which components and rows it is about, how much of it there is, what helps.

    components and rows are numbers from 0, the most concerned first; in the sentences, which are for people,
    they count from 1. number is what the code's check measures, None where it counts nothing.
    """

    remedy: str
    components: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    number: float | None = None
