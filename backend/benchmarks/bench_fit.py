"""The time of a whole fit with defaults, and the likelihood it reaches, beside scikit-learn's.

    python -m benchmarks.bench_fit             all cases
    python -m benchmarks.bench_fit 200000x10   cases whose name holds the text

scikit-learn runs with tol=1e-6 and max_iter=1000: with its own defaults it stops long before the optimum.
"""

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

import gmm  # noqa: F401 - holds BLAS to one thread before NumPy is imported
from benchmarks.cases import Case
from benchmarks.provenance import provenance
from gmm.engine import Dataset, FitOptions, fit
from gmm.io.examples import example_named

CASES = (Case(1_000_000, 2, 5), Case(200_000, 10, 10), Case(100_000, 20, 15))
RESULTS = Path(__file__).parent / "results" / "fit.json"


def ours(X: np.ndarray, K: int) -> tuple[float, float]:
    """Seconds and total log-likelihood."""
    began = time.perf_counter()
    result = fit(Dataset(X), FitOptions(K))
    return time.perf_counter() - began, result.log_likelihood


def scikit_learn(X: np.ndarray, K: int) -> tuple[float, float]:
    """Seconds and total log-likelihood, with all cores for BLAS."""
    with threadpool_limits(None), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        began = time.perf_counter()
        mixture = GaussianMixture(K, tol=1e-6, max_iter=1000, random_state=0).fit(X)
        seconds = time.perf_counter() - began
    return seconds, float(mixture.score(X) * len(X))


def main(wanted: str) -> None:
    """Measure the wanted cases, print a table, store the results."""
    tables = [(f"{c.N}x{c.D},K={c.K}", c.samples(), c.K) for c in CASES if wanted in f"{c.N}x{c.D},K={c.K}"]
    if wanted in "old-faithful,K=2":
        example = example_named("old-faithful")
        tables.append(("old-faithful,K=2", np.array(example.samples), 2))
    rows = []
    print("| data | ours, s | scikit-learn, s | ratio | ours, log-likelihood | scikit-learn's less ours |")
    print("|---|---|---|---|---|---|")
    for name, X, K in tables:
        if len(X) < 1000:
            ours(X, K)  # the first call imports and compiles
        mine, theirs = min(ours(X, K) for _ in range(3)), scikit_learn(X, K)
        print(
            f"| {name} | {mine[0]:.3f} | {theirs[0]:.2f} | {theirs[0] / mine[0]:.0f} | {mine[1]:.5f} | "
            f"{theirs[1] - mine[1]:+.4g} |",
            flush=True,
        )
        rows.append({"data": name, "ours": mine, "scikit_learn": theirs})
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"provenance": provenance(), "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
