"""Results as JSON: rows of measurements beside the machine and the versions they were made with.

A row is a dictionary whose "case" says what was measured. Rows of one case are always measured in one run, so
that their ratios mean something, and are replaced together.
"""

import json
import math
from pathlib import Path
from typing import Any

from benchmarks.command_line import Wanted
from benchmarks.provenance import provenance

RESULTS = Path(__file__).parent / "results"

Row = dict[str, Any]


def stored(name: str, folder: Path = RESULTS) -> dict[str, Any]:
    """The file of that name: "provenance" and "rows"; no rows where it has not been measured yet."""
    path = folder / f"{name}.json"
    if not path.exists():
        return {"provenance": None, "rows": []}
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read


def rows_of(name: str, folder: Path = RESULTS) -> list[Row]:
    """The stored rows."""
    rows: list[Row] = stored(name, folder)["rows"]
    return rows


def merged(old: list[Row], case: str, new: list[Row]) -> list[Row]:
    """The rows with those of one case replaced, in their place; at the end where there were none."""
    first = next((i for i, row in enumerate(old) if row["case"] == case), len(old))
    return [*old[:first], *new, *(row for row in old[first:] if row["case"] != case)]


class Results:
    """A file of results while it is being measured; every case is written as soon as it is known.

    A run of everything replaces the file. A run of some cases replaces those, and writes nothing where the
    others were measured on another machine or with other versions.
    """

    def __init__(self, name: str, wanted: Wanted, folder: Path = RESULTS) -> None:
        before = stored(name, folder)
        self.path = folder / f"{name}.json"
        self.provenance = provenance()
        same = before["provenance"] in (None, self.provenance)
        self.rows: list[Row] = before["rows"] if same and not wanted.everything else []
        self.kept = wanted.stored and (same or wanted.everything)
        if wanted.stored and not self.kept:
            print(f"\nNot stored: {self.path.name} holds results of another machine or of other versions.\n")

    def add(self, case: str, rows: list[Row]) -> None:
        """Take the rows of a case in the place of those it had."""
        self.rows = merged(self.rows, case, [{"case": case, **row} for row in rows])
        if self.kept:
            self.path.parent.mkdir(exist_ok=True)
            document = {"provenance": self.provenance, "rows": _finite(self.rows)}
            self.path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _finite(value: Any) -> Any:
    """The same with null for every number that JSON does not have."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.12g}") if math.isfinite(value) else None
    return value
