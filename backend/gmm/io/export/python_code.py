"""A mixture as Python code that builds scikit-learn's ``GaussianMixture`` with its parameters."""

from __future__ import annotations

from typing import Any

from gmm.engine import Mixture
from gmm.engine.arrays import Array

# The structures that scikit-learn has, under its names; any other is written as one of these.
_THEIRS = ("full", "tied", "diag", "spherical")
_ROOTS = {
    "full": "np.array([cholesky_of_precision(each) for each in covariances])",
    "tied": "cholesky_of_precision(covariances)",
    "diag": "1 / np.sqrt(covariances)",
    "spherical": "1 / np.sqrt(covariances)",
}
_PRECISIONS = {
    "full": "np.array([root @ root.T for root in model.precisions_cholesky_])",
    "tied": "model.precisions_cholesky_ @ model.precisions_cholesky_.T",
    "diag": "1 / covariances",
    "spherical": "1 / covariances",
}
_CHOLESKY = '''

def cholesky_of_precision(covariance):
    """The upper triangular P with P P' = covariance^-1."""
    root = np.linalg.cholesky(covariance)
    return solve_triangular(root, np.eye(len(root)), lower=True).T

'''
_MODEL = """
model = GaussianMixture(n_components=len(means), covariance_type={kind!r})
model.weights_ = {weights}
model.means_ = means
model.covariances_ = covariances
model.precisions_cholesky_ = {roots}
model.precisions_ = {precisions}
model.n_features_in_ = len(columns)
model.converged_ = True
"""
_NOISE = '''
# scikit-learn has no noise: the model is that of the Gaussians alone, and this is the whole mixture.
noise_weight = {weight!r}
noise_low = np.array({low})
noise_high = np.array({high})


def log_joint(X):
    """The log of weight times density of each component, the noise's as the last column."""
    log_density = model.score_samples(X)
    gaussians = np.log(weights.sum()) + log_density[:, None] + np.log(model.predict_proba(X))
    noise = np.log(noise_weight) - np.log(noise_high - noise_low).sum()
    return np.column_stack([gaussians, np.full(len(X), noise)])


def score_samples(X):
    """The log-density of each row."""
    noise = np.log(noise_weight) - np.log(noise_high - noise_low).sum()
    return np.logaddexp(np.log(weights.sum()) + model.score_samples(X), noise)


def predict(X):
    """The most probable component of each row, -1 for noise."""
    with np.errstate(divide="ignore"):  # a component may be out of the question
        label = log_joint(X).argmax(axis=1)
    return np.where(label == len(means), -1, label)
'''


def python_code(mixture: Mixture) -> str:
    """Python code that makes ``model``, a fitted scikit-learn estimator with these very parameters.

    With noise, which scikit-learn does not have, it also makes ``score_samples`` and ``predict`` of the
    whole.
    """
    kind, covariances = _in_their_shape(mixture)
    has_matrices = kind in ("full", "tied")
    imports = ["import numpy as np"]
    if has_matrices:
        imports.append("from scipy.linalg import solve_triangular")
    imports.append("from sklearn.mixture import GaussianMixture")
    parts = [
        '"""A Gaussian mixture with scikit-learn; every number is exact to the last bit."""\n\n',
        "\n".join(imports) + "\n\n",
        f"columns = {list(mixture.columns)!r}\n",
        *(
            f"{name} = np.array({_listed(values.tolist())})\n"
            for name, values in (
                ("weights", mixture.weights),
                ("means", mixture.means),
                ("covariances", covariances),
            )
        ),
        _CHOLESKY if has_matrices else "",
        _MODEL.format(
            kind=kind,
            weights="weights" if mixture.noise is None else "weights / weights.sum()",
            roots=_ROOTS[kind],
            precisions=_PRECISIONS[kind],
        ),
    ]
    if mixture.noise is not None:
        box = mixture.noise.box
        parts.append(
            _NOISE.format(weight=float(mixture.noise.weight), low=box.low.tolist(), high=box.high.tolist())
        )
    return "".join(parts)


def _in_their_shape(mixture: Mixture) -> tuple[str, Array]:
    """The structure of scikit-learn's that holds the covariances, and these in its shape."""
    if mixture.covariance_type in _THEIRS:
        return mixture.covariance_type, mixture.structure.compact(mixture.sigma)
    if mixture.sigma.ndim == 2:  # kept as variances
        return "diag", mixture.sigma
    return "full", mixture.covariances


def _listed(values: list[Any]) -> str:
    """Nested lists, with a line for each entry of the outermost one."""
    if not isinstance(values[0], list):
        return repr(values)
    return "[\n" + "".join(f"    {each!r},\n" for each in values) + "]"
