"""One program's EM iteration: its time, the memory it takes and the likelihood it reaches.

    python -m benchmarks.one_iteration PROGRAM CASE SAMPLES

with CASE as JSON and SAMPLES a file of NumPy's prints a row as JSON. It is called by bench_em, in the Python
that has the program, and needs nothing but NumPy and the program.
"""

import json
import math
import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np

from benchmarks.cases import Case

SHORT, LONG = 2, 8
# Pairs of a short and a long run: more of them while they have taken less than so many seconds.
FEWEST, MOST, ENOUGH_SECONDS = 3, 25, 3.0


def measure(program: str, case: Case, samples: Path) -> dict[str, object]:
    """Milliseconds an iteration, megabytes beyond the data, and the likelihood after ``LONG`` iterations."""
    try:
        peer = import_module(f"benchmarks.peers.{program}")
        if case.covariance_type not in peer.STRUCTURES:
            raise ImportError(f"has no {case.covariance_type} covariances that mean the same")
    except ImportError as missing:
        return {"absent": str(missing)}
    X = np.load(samples)
    start = case.start(X[: 20 * case.K])
    if hasattr(peer, "timed"):
        milliseconds, log_likelihood = timed_elsewhere(
            lambda counts: peer.timed(X, start, case.covariance_type, counts)
        )
        megabytes = math.nan
    else:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        log_likelihood = peer.run(X, start, case.covariance_type, LONG)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        megabytes = (after - before) / 1024
        milliseconds = timed(lambda n: peer.run(X, start, case.covariance_type, n))
    return {
        "version": peer.version(),
        "milliseconds": milliseconds,
        "megabytes": megabytes,
        "log_likelihood": log_likelihood,
    }


def timed(run: Callable[[int], object]) -> float:
    """Milliseconds of one iteration, where ``run`` does a number of them."""
    run(SHORT)
    run(LONG)  # compilers have compiled, and memory is in place
    seconds: list[float] = []
    while len(seconds) < 2 * FEWEST or (sum(seconds) < ENOUGH_SECONDS and len(seconds) < 2 * MOST):
        for n in (SHORT, LONG):
            began = time.perf_counter()
            run(n)
            seconds.append(time.perf_counter() - began)
    return between(seconds)


def timed_elsewhere(run: Callable[[list[int]], list[tuple[float, float]]]) -> tuple[float, float]:
    """The same of a program that keeps the time itself, and the likelihood after ``LONG`` iterations."""
    took = run([SHORT, LONG] * FEWEST)
    pairs = int(FEWEST * ENOUGH_SECONDS / max(sum(seconds for seconds, _ in took), 1e-3))
    if pairs > FEWEST:
        took += run([SHORT, LONG] * (min(pairs, MOST) - FEWEST))
    return between([seconds for seconds, _ in took]), took[1][1]


def between(seconds: list[float]) -> float:
    """Milliseconds of one iteration, from the seconds of short and long runs in turn.

    The fastest long run less the fastest short one, by the iterations between them: what a run does once
    cancels, and what disturbs a run only ever makes it longer.
    """
    return 1e3 * (min(seconds[1::2]) - min(seconds[0::2])) / (LONG - SHORT)


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Case(**json.loads(sys.argv[2])), Path(sys.argv[3]))))
