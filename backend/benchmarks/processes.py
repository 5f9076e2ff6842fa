"""Measurements in a process of their own, so that no program's threads, caches or memory serve another."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from benchmarks.storage import Row

BACKEND = Path(__file__).parents[1]
# Programs that run in this project's own Python; PEERS may name another one for the rest.
_AT_HOME = ("ours", "scikit_learn")
_BLAS_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def measured_apart(module: str, program: str, arguments: list[str], patience: float) -> Row:
    """What ``python -m MODULE PROGRAM ARGUMENT...`` printed as JSON.

    A row with "absent" where the program or the Python for it is not installed, or has no such model, with
    "failure" where it crashed or was not done within ``patience`` seconds; both say why.
    """
    # Importing gmm before NumPy holds BLAS to one thread, in what is started from there too. Here NumPy comes
    # first, so ours is given what it would have set, and the others choose themselves.
    environment = {name: text for name, text in os.environ.items() if not name.endswith("_NUM_THREADS")}
    if program == "ours":
        environment |= dict.fromkeys(_BLAS_THREADS, "1")
    python = sys.executable if program in _AT_HOME else (os.environ.get("PEERS") or sys.executable)
    if shutil.which(python) is None:
        return {"absent": f"PEERS names no Python that can be run: {python}"}
    # A group of its own: what the process has started must not outlive it and disturb the next measurement.
    with subprocess.Popen(
        [python, "-m", module, program, *arguments],
        cwd=BACKEND,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            printed, complaint = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            return {"failure": f"no answer within {patience:g} s"}
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode != 0:
        lines = complaint.strip().splitlines()
        return {"failure": lines[-1][:200] if lines else f"exit status {process.returncode}"}
    row: Row = json.loads(printed, parse_constant=lambda _: None)  # what is no number is none
    return row
