"""Which component of one mixture is which of another: their order means nothing (label switching).

The likelihood is the same whatever the order of components, so two fits may name them differently, and
errors of "the first component" over many fits would be those of several (Redner & Walker 1984; Stephens
2000).
"""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.mixture import Mixture


def matching_order(mixture: Mixture, to: Mixture) -> list[int]:
    """The order (K,) in which the components of ``mixture`` are those of ``to``, as ``reordered`` takes it.

    Of all orders the one in which the sum of log(1 + divergence) over the pairs is least. The logarithm keeps
    a component that went far from dragging others out of their places.
    """
    from scipy.optimize import linear_sum_assignment  # takes longer to import than the rest of the engine

    _, order = linear_sum_assignment(np.log1p(divergences(to, mixture)))
    return [int(k) for k in order]


def divergences(a: Mixture, b: Mixture) -> Array:
    """The divergence of each component of ``a`` from each of ``b``, (K_a, K_b), nats, whatever their weights.

    Symmetrised Kullback-Leibler (Jeffreys 1946): KL(p‖q) + KL(q‖p) =
    (tr(Σ_p⁻¹Σ_q) + tr(Σ_q⁻¹Σ_p) + δᵀ(Σ_p⁻¹ + Σ_q⁻¹)δ) / 2 − D with δ = μ_p − μ_q.
    """
    half = _half(a, b) + _half(b, a).T
    return np.asarray(np.maximum(0.5 * half - a.n_features, 0.0))


def _half(a: Mixture, b: Mixture) -> Array:
    """tr(Σ_p⁻¹Σ_q) + δᵀΣ_p⁻¹δ for each component p of ``a`` and q of ``b``."""
    roots_a, roots_b = np.linalg.cholesky(a.covariances), np.linalg.cholesky(b.covariances)
    out = np.empty((a.n_components, b.n_components))
    for k, root in enumerate(roots_a):
        # Columns of the square root of Σ_q and δ, all seen from a frame in which p is standard normal.
        columns = np.concatenate([roots_b, (b.means - a.means[k])[:, :, None]], axis=2)
        out[k] = (np.linalg.solve(root, columns) ** 2).sum(axis=(1, 2))
    return out
