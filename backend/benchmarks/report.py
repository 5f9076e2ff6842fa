"""Turn stored results into the tables and the plot of docs/benchmarks.md.

    python -m benchmarks.report

fills what stands between the marks ``<!-- NAME -->`` and ``<!-- end of NAME -->``; the text around them is
written by hand. It prints what was asked and what was measured.
"""

import re
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from benchmarks import asked, tables
from benchmarks.chart import Line, dot_plot
from benchmarks.peers import NAMES, PEERS
from benchmarks.storage import RESULTS, Row, rows_of, stored

DOCS = Path(__file__).parents[1] / "docs"
PAGE, PLOT = DOCS / "benchmarks.md", DOCS / "benchmarks.svg"
FILES = ("em", "fit", "roofline", "optimum")


def requirements(folder: Path = RESULTS) -> str:
    """Everything that is asked, line by line."""
    verdicts = chain(
        asked.of_iterations(rows_of("em", folder)),
        asked.of_fits(rows_of("fit", folder)),
        asked.of_roofline(rows_of("roofline", folder)),
        asked.of_optima(rows_of("optimum", folder)),
    )
    return tables.requirements(verdicts)


def _machine(folder: Path) -> str:
    """One line for each machine with its versions: usually one."""
    machines: dict[str, list[str]] = {}
    for name in FILES:
        made = stored(name, folder)["provenance"]
        if made is not None:
            packages = ", ".join(f"{package} {version}" for package, version in made["packages"].items())
            text = (
                f"{made['processor']}, {made['cores']} cores, {made['system']}; Python {made['python']}, "
                f"{packages}, {', '.join(made['blas'])}"
            )
            machines.setdefault(text, []).append(name)
    versions = {
        NAMES[row["program"]]: row["version"]
        for name in ("em", "fit")
        for row in rows_of(name, folder)
        if "version" in row
    }
    lines = [
        f"Machine: {text}." + (f" ({', '.join(names)})" if len(machines) > 1 else "")
        for text, names in machines.items()
    ]
    lines.append("Programs: " + "; ".join(f"{name} {version}" for name, version in versions.items()) + ".")
    return "\n\n".join(lines) if machines else "Nothing has been measured yet."


PARTS: dict[str, Callable[[Path], str]] = {
    "machine": _machine,
    "requirements": requirements,
    "iterations": lambda folder: tables.ITERATIONS.of(rows_of("em", folder)),
    "fits": lambda folder: tables.FITS.of(rows_of("fit", folder)),
    "roofline": lambda folder: tables.ROOFLINE.of(rows_of("roofline", folder)),
    "rates": lambda folder: tables.RATES.of(rows_of("roofline", folder)),
    "optima": lambda folder: tables.OPTIMA.of(rows_of("optimum", folder)),
}


def filled(page: str, folder: Path = RESULTS) -> str:
    """The page with what its marks enclose made anew."""
    for name, part in PARTS.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        if begin not in page or end not in page:
            raise ValueError(
                f"the page has no place for {name}: it needs the marks {begin.strip()} and {end}"
            )
        text = f"{begin}\n{part(folder)}\n\n{end}"
        page = re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _, text=text: text, page, flags=re.S)
    return page


def plot(rows: list[Row]) -> str:
    """The time of one iteration, case by case."""
    lines = []
    for case in dict.fromkeys(row["case"] for row in rows):
        took = {
            row["program"]: row["milliseconds"]
            for row in rows
            if row["case"] == case and row.get("log_likelihood") is not None
        }
        both = "ours" in took and "scikit_learn" in took
        remark = f"{took['scikit_learn'] / took['ours']:.1f} times" if both else ""
        lines.append(Line(case, {NAMES[program]: value for program, value in took.items()}, remark))
    title = "One EM iteration: the same samples, the same start, the same likelihood"
    return dot_plot(title, "ms", [NAMES[program] for program in PEERS], lines, "faster than scikit-learn")


def main() -> None:
    """Write the page and its plot."""
    PAGE.write_text(filled(PAGE.read_text("utf-8")), "utf-8")
    if rows_of("em"):
        PLOT.write_text(plot(rows_of("em")), "utf-8")
    print(requirements())


if __name__ == "__main__":
    main()
