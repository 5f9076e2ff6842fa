"""pomegranate (PyTorch), in single precision; it has no other."""

from importlib import metadata

import numpy as np
import torch
from pomegranate.distributions import Normal
from pomegranate.gmm import GeneralMixtureModel

# It has others by these names, which do not mean the same.
STRUCTURES = ("full", "diag")


def version() -> str:
    return f"{metadata.version('pomegranate')}, PyTorch {torch.__version__}"


def run(X: np.ndarray, start: dict[str, np.ndarray], covariance_type: str, n_iterations: int) -> float:
    x = torch.from_numpy(X.astype(np.float32))
    covariances = start["covariances"]
    parts = covariances if covariance_type == "full" else np.einsum("kdd->kd", covariances)
    components = [
        Normal(mean.astype(np.float32), part.astype(np.float32), covariance_type=covariance_type)
        for mean, part in zip(start["means"], parts, strict=True)
    ]
    mixture = GeneralMixtureModel(
        components, priors=start["weights"].astype(np.float32), max_iter=n_iterations, tol=-1e9
    )
    mixture.fit(x)
    return float(mixture.log_probability(x).double().sum())
