"""The sweep over all structures with 1 to 9 components, beside mclust's mclustBIC, which starts once a cell.

    python -m benchmarks.bench_select            all data sets
    python -m benchmarks.bench_select iris       those whose name holds the text

Prints the seconds of both and every cell in which ours is less likely than mclust's. Nothing is stored.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.cases import Case
from benchmarks.command_line import Wanted, wanted
from benchmarks.known_optima import samples_of
from benchmarks.processes import measured_apart
from benchmarks.storage import Row

PATIENCE = 600
# mclust stops at a relative gain of 1e-5, ours at nearly nothing: what lies closer is the same optimum.
CLOSE = 1e-4
MADE = Case(20_000, 5, 6, apart=1.0)
DATA = {
    "iris": lambda: samples_of("iris"),
    "Old Faithful": lambda: samples_of("Old Faithful"),
    "diabetes": lambda: samples_of("diabetes"),
    MADE.name: MADE.samples,
}


def measure(X: np.ndarray) -> tuple[Row, Row]:
    """Ours, then mclust's."""
    with TemporaryDirectory() as folder:
        samples = Path(folder) / "samples.npy"
        np.save(samples, X)
        ours, mclust = (
            measured_apart("benchmarks.one_selection", program, [str(samples)], PATIENCE)
            for program in ("ours", "mclust")
        )
    return ours, mclust


def lower(ours: Row, theirs: Row, by: float = CLOSE) -> list[str]:
    """The cells in which ours is less likely than theirs, or has nothing sound where they have something."""
    told = []
    for name, theirs_is in theirs["cells"].items():
        ours_is = ours["cells"].get(name)
        if theirs_is is None or (ours_is is not None and ours_is >= theirs_is - by):
            continue
        told.append(
            f"  {name}: {'nothing sound' if ours_is is None else f'{ours_is:.4f}'}, not {theirs_is:.4f}"
        )
    return told


def main(wish: Wanted) -> None:
    """Measure the wanted data sets."""
    for name, samples in DATA.items():
        if not wish.takes(name):
            continue
        ours, theirs = measure(samples())
        for program, row in (("ours", ours), ("mclust", theirs)):
            print(
                f"{name}, {program}: {row.get('failure') or format(row['seconds'], '.2f') + ' s'}", flush=True
            )
        if "cells" in ours and "cells" in theirs:
            below = lower(ours, theirs)
            above = len(lower(theirs, ours, by=0.01))
            print(f"  more likely than mclust's in {above} cells, less likely in {len(below)}")
            print("\n".join(below))


if __name__ == "__main__":
    main(wanted(__doc__))
