"""Data sets that hypothesis draws to break EM with, and mixtures made for tests."""

import numpy as np
from hypothesis import strategies as st

from gmm.engine import STRUCTURES, Mixture
from gmm.engine.form import Moments

# Structures that mean the same whatever the unit of each column; the others compare widths between columns.
IN_ANY_UNITS = ["full", "tied", "VEE", "EVV", "diag", "EEI", "VEI", "EVI"]
# Structures that keep no volume, nor any part of a shape, for several columns together: one column says
# nothing about the others.
COLUMN_BY_COLUMN = ["full", "tied", "diag", "EEI"]


@st.composite
def awkward_samples(draw: st.DrawFn) -> np.ndarray:
    """Small data sets with the habits of real ones: ties, duplicates, dependent columns, far offsets."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    N, D = draw(st.integers(8, 60)), draw(st.integers(1, 4))
    X = rng.normal(size=(N, D)) + 4.0 * rng.integers(0, 3, size=(N, 1))
    if draw(st.booleans()):
        X = np.round(X, draw(st.integers(0, 1)))
    if draw(st.booleans()):
        X[: N // 3] = X[0]
    if D > 1 and draw(st.booleans()):
        X[:, -1] = X[:, 0] * draw(st.sampled_from([1.0, -2.0]))
    if draw(st.booleans()):
        X[:, 0] = 7.0
    scale = 10.0 ** draw(st.integers(-6, 6))
    return np.asarray(X * scale + draw(st.sampled_from([0.0, 1.0, 1e4])) * scale)


def random_mixture(rng: np.random.Generator, K: int, D: int, covariance_type: str = "full") -> Mixture:
    """A mixture of K well-conditioned, overlapping components of D columns."""
    A = rng.normal(size=(K, D, D)) / np.sqrt(D) + 1.5 * np.eye(D)
    matrices = structured(A @ A.transpose(0, 2, 1), covariance_type)
    return Mixture.from_parameters(
        rng.dirichlet(np.full(K, 5.0)), 3.0 * rng.normal(size=(K, D)), matrices, covariance_type
    )


def structured(matrices: np.ndarray, covariance_type: str) -> np.ndarray:
    """The covariances (K, D, D) made to fit the structure, by an M-step of equal counts."""
    structure = STRUCTURES[covariance_type]
    K, D, _ = matrices.shape
    moments = Moments(np.ones(K), np.zeros((K, D)), structure.form.of_dense(matrices))
    return structure.form.dense(structure.estimate(moments, np.full(D, 1e-300)))


def weighted_log_likelihood(matrices: np.ndarray, m: Moments, dense: np.ndarray) -> float:
    """Σ_k n_k (−log det Σ_k − tr(Σ_k⁻¹ S_k)) / 2, what the M-step maximises."""
    return -0.5 * sum(
        n * (np.linalg.slogdet(c)[1] + np.trace(np.linalg.solve(c, s)))
        for n, c, s in zip(m.counts, matrices, dense, strict=True)
    )
