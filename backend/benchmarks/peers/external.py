"""Programs outside Python: data go to them in a file, seconds and likelihoods come back as lines."""

import subprocess
import tempfile
from pathlib import Path

import numpy as np


def timed_outside(
    program: list[str], X: np.ndarray, start: dict[str, np.ndarray], model: str, counts: list[int]
) -> list[tuple[float, float]]:
    """Call ``program DATA N D K MODEL COUNT...``; (seconds, log-likelihood) for each count.

    DATA holds doubles: samples (N, D), means (K, D), covariances (K, D, D), weights (K).
    """
    K, D = start["means"].shape
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.bin"
        with data.open("wb") as file:
            for array in (X, start["means"], start["covariances"], start["weights"]):
                np.ascontiguousarray(array, dtype=np.float64).tofile(file)
        command = [*program, str(data), *map(str, (len(X), D, K)), model, *map(str, counts)]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [(float(seconds), float(total)) for seconds, total in (line.split() for line in lines)]
