"""Every setting as a table in Markdown, which stands in `docs/operations.md` between two comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

from gmm.api.settings import PREFIX, Limits, Settings

OPERATIONS = Path(__file__).parents[3] / "docs/operations.md"
_PLACE = re.compile(r"(<!-- settings: [^>]*-->\n).*?(<!-- end of settings -->)", re.DOTALL)


def with_settings(page: str) -> str:
    """The page with the table as it is by the code."""
    return _PLACE.sub(lambda place: f"{place[1]}{_table()}{place[2]}", page)


def _table() -> str:
    rows = [f"| `{name}` | {_written(default)} | {meaning} |" for name, default, meaning in _settings()]
    return "\n".join(["", "| variable | default | meaning |", "|---|---|---|", *rows, "", ""])


def _settings() -> Iterator[tuple[str, Any, str]]:
    """Variable, default and meaning, those of the service first, then the limits."""
    for owner in (Settings, Limits):
        hints = get_type_hints(owner, include_extras=True)
        for field in msgspec.structs.fields(owner):
            if get_origin(hints[field.name]) is Annotated:
                meta = next(each for each in get_args(hints[field.name]) if isinstance(each, msgspec.Meta))
                yield f"{PREFIX}{field.name.upper()}", field.default, meta.description or ""


def _written(default: Any) -> str:
    text = ",".join(default) if isinstance(default, tuple) else str(default)
    return f"`{text}`" if text else "none"
