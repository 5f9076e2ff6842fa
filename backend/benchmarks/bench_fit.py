"""The time of a whole fit with defaults, and the likelihood it reaches, beside scikit-learn's.

    python -m benchmarks.bench_fit               all cases
    python -m benchmarks.bench_fit 200000x10     cases whose name holds the text
    python -m benchmarks.bench_fit --quick       Old Faithful alone: scikit-learn takes minutes for the others

scikit-learn runs with tol=1e-6 and max_iter=1000: with its own defaults it stops long before the optimum.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks import asked, tables
from benchmarks.cases import FIT_CASES, OLD_FAITHFUL
from benchmarks.command_line import Wanted, wanted
from benchmarks.processes import measured_apart
from benchmarks.storage import Results, Row
from gmm.io.examples import example_named

PATIENCE = 900  # seconds for one program and one case
# How often a fit is made: milliseconds are easily disturbed, and scikit-learn's minutes are not repeated.
CALLS_OF_SMALL = 21
CALLS = {"ours": 3, "scikit_learn": 1}


def measure(name: str, X: np.ndarray, K: int) -> list[Row]:
    """A row of each program."""
    rows = []
    with TemporaryDirectory() as folder:
        samples = Path(folder) / "samples.npy"
        np.save(samples, X)
        for program, calls in CALLS.items():
            calls = CALLS_OF_SMALL if len(X) < 1000 else calls
            row = measured_apart("benchmarks.one_fit", program, [str(K), str(calls), str(samples)], PATIENCE)
            rows.append({"case": name, "program": program, **row})
    return rows


def main(wish: Wanted) -> None:
    """Measure the wanted cases, print a table and what was asked, store the results."""
    data = [(case.name, case.samples, case.K) for case in wish.of(FIT_CASES)]
    if wish.takes(OLD_FAITHFUL):
        example = example_named("old-faithful")
        assert example is not None
        data.append((OLD_FAITHFUL, lambda: np.array(example.samples), 2))
    results = Results("fit", wish)
    print(tables.FITS.head(), flush=True)
    for name, samples, K in data:
        rows = measure(name, samples(), K)
        print(tables.FITS.body(rows), flush=True)
        results.add(name, rows)
    print(f"\n{tables.requirements(asked.of_fits(results.rows), measured_only=True)}\n")


if __name__ == "__main__":
    main(wanted(__doc__))
