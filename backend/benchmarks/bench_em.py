"""The time of one EM iteration and the memory it takes, ours beside other programs.

    python -m benchmarks.bench_em             all cases
    python -m benchmarks.bench_em 1000000x2,K=5   cases whose name holds the text

PEERS names the Python in which gmmx and pomegranate are installed, if it is another one.

Every program gets the same samples, the same start and the same number of plain EM iterations, each in a
process of its own; the likelihoods printed show that it is the same work. The time of one iteration is the
difference between a long and a short run, divided by the iterations between them.
"""

import json
import math
import os
import resource
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.cases import ITERATION_CASES, Case
from benchmarks.peers import PEERS
from benchmarks.provenance import provenance

SHORT, LONG = 2, 8
REPEATS = 3
PATIENCE = 300  # seconds for one program and one case
RESULTS = Path(__file__).parent / "results" / "em.json"


def measure(peer: str, case: Case, samples: Path) -> dict[str, float]:
    """Milliseconds an iteration, megabytes beyond the data, and the likelihood reached."""
    program = import_module(f"benchmarks.peers.{peer}")
    X = np.load(samples)
    start = case.start(X[: 20 * case.K])
    if hasattr(program, "timed"):
        counts = [SHORT, LONG] * REPEATS
        took = program.timed(X, start, case.covariance_type, counts)
        seconds, log_likelihoods = zip(*took, strict=True)
        return {
            "milliseconds": _milliseconds(list(seconds)),
            "megabytes": math.nan,
            "log_likelihood": log_likelihoods[1],
        }
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    log_likelihood = program.run(X, start, case.covariance_type, LONG)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = []
    for n in [SHORT, LONG] * REPEATS:
        program.run(X, start, case.covariance_type, n)  # compilers compile, and memory is in place
        began = time.perf_counter()
        program.run(X, start, case.covariance_type, n)
        seconds.append(time.perf_counter() - began)
    return {
        "milliseconds": _milliseconds(seconds),
        "megabytes": (after - before) / 1024,
        "log_likelihood": log_likelihood,
    }


def _milliseconds(seconds: list[float]) -> float:
    """Of one iteration: the fastest long run less the fastest short one, by the iterations between them."""
    return 1e3 * (min(seconds[1::2]) - min(seconds[0::2])) / (LONG - SHORT)


def in_own_process(peer: str, number: int, samples: Path) -> dict[str, float] | None:
    """The measurement, or None where the peer is not installed."""
    python = sys.executable if peer in ("ours", "scikit_learn") else os.environ.get("PEERS", sys.executable)
    command = [python, "-m", "benchmarks.bench_em", "--measure", peer, str(number), str(samples)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        print(f"    {peer} left out: no answer within {PATIENCE} s", file=sys.stderr)
        return None
    if done.returncode != 0:
        reason = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no reason given"
        print(f"    {peer} left out: {reason}", file=sys.stderr)
        return None
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main(wanted: str) -> None:
    """Measure the wanted cases, print a table, store the results."""
    rows = []
    print("| case | program | ms an iteration | ratio | MB beyond the data | log-likelihood |")
    print("|---|---|---|---|---|---|")
    for number, case in enumerate(ITERATION_CASES):
        if wanted not in f"{case.N}x{case.D},K={case.K},{case.covariance_type}":
            continue
        with TemporaryDirectory() as folder:
            samples = Path(folder) / "samples.npy"
            np.save(samples, case.samples())
            measured = {peer: in_own_process(peer, number, samples) for peer in PEERS}
        ours = measured["ours"]
        for peer, result in measured.items():
            if result is None or ours is None:
                continue
            ratio = result["milliseconds"] / ours["milliseconds"]
            memory = "" if math.isnan(result["megabytes"]) else f"{result['megabytes']:.0f}"
            print(
                f"| {case.name} | {peer} | {result['milliseconds']:.1f} | {ratio:.1f} | {memory} | "
                f"{result['log_likelihood']:.9g} |",
                flush=True,
            )
            rows.append({"case": case.name, "program": peer, **result})
    RESULTS.parent.mkdir(exist_ok=True)
    stored = json.dumps({"provenance": provenance(), "rows": rows}, indent=1)
    RESULTS.write_text(stored.replace("NaN", "null") + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2], ITERATION_CASES[int(sys.argv[3])], Path(sys.argv[4]))))
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else "")
