"""scikit-learn's GaussianMixture, with as many BLAS threads as it likes."""

import warnings
from collections.abc import Callable

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

STRUCTURES = ("full", "tied", "diag", "spherical")


def version() -> str:
    return f"{sklearn.__version__}, NumPy {np.__version__}"


def run(X: np.ndarray, start: dict[str, np.ndarray], covariance_type: str, n_iterations: int) -> float:
    precisions = np.linalg.inv(start["covariances"])
    compact = {
        "full": lambda: precisions,
        "tied": lambda: precisions[0],
        "diag": lambda: np.einsum("kdd->kd", precisions),
        "spherical": lambda: precisions[:, 0, 0],
    }[covariance_type]()
    mixture = GaussianMixture(
        len(precisions),
        covariance_type=covariance_type,
        tol=0.0,
        reg_covar=0.0,
        max_iter=n_iterations,
        weights_init=start["weights"],
        means_init=start["means"],
        precisions_init=compact,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a fixed number of iterations is meant
        mixture.fit(X)
    return float(mixture.score(X) * len(X))


def fit(X: np.ndarray, K: int) -> Callable[[], float]:
    """With its own tol and max_iter it would stop long before the optimum."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        mixture = GaussianMixture(K, tol=1e-6, max_iter=1000, random_state=0).fit(X)
    return lambda: float(mixture.score(X) * len(X))
