"""How near one EM iteration comes to what this machine could do at most.

    python -m benchmarks.bench_roofline             all cases
    python -m benchmarks.bench_roofline 200000x10   cases whose name holds the text

Two predictions of the least time stand beside the time measured, all from rates measured in the same run with
as many cores as the engine has threads:

    roofline   two matrix products at the rate of a large one, K·N exponentials, the data read once
    a NumPy program's least   the same with products at the rate of their own shapes, and the passes that
               NumPy needs: P·N multiplications to form features; to normalise, K·N multiplications and
               additions, N logarithms and divisions

P counts features: 1 + D + D (D + 1) / 2 for full covariances, 1 + 2 D for diagonal ones.
"""

from dataclasses import asdict, dataclass

import gmm  # noqa: F401 - holds BLAS to one thread before NumPy is imported
from benchmarks import asked, rates, tables
from benchmarks.cases import ROOFLINE_CASES, Case
from benchmarks.command_line import Wanted, wanted
from benchmarks.one_iteration import timed
from benchmarks.peers import ours
from benchmarks.storage import Results, Row
from gmm.engine.threads import available_threads

DTYPE = "float64"


@dataclass(frozen=True)
class Rates:
    """How much a second all cores do: operations of products, numbers of functions, bytes read."""

    product: float
    product_of_features: float
    sum_of_features: float
    exp: float
    multiply: float
    add: float
    log: float
    divide: float
    read: float

    @classmethod
    def measured(cls, machine: rates.Machine, case: Case, cores: int) -> "Rates":
        """The rates for one case: products of its shapes, reading as many bytes as its data have."""
        P = n_features(case)
        functions = ("exp", "multiply", "add", "log", "divide")
        return cls(
            product=machine.rate(rates.product, DTYPE),
            product_of_features=machine.best_rate(rates.product_of_features, DTYPE, case.K, P),
            sum_of_features=machine.best_rate(rates.sum_of_features, DTYPE, case.K + 1, P),
            read=machine.rate(rates.read, 8 * case.N * case.D // cores),
            **{name: machine.rate(rates.elementwise, DTYPE, name) for name in functions},
        )


def n_features(case: Case) -> int:
    """P."""
    D = case.D
    return 1 + D + D * (D + 1) // 2 if case.covariance_type in ("full", "tied") else 1 + 2 * D


def roofline(case: Case, rate: Rates) -> dict[str, float]:
    """Seconds of the parts of one iteration that no program of this kind can do without.

    K + 1 rows go into the second product: the log-densities are summed with the responsibilities.
    """
    N, K, P = case.N, case.K, n_features(case)
    return {
        "product of features": 2.0 * K * P * N / rate.product,
        "sum of features": 2.0 * (K + 1) * P * N / rate.product,
        "exp": K * N / rate.exp,
        "read": 8.0 * N * case.D / rate.read,
    }


def numpy_least(case: Case, rate: Rates) -> dict[str, float]:
    """Seconds of the parts of one iteration that a NumPy program cannot do without."""
    N, K, P = case.N, case.K, n_features(case)
    return roofline(case, rate) | {
        "product of features": 2.0 * K * P * N / rate.product_of_features,
        "sum of features": 2.0 * (K + 1) * P * N / rate.sum_of_features,
        "features": P * N / rate.multiply,
        "normalisation": K * N / rate.multiply + K * N / rate.add + N / rate.log + N / rate.divide,
    }


def measure(case: Case) -> Row:
    """The time of one iteration of ours, and the least times that the machine's rates allow."""
    cores = available_threads()
    X = case.samples()
    start = case.start(X[: 20 * case.K])
    took = timed(lambda n: ours.run(X, start, case.covariance_type, n))
    with rates.Machine(cores) as machine:
        rate = Rates.measured(machine, case, cores)
    strict, numpy = roofline(case, rate), numpy_least(case, rate)
    return {
        "case": case.name,
        "threads": cores,
        "milliseconds": took,
        "least_milliseconds": 1e3 * sum(strict.values()),
        "numpy_milliseconds": 1e3 * sum(numpy.values()),
        "rates": asdict(rate),
        "roofline_parts": {part: 1e3 * seconds for part, seconds in strict.items()},
        "numpy_parts": {part: 1e3 * seconds for part, seconds in numpy.items()},
    }


def main(wish: Wanted) -> None:
    """Measure the wanted cases, print tables and what was asked, store the results."""
    results = Results("roofline", wish)
    measured = []
    print(tables.ROOFLINE.head(), flush=True)
    for case in wish.of(ROOFLINE_CASES):
        row = measure(case)
        print(tables.ROOFLINE.body([row]), flush=True)
        results.add(case.name, [row])
        measured.append(row)
    print(f"\n{tables.RATES.of(measured)}")
    print(f"\n{tables.requirements(asked.of_roofline(results.rows), measured_only=True)}\n")


if __name__ == "__main__":
    main(wanted(__doc__))
