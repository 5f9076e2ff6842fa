"""gmmx (JAX), in single precision; it has no other."""

from importlib import metadata

import jax
import numpy as np
from gmmx import EMFitter, GaussianMixtureModelJax

STRUCTURES = ("full", "diag")


def version() -> str:
    return f"{metadata.version('gmmx')}, JAX {jax.__version__}"


def run(X: np.ndarray, start: dict[str, np.ndarray], covariance_type: str, n_iterations: int) -> float:
    covariances = start["covariances"]
    mixture = GaussianMixtureModelJax.from_squeezed(
        means=start["means"],
        covariances=covariances if covariance_type == "full" else np.einsum("kdd->kd", covariances),
        weights=start["weights"],
        covariance_type=covariance_type,
    )
    x = jax.numpy.asarray(X)
    result = EMFitter(max_iter=n_iterations, tol=0.0, reg_covar=0.0).fit(x=x, gmm=mixture)
    return float(result.gmm.score(x)) * len(X)
