"""Armadillo's gmm_full and gmm_diag (C++), compiled here with OpenMP when first used."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.peers.external import timed_outside

SOURCE = Path(__file__).with_name("armadillo.cpp")
_folder = tempfile.TemporaryDirectory()
PROGRAM = Path(_folder.name) / "armadillo"
STRUCTURES = ("full", "diag")

if shutil.which("g++") is None or not Path("/usr/include/armadillo").exists():
    raise ImportError("a C++ compiler or Armadillo is missing")
subprocess.run(
    ["g++", "-O3", "-march=native", "-fopenmp", str(SOURCE), "-o", str(PROGRAM), "-larmadillo"], check=True
)


def version() -> str:
    return subprocess.run([str(PROGRAM)], capture_output=True, text=True, check=True).stdout.strip()


def timed(
    X: np.ndarray, start: dict[str, np.ndarray], covariance_type: str, counts: list[int]
) -> list[tuple[float, float]]:
    return timed_outside([str(PROGRAM)], X, start, covariance_type, counts)
