"""Components that are hard to tell apart, and those that are nearly the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.dataset import Dataset
from gmm.engine.density import responsibilities
from gmm.engine.diagnosis.finding import Finding
from gmm.engine.form import DENSE
from gmm.engine.mixture import Mixture

# A component overlaps another when this share of its rows could as well be the other's.
_OVERLAPPING = 0.1
# Two components are one when their affinity is above this: unit normals 0.64 standard deviations apart.
_THE_SAME = 0.95
# As many rows are looked at as make so many responsibilities, but no more than so many.
_NUMBERS, _ROWS = 5_000_000, 50_000
_MOST_PAIRS = 10


def about_overlap(dataset: Dataset, mixture: Mixture) -> Iterator[Finding]:
    """Pairs of components that share rows, those that share most first."""
    confused = confusion(mixture, dataset)
    larger = np.triu(np.maximum(confused, confused.T), 1)
    pairs = np.argwhere(larger >= _OVERLAPPING)
    most = np.argsort(-larger[tuple(pairs.T)], kind="stable")[:_MOST_PAIRS]
    for k, m in pairs[most].tolist():
        share = larger[k, m]
        lesser, other = (k, m) if confused[k, m] == share else (m, k)
        affinity = bhattacharyya(mixture, k, m)
        if affinity >= _THE_SAME:
            yield Finding(
                "duplicate_components",
                f"Components {k + 1} and {m + 1} are nearly the same (affinity {affinity:.3f} of at most 1).",
                remedy="Lower n_components by one; the density would hardly change.",
                components=(k, m),
                number=affinity,
            )
        else:
            yield Finding(
                "overlapping_components",
                f"Components {k + 1} and {m + 1} overlap: of the rows of component {lesser + 1} about "
                f"{share:.0%} could as well come from component {other + 1}.",
                remedy="Trust the density, and labels between the two only where responsibilities are clear; "
                "if one group is meant, lower n_components.",
                components=(lesser, other),
                number=float(share),
            )


def confusion(mixture: Mixture, dataset: Dataset) -> Array:
    """The share of the rows of component k that are expected to be component l's, (K, K); rows sum to 1.

    Σ_i r_ik r_il / Σ_i r_ik: how often a label drawn for a row of k, by its responsibilities, would be l.
    """
    some = dataset.glimpse(min(_ROWS, _NUMBERS // mixture.n_components))
    resp, _ = responsibilities(mixture, some.samples)
    weighted = resp if some.weights is None else resp * some.weights[:, None]
    return np.asarray((weighted.T @ resp) / np.maximum(weighted.sum(axis=0), np.finfo(float).tiny)[:, None])


def bhattacharyya(mixture: Mixture, k: int, m: int) -> float:
    """∫ √(p_k p_m), the affinity of two components: 1 if they are equal, 0 if they have nothing in common.

    Bhattacharyya (1943); in closed form for two Gaussians (Fukunaga 1990, equation 3.152).
    """
    two = mixture.covariances[[k, m]]
    factors = DENSE.factor(np.concatenate([two, two.mean(axis=0, keepdims=True)]))
    first, second, between = DENSE.log_determinant(factors)
    apart = np.linalg.solve(factors[2], mixture.means[k] - mixture.means[m])
    return float(np.exp(-apart @ apart / 8 - between / 2 + (first + second) / 4))
