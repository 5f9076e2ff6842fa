"""mclust (R, Fortran), from Debian's r-cran-mclust."""

import shutil
import subprocess
from pathlib import Path

import numpy as np

from benchmarks.peers.external import timed_outside

SCRIPT = Path(__file__).with_name("mclust.R")
MODELS = {"full": "VVV", "tied": "EEE", "diag": "VVI", "spherical": "VII"}
STRUCTURES = tuple(MODELS)
_VERSION = 'cat(format(packageVersion("mclust")), ", R ", format(getRversion()), sep = "")'

if (
    shutil.which("Rscript") is None
    or subprocess.run(["Rscript", "-e", "library(mclust)"], capture_output=True, check=False).returncode
):
    raise ImportError("R or its package mclust is missing")


def version() -> str:
    told = subprocess.run(["Rscript", "-e", _VERSION], capture_output=True, text=True, check=True)
    return told.stdout.strip()


def timed(
    X: np.ndarray, start: dict[str, np.ndarray], covariance_type: str, counts: list[int]
) -> list[tuple[float, float]]:
    return timed_outside(["Rscript", str(SCRIPT)], X, start, MODELS[covariance_type], counts)
