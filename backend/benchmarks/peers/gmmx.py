"""gmmx (JAX), in single precision; it has no other."""

import jax
import numpy as np
from gmmx import EMFitter, GaussianMixtureModelJax


def run(X: np.ndarray, start: dict[str, np.ndarray], covariance_type: str, n_iterations: int) -> float:
    if covariance_type not in ("full", "diag"):
        raise ImportError("gmmx has full and diagonal covariances only")
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
