"""How surely a fit with defaults finds the best known optimum, over twenty seeds.

    python -m benchmarks.bench_optimum           all data sets
    python -m benchmarks.bench_optimum iris      those whose name holds the text

A fit may be up to 1e-5 nats below the best known log-likelihood of the whole data set; known_optima.py says
where those come from. An optimum beyond it that rests on a component on too few rows is spurious, and the fit
must say so.
"""

from collections.abc import Iterator

import gmm  # noqa: F401 - holds BLAS to one thread before NumPy is imported
from benchmarks import asked, tables
from benchmarks.command_line import Wanted, wanted
from benchmarks.known_optima import KNOWN, KnownOptimum, samples_of
from benchmarks.storage import Results, Row
from gmm.engine import Dataset, Fit, FitOptions, fit

SEEDS = 20
SPURIOUS = {"collapsed_component", "tiny_component"}


def measure(optimum: KnownOptimum, seeds: int) -> Row:
    """What the fits of one data set reach."""
    dataset = Dataset(samples_of(optimum.data))
    fits = list(_fits(dataset, optimum, seeds))
    reached = [each.log_likelihood for each in fits]
    return {
        "case": optimum.name,
        "data": optimum.data,
        "structure": optimum.structure,
        "K": optimum.K,
        "known": optimum.log_likelihood,
        "seeds": seeds,
        "worst": min(reached),
        "best": max(reached),
        "within": sum(one >= optimum.log_likelihood - asked.SHORTFALL for one in reached),
        "flagged": sum(bool(SPURIOUS & {notice.code for notice in each.warnings}) for each in fits),
    }


def _fits(dataset: Dataset, optimum: KnownOptimum, seeds: int) -> Iterator[Fit]:
    for seed in range(seeds):
        yield fit(dataset, FitOptions(optimum.K, optimum.structure, seed=seed))


def main(wish: Wanted) -> None:
    """Measure the wanted data sets, print a table and what was asked, store the results."""
    results = Results("optimum", wish)
    print(tables.OPTIMA.head(), flush=True)
    for optimum in KNOWN:
        if wish.takes(optimum.name):
            row = measure(optimum, SEEDS)
            print(tables.OPTIMA.body([row]), flush=True)
            results.add(optimum.name, [row])
    print(f"\n{tables.requirements(asked.of_optima(results.rows), measured_only=True)}\n")


if __name__ == "__main__":
    main(wanted(__doc__))
