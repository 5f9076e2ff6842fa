"""Names of columns as files hold them -> names that can be told apart and shown."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST = 128
_ROOM_FOR_A_NUMBER = 6


def usable_names(given: Sequence[str]) -> list[str]:
    """The names, printable, different from each other and never empty: x1, x2, … where there is none."""
    names: list[str] = []
    taken: set[str] = set()
    for index, text in enumerate(given):
        printable = "".join(character for character in text if character.isprintable()).strip()
        base = printable[: _LONGEST - _ROOM_FOR_A_NUMBER] or f"x{index + 1}"
        name, copy = base, 2
        while name in taken:
            name, copy = f"{base} ({copy})", copy + 1
        names.append(name)
        taken.add(name)
    return names
