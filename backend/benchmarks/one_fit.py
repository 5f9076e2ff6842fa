"""One program's whole fit with defaults: how long it takes until it returns, and the likelihood it reaches.

    python -m benchmarks.one_fit PROGRAM K CALLS SAMPLES

prints a row as JSON. Of one call, its time; of three, the middle one; of more, the best after a call to warm
up, since a fit of milliseconds is easily disturbed. It is called by bench_fit.
"""

import json
import statistics
import sys
import time
from importlib import import_module
from pathlib import Path

import numpy as np


def measure(program: str, K: int, calls: int, samples: Path) -> dict[str, object]:
    """Seconds of a fit and the total log-likelihood reached."""
    peer = import_module(f"benchmarks.peers.{program}")
    X = np.load(samples)
    if calls > 3:
        peer.fit(X, K)
    seconds = []
    for _ in range(calls):
        began = time.perf_counter()
        log_likelihood = peer.fit(X, K)
        seconds.append(time.perf_counter() - began)
    chosen = min(seconds) if calls > 3 else statistics.median(seconds)
    return {"version": peer.version(), "seconds": chosen, "log_likelihood": log_likelihood()}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))))
