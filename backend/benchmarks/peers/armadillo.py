"""Armadillo's gmm_full and gmm_diag (C++), compiled here with OpenMP when first used."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

SOURCE = Path(__file__).with_name("armadillo.cpp")
_folder = tempfile.TemporaryDirectory()
PROGRAM = Path(_folder.name) / "armadillo"

if shutil.which("g++") is None or not Path("/usr/include/armadillo").exists():
    raise ImportError("a C++ compiler or Armadillo is missing")
subprocess.run(
    ["g++", "-O3", "-march=native", "-fopenmp", str(SOURCE), "-o", str(PROGRAM), "-larmadillo"], check=True
)


def timed(
    X: np.ndarray, start: dict[str, np.ndarray], covariance_type: str, counts: list[int]
) -> list[tuple[float, float]]:
    if covariance_type not in ("full", "diag"):
        raise ImportError("Armadillo has full and diagonal covariances only")
    K, D = start["means"].shape
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.bin"
        with data.open("wb") as file:
            for array in (X, start["means"], start["covariances"], start["weights"]):
                np.ascontiguousarray(array, dtype=np.float64).tofile(file)
        sizes = [str(size) for size in (len(X), D, K)]
        command = [str(PROGRAM), str(data), *sizes, covariance_type, *(str(n) for n in counts)]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [(float(seconds), float(total)) for seconds, total in (line.split() for line in lines)]
