"""What every benchmark may be told on its command line."""

import argparse
from dataclasses import dataclass

from benchmarks.cases import Case


@dataclass(frozen=True)
class Wanted:
    """Which cases to measure.

    text, part of their names; quick, whether to leave out those that take minutes; rows, the most rows a case
    may have, for a trial of which nothing is stored.
    """

    text: str = ""
    quick: bool = False
    rows: int | None = None

    @property
    def everything(self) -> bool:
        """Whether no case is left out: the results then replace all that are stored."""
        return self == Wanted()

    @property
    def stored(self) -> bool:
        """Whether the results are worth keeping."""
        return self.rows is None

    def takes(self, name: str, slow: bool = False) -> bool:
        """Whether a case of that name is wanted. Commas and spaces in names do not count."""
        return _bare(self.text) in _bare(name) and not (slow and self.quick)

    def of(self, cases: tuple[Case, ...]) -> list[Case]:
        """Those of the cases that are wanted, cut to as many rows."""
        taken = [case for case in cases if self.takes(case.name, case.slow)]
        return taken if self.rows is None else [case.cut(self.rows) for case in taken]


def _bare(name: str) -> str:
    return name.replace(",", "").replace(" ", "")


def wanted(description: str | None) -> Wanted:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("text", nargs="?", default="", help="measure only cases whose name holds this")
    parser.add_argument("--quick", action="store_true", help="leave out the cases that take minutes")
    parser.add_argument("--rows", type=int, help="cut every case to so many rows and store nothing: a trial")
    return Wanted(**vars(parser.parse_args()))
