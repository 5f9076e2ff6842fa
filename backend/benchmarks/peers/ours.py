"""This project's engine: plain EM steps, and its whole fit."""

import gmm  # noqa: I001 - holds BLAS to one thread before NumPy is imported

from collections.abc import Callable

import numpy as np

from gmm.engine import STRUCTURES as _STRUCTURES
from gmm.engine import Dataset, FitOptions, Mixture, iterate
from gmm.engine import fit as _fit
from gmm.engine.em import EMRules

STRUCTURES = tuple(_STRUCTURES)


def version() -> str:
    return f"{gmm.__version__}, NumPy {np.__version__}"


def run(X: np.ndarray, start: dict[str, np.ndarray], covariance_type: str, n_iterations: int) -> float:
    dataset = Dataset(X)
    mixture = Mixture.from_parameters(**start, covariance_type=covariance_type)
    m_step = FitOptions(mixture.n_components, covariance_type=covariance_type).m_step(dataset)
    rules = EMRules(n_iterations, None, m_step, accelerate=False)
    *_, last = iterate(dataset, mixture, rules)
    if last.iteration != n_iterations:
        raise AssertionError(f"{last.iteration} iterations were made instead of {n_iterations}")
    return last.log_likelihood


def fit(X: np.ndarray, K: int) -> Callable[[], float]:
    result = _fit(Dataset(X), FitOptions(K))
    return lambda: result.log_likelihood
