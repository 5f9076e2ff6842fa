"""What one trial finds: a figure beside the one that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.storage import Row


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    always, whether it has to hold on any machine, however slow and busy: nothing lost, nothing torn, no 5xx.
    """

    what: str
    asked: str
    measured: str
    met: bool
    always: bool = False

    @property
    def row(self) -> Row:
        """The figure as it is stored."""
        return {
            "what": self.what,
            "asked": self.asked,
            "measured": self.measured,
            "met": self.met,
            "always": self.always,
        }


def at_most(what: str, value: float, limit: float, unit: str) -> Figure:
    """A figure of speed or size that is good when it is small."""
    return Figure(what, f"<= {limit:g} {unit}", f"{value:.3g} {unit}", value <= limit)


def at_least(what: str, value: float, limit: float, unit: str) -> Figure:
    """A figure of speed that is good when it is large."""
    return Figure(what, f">= {limit:,g} {unit}", f"{value:,.0f} {unit}", value >= limit)


def none_of(what: str, found: Sequence[object], among: int) -> Figure:
    """What may never happen, however slow the machine is; the first of what was found is shown."""
    shown = f"{len(found)} of {among:,}" + (f": {str(found[0])[:300]}" if found else "")
    return Figure(what, "0", shown, not found, always=True)


def quantile(seconds: Sequence[float], share: float) -> float:
    """The time within which this share of the requests was answered."""
    return sorted(seconds)[min(int(share * len(seconds)), len(seconds) - 1)]
