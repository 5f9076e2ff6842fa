"""mclust (R, Fortran), from Debian's r-cran-mclust."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

SCRIPT = Path(__file__).with_name("mclust.R")
MODELS = {"full": "VVV", "tied": "EEE", "diag": "VVI", "spherical": "VII"}

if (
    shutil.which("Rscript") is None
    or subprocess.run(["Rscript", "-e", "library(mclust)"], capture_output=True, check=False).returncode
):
    raise ImportError("R or its package mclust is missing")


def timed(
    X: np.ndarray, start: dict[str, np.ndarray], covariance_type: str, counts: list[int]
) -> list[tuple[float, float]]:
    K, D = start["means"].shape
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.bin"
        with data.open("wb") as file:
            for array in (X, start["means"], start["covariances"], start["weights"]):
                np.ascontiguousarray(array, dtype=np.float64).tofile(file)
        sizes = [str(size) for size in (len(X), D, K)]
        command = ["Rscript", str(SCRIPT), str(data), *sizes, MODELS[covariance_type], *map(str, counts)]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [(float(seconds), float(total)) for seconds, total in (line.split() for line in lines)]
