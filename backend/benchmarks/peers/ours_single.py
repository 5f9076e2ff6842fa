"""This project's engine in single precision, for comparison with programs that have no other."""

import numpy as np

from benchmarks.peers import ours
from benchmarks.peers.ours import STRUCTURES, version
from gmm.engine.em import EMRules

__all__ = ["STRUCTURES", "run", "version"]

if "precision" not in EMRules.__dataclass_fields__:
    raise ImportError("this engine has no single precision")


def run(X: np.ndarray, start: dict[str, np.ndarray], covariance_type: str, n_iterations: int) -> float:
    return ours.run(X, start, covariance_type, n_iterations, precision="single")
