"""The time of one EM iteration and the memory it takes, ours beside other programs.

    python -m benchmarks.bench_em                  all cases
    python -m benchmarks.bench_em 1000000x2,K=5    cases whose name holds the text
    python -m benchmarks.bench_em --quick          without those that take minutes

PEERS names the Python in which gmmx and pomegranate are installed, if it is another one.

Every program gets the same samples, the same start and the same number of plain EM iterations, each in a
process of its own; the likelihoods printed show that it is the same work.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks import asked, tables
from benchmarks.cases import ITERATION_CASES, Case
from benchmarks.command_line import Wanted, wanted
from benchmarks.peers import NAMES, PEERS
from benchmarks.processes import measured_apart
from benchmarks.storage import Results, Row


def measure(case: Case) -> list[Row]:
    """A row of each program that is there and has such a model."""
    rows = []
    with TemporaryDirectory() as folder:
        samples = Path(folder) / "samples.npy"
        np.save(samples, case.samples())
        for program in PEERS:
            arguments = [json.dumps(asdict(case)), str(samples)]
            row = measured_apart("benchmarks.one_iteration", program, arguments, case.patience)
            if "absent" in row:
                print(f"    {NAMES[program]} left out: {row['absent']}", file=sys.stderr)
            else:
                rows.append({"case": case.name, "program": program, **row})
    return rows


def main(wish: Wanted) -> None:
    """Measure the wanted cases, print a table and what was asked, store the results."""
    results = Results("em", wish)
    print(tables.ITERATIONS.head(), flush=True)
    for case in wish.of(ITERATION_CASES):
        rows = measure(case)
        print(tables.ITERATIONS.body(rows), flush=True)
        results.add(case.name, rows)
    print(f"\n{tables.requirements(asked.of_iterations(results.rows), measured_only=True)}\n")


if __name__ == "__main__":
    main(wanted(__doc__))
