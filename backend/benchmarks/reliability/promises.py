"""The stored figures as the table of docs/limits-and-promises.md."""

from __future__ import annotations

from pathlib import Path

from benchmarks.storage import RESULTS, rows_of, stored

# What a trial is called in the table of the docs page.
NAMES = {
    "load": "load",
    "growth": "a thousand fits",
    "departure": "clients that leave",
    "deletion": "deleted jobs",
    "farewell": "SIGTERM",
    "killing": "a fit killed",
    "kill nine": "kill -9",
    "killed writers": "kill -9 on both databases",
    "stalled": "stalled clients",
    "bombs": "bombs",
    "contract": "made-up requests",
    "mutations": "mutated uploads",
}


PAGE = Path(__file__).parents[2] / "docs" / "limits-and-promises.md"


def write() -> None:
    """Write what is stored into the page."""
    PAGE.write_text(filled(PAGE.read_text("utf-8")), "utf-8")


def filled(page: str, folder: Path = RESULTS) -> str:
    """The page with what stands between its marks made anew."""
    for name, text in (("machine", machine(folder)), ("promises", table(folder))):
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = page.partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"the page needs the marks {begin.strip()} and {end}")
        page = f"{before}{begin}\n{text}\n\n{end}{after}"
    return page


def table(folder: Path = RESULTS) -> str:
    """One line a figure: what, what was asked, what was measured, whether that is enough."""
    rows = rows_of("reliability", folder)
    if not rows:
        return "Nothing has been measured yet."
    lines = ["| trial | figure | asked | measured | |", "|---|---|---|---|---|"]
    for row in rows:
        verdict = "met" if row["met"] else "**missed**"
        cells = (NAMES[row["case"]], row["what"], row["asked"], row["measured"], verdict)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def machine(folder: Path = RESULTS) -> str:
    """What the stored figures were measured on."""
    made = stored("reliability", folder)["provenance"]
    if made is None:
        return "Nothing has been measured yet."
    return f"Machine: {made['processor']}, {made['cores']} cores, {made['system']}; Python {made['python']}."
