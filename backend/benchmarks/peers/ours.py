"""This project's engine, plain EM steps."""

import gmm  # noqa: F401, I001 - holds BLAS to one thread before NumPy is imported

import numpy as np

from gmm.engine import Dataset, Mixture, iterate
from gmm.engine.em import EMRules


def run(X: np.ndarray, start: dict[str, np.ndarray], covariance_type: str, n_iterations: int) -> float:
    dataset = Dataset(X)
    mixture = Mixture.from_parameters(**start, covariance_type=covariance_type)
    rules = EMRules(n_iterations, -1.0, 1e-12 * dataset.spread**2, accelerate=False)
    *_, last = iterate(dataset, mixture, rules)
    return last.log_likelihood
