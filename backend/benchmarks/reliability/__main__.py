"""Try out everything that the service promises: print it, store it for the docs, fail if something is broken.

    python -m benchmarks.reliability
    python -m benchmarks.reliability stalled --quick

A figure of speed may be missed on a slow or busy machine. What must never happen (an answer 5xx, something
lost or torn, a dead process) makes this program end with status 1.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator

from benchmarks.command_line import Wanted
from benchmarks.reliability import (
    bombs,
    contract,
    deletion,
    departure,
    farewell,
    growth,
    kill_nine,
    killed_writers,
    killing,
    load,
    mutations,
    promises,
    stalled,
)
from benchmarks.reliability.figure import Figure
from benchmarks.storage import Results

# In the order of the table; the quick ones first where it does not matter.
TRIALS: dict[str, Callable[[bool], Iterator[Figure]]] = {
    "load": load.figures,
    "growth": growth.figures,
    "departure": departure.figures,
    "deletion": deletion.figures,
    "farewell": farewell.figures,
    "killing": killing.figures,
    "kill nine": kill_nine.figures,
    "killed writers": killed_writers.figures,
    "stalled": stalled.figures,
    "bombs": bombs.figures,
    "contract": contract.figures,
    "mutations": mutations.figures,
}


def tried(names: list[str], quick: bool) -> list[Figure]:
    """The figures of these trials, each printed as soon as it is known; stored unless they are ``quick``."""
    results = (
        None if quick else Results("reliability", Wanted(text="" if names == [*TRIALS] else " ".join(names)))
    )
    found: list[Figure] = []
    for name in names:
        figures = []
        for figure in TRIALS[name](quick):
            figures.append(figure)
            print(_line(figure), flush=True)
        if results is not None:
            results.add(name, [figure.row for figure in figures])
            promises.write()
        found += figures
    return found


def _line(figure: Figure) -> str:
    verdict = "met" if figure.met else "BROKEN" if figure.always else "missed"
    return f"{verdict:<7} {figure.what}: {figure.measured} (asked: {figure.asked})"


def main() -> int:
    """The exit status: 1 if something happened that never may."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("trials", nargs="*", choices=[*TRIALS, []], help="which of them; all by default")
    parser.add_argument("--quick", action="store_true", help="shorter and smaller, and nothing is stored")
    given = parser.parse_args()
    print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
    figures = tried(given.trials or [*TRIALS], given.quick)
    broken = [figure for figure in figures if figure.always and not figure.met]
    print(f"\n{sum(figure.met for figure in figures)} of {len(figures)} met, {len(broken)} broken.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
