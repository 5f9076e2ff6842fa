"""Results as tables of Markdown: printed while they are measured, and put between the text of the docs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from benchmarks.asked import Verdict, same_work
from benchmarks.peers import NAMES
from benchmarks.storage import Row

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Columns, and how the rows of one case become lines of cells.

    A colon ends the name of a column of numbers.
    """

    columns: Cells
    cells: Callable[[list[Row]], Iterable[Cells]]

    def head(self) -> str:
        """The names of the columns and the line below them."""
        rule = ("--:" if name.endswith(":") else "---" for name in self.columns)
        return f"{_line(name.rstrip(':') for name in self.columns)}\n|{'|'.join(rule)}|"

    def body(self, rows: list[Row]) -> str:
        """A line for each result of one case."""
        return "\n".join(_line(cells) for cells in self.cells(rows))

    def of(self, rows: list[Row]) -> str:
        """The whole table."""
        if not rows:
            return "Not measured yet."
        cases = dict.fromkeys(row["case"] for row in rows)
        return "\n".join(
            [self.head(), *(self.body([row for row in rows if row["case"] == c]) for c in cases)]
        )


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _iterations(rows: list[Row]) -> Iterator[Cells]:
    measured = {row["program"]: row for row in rows if "failure" not in row}
    for row in rows:
        program = NAMES[row["program"]]
        if "failure" in row:
            yield row["case"], program, "", "", "", row["failure"]
            continue
        ours = measured.get("ours")
        ratio = "" if ours is None or ours is row else f"{row['milliseconds'] / ours['milliseconds']:.1f}"
        memory = "" if row["megabytes"] is None else f"{row['megabytes']:.0f}"
        yield row["case"], program, f"{row['milliseconds']:.3g}", ratio, memory, _likelihood(row, ours)


def _likelihood(row: Row, ours: Row | None) -> str:
    total = row["log_likelihood"]
    if total is None:
        return "none: not a number"
    other = ours is not None and not same_work(row, ours)
    return f"{total:.9g}{' (not the same work)' if other else ''}"


ITERATIONS = Table(
    (
        "samples x columns",
        "program",
        "ms an iteration:",
        "of ours:",
        "MB beyond the data:",
        "log-likelihood:",
    ),
    _iterations,
)


def _fits(rows: list[Row]) -> Iterator[Cells]:
    ours = next((row for row in rows if row["program"] == "ours" and "failure" not in row), None)
    for row in rows:
        if "failure" in row:
            yield row["case"], NAMES[row["program"]], row["failure"], "", "", ""
            continue
        compared = ours is not None and row is not ours
        yield (
            row["case"],
            NAMES[row["program"]],
            f"{row['seconds']:.3g}",
            f"{row['seconds'] / ours['seconds']:.1f}" if ours and compared else "",
            f"{row['log_likelihood']:.5f}",
            f"{row['log_likelihood'] - ours['log_likelihood']:+.4g}" if ours and compared else "",
        )


FITS = Table(
    ("samples x columns", "program", "seconds:", "of ours:", "log-likelihood:", "less ours:"),
    _fits,
)


def _roofline(rows: list[Row]) -> Iterator[Cells]:
    for row in rows:
        took = row["milliseconds"]
        strict, numpy = row["least_milliseconds"], row["numpy_milliseconds"]
        yield (
            row["case"],
            f"{took:.3g}",
            f"{strict:.3g}",
            f"{strict / took:.0%}",
            f"{numpy:.3g}",
            f"{numpy / took:.0%}",
        )


ROOFLINE = Table(
    (
        "samples x columns",
        "ms an iteration:",
        "roofline, ms:",
        "our share:",
        "a NumPy program's least, ms:",
        "our share of that:",
    ),
    _roofline,
)


def _rates(rows: list[Row]) -> Iterator[Cells]:
    for row in rows:
        rate = row["rates"]
        yield (
            row["case"],
            f"{rate['product'] / 1e9:.1f}",
            f"{rate['product_of_features'] / 1e9:.1f}",
            f"{rate['sum_of_features'] / 1e9:.1f}",
            f"{rate['exp'] / 1e9:.2f}",
            f"{rate['read'] / 1e9:.1f}",
        )


RATES = Table(
    (
        "samples x columns",
        "large product, Gflop/s:",
        "E-step's product:",
        "M-step's product:",
        "exp, 1e9/s:",
        "reading the data, GB/s:",
    ),
    _rates,
)


def _optima(rows: list[Row]) -> Iterator[Cells]:
    for row in rows:
        above = row["best"] - row["known"]
        yield (
            row["data"],
            row["structure"],
            str(row["K"]),
            f"{row['known']:.6f}",
            f"{row['worst']:.6f}",
            f"{row['within']} of {row['seeds']}",
            f"{above:+.3g}" if above > 1e-5 else "",
            str(row["flagged"]) if row["flagged"] else "",
        )


OPTIMA = Table(
    (
        "data",
        "covariances",
        "K:",
        "best known:",
        "worst of all seeds:",
        "reached it:",
        "best beyond it:",
        "flagged spurious:",
    ),
    _optima,
)


def requirements(verdicts: Iterable[Verdict], measured_only: bool = False) -> str:
    """What was asked, what was measured, and whether that is enough."""
    words = {True: "met", False: "**missed**", None: "not measured"}
    shown = (v for v in verdicts if v.met is not None or not measured_only)
    lines = [(v.what, v.asked, v.measured, words[v.met]) for v in shown]
    head = Table(("what", "asked:", "measured:", ""), lambda _: ()).head()
    return "\n".join([head, *map(_line, lines)]) if lines else ""
