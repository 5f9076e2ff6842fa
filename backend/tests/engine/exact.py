"""Gaussian mixtures evaluated, and stepped by EM, with sixty digits."""

import mpmath
import numpy as np

from gmm.engine import Mixture

DIGITS = 60


def exact_log_density(mixture: Mixture, X) -> np.ndarray:
    """log p(x) of each sample (N,), rounded to floats at the end."""
    with mpmath.workdps(DIGITS):
        return np.array([mpmath.log(sum(row)) for row in _joint(mixture, X)]).astype(float)


def exact_responsibilities(mixture: Mixture, X) -> np.ndarray:
    """The probability of each component for each sample (N, K)."""
    with mpmath.workdps(DIGITS):
        joint = _joint(mixture, X)
        return (joint / joint.sum(axis=1, keepdims=True)).astype(float)


def exact_step(mixture: Mixture, X) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights (K,), means (K, D) and covariances (K, D, D) after one step of EM with full covariances."""
    with mpmath.workdps(DIGITS):
        joint, samples = _joint(mixture, X), _exact(X)
        resp = joint / joint.sum(axis=1, keepdims=True)
        counts = resp.sum(axis=0)
        means = (resp.T @ samples) / counts[:, None]
        centred = [samples - mean for mean in means]
        covariances = [(c.T * r) @ c / n for c, r, n in zip(centred, resp.T, counts, strict=True)]
        return (counts / len(samples)).astype(float), means.astype(float), np.array(covariances).astype(float)


def exact_variance(x) -> float:
    """The mean squared deviation of numbers from their mean."""
    with mpmath.workdps(DIGITS):
        numbers = _exact(x)
        return float(((numbers - numbers.sum() / len(numbers)) ** 2).sum() / len(numbers))


def _exact(values) -> np.ndarray:
    return np.vectorize(mpmath.mpf, otypes=[object])(np.asarray(values, dtype=float))


def _joint(mixture: Mixture, X) -> np.ndarray:
    """w_k N(x; μ_k, Σ_k) of each sample and component, (N, K)."""
    samples = _exact(X)
    terms = []
    for w, mean, covariance in zip(mixture.weights, mixture.means, mixture.covariances, strict=True):
        matrix = mpmath.matrix(covariance.tolist())
        precision = np.array(mpmath.inverse(matrix).tolist(), dtype=object)
        centred = samples - _exact(mean)
        squares = ((centred @ precision) * centred).sum(axis=1)
        height = mpmath.mpf(float(w)) / mpmath.sqrt(mpmath.det(2 * mpmath.pi * matrix))
        terms.append([height * mpmath.exp(-square / 2) for square in squares])
    return np.array(terms, dtype=object).T
