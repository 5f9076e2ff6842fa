"""The time of one EM iteration with missing values, beside that of the same samples complete.

    python -m benchmarks.bench_missing

Three values in ten are missing at random, in no more than so many patterns. Nothing is stored.
"""

import gmm  # noqa: F401, I001 - holds BLAS to one thread before NumPy is imported

import numpy as np

from benchmarks.cases import Case
from benchmarks.one_iteration import timed
from gmm.engine import AbstractDataset, FitOptions, Mixture, dataset_of, fit, iterate
from gmm.engine.em import EMRules

SHARE, MOST_PATTERNS = 0.3, 50
ASKED = 5.0
CASES = (Case(5_000, 5, 3), Case(5_000, 5, 5), Case(5_000, 8, 5), Case(5_000, 5, 5, "diag"))


def holed(X: np.ndarray) -> np.ndarray:
    """The samples with a share of the values missing, in at most so many patterns."""
    rng = np.random.default_rng(0)
    drawn = rng.random((20 * MOST_PATTERNS, X.shape[1])) < SHARE
    patterns = rng.permutation(np.unique(drawn, axis=0))[:MOST_PATTERNS]
    patterns[0] = False
    return np.where(patterns[rng.integers(len(patterns), size=len(X))], np.nan, X)


def steps(dataset: AbstractDataset, mixture: Mixture, options: FitOptions, n: int) -> None:
    """So many iterations of plain EM."""
    for _ in iterate(dataset, mixture, EMRules(n, None, options.m_step(dataset), accelerate=False)):
        pass


def main() -> None:
    """Measure all cases and print them."""
    for case in CASES:
        X, options = case.samples(), FitOptions(case.K, covariance_type=case.covariance_type, n_init=1)
        complete, partial = dataset_of(X), dataset_of(holed(X))
        mixture = fit(complete, options).mixture
        plain, with_missing = (
            timed(lambda n, of=each, at=mixture, by=options: steps(of, at, by, n))
            for each in (complete, partial)
        )
        print(
            f"{case.name}, {len(partial.parts)} patterns: {with_missing:.2f} ms an iteration, complete "
            f"{plain:.2f} ms, {with_missing / plain:.1f} times; asked: at most {ASKED:g} times",
            flush=True,
        )


if __name__ == "__main__":
    main()
