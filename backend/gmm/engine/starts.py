"""Where EM starts: mixtures guessed from some rows of the data."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.covariance import AbstractStructure
from gmm.engine.dataset import AbstractDataset, Dataset
from gmm.engine.errors import OptionError
from gmm.engine.form import Moments
from gmm.engine.m_step import EMPTY, m_step
from gmm.engine.mixture import Mixture

# Rows a start looks at: so many, and so many for each component.
_ROWS_FOR_A_START, _ROWS_A_COMPONENT = 4_000, 50
# Whitening leaves directions narrower than this share of the widest one alone.
_NARROWEST = 1e-6


def start_mixture(
    dataset: AbstractDataset,
    K: int,
    structure: AbstractStructure,
    init: str,
    floor: Array,
    rng: np.random.Generator,
) -> Mixture:
    """A mixture to start EM from, made by the method called ``init``.

    Raises ``OptionError`` for an unknown method.
    """
    try:
        method = STARTS[init]
    except KeyError:
        known = ", ".join(f"'{known}'" for known in STARTS)
        raise OptionError(f"init {init!r} is unknown; choose one of {known}.", field="init") from None
    glimpse = dataset.glimpse(max(_ROWS_FOR_A_START, _ROWS_A_COMPONENT * K))
    w = np.ones(glimpse.n_samples) if glimpse.weights is None else glimpse.weights
    Z = (glimpse.samples - dataset.origin) / dataset.spread
    return _in_data_units(method(Z, w, K, rng), dataset, structure, floor)


def mixture_of_labels(
    dataset: Dataset, label: NDArray[np.intp], K: int, structure: AbstractStructure, floor: Array
) -> Mixture:
    """The mixture in which component k has the samples labelled k (N,), to start EM from."""
    w = np.ones(dataset.n_samples) if dataset.weights is None else dataset.weights
    Z = (dataset.samples - dataset.origin) / dataset.spread
    return _in_data_units(moments_of_labels(Z, w, label, K), dataset, structure, floor)


def _in_data_units(
    moments: Moments, dataset: AbstractDataset, structure: AbstractStructure, floor: Array
) -> Mixture:
    origin, unit = dataset.origin, dataset.spread
    in_data_units = Moments(
        moments.counts,
        origin + moments.means * unit,
        structure.form.of_dense(moments.sigma * (unit[:, None] * unit)),
    )
    return m_step(in_data_units, structure, floor, dataset.columns)


def kmeans_plus_plus(Z: Array, weights: Array, K: int, rng: np.random.Generator) -> Moments:
    """Far-apart samples as centres, every sample to its nearest: Arthur & Vassilvitskii (2007).

    Each centre is the best of a few draws with probability proportional to the squared distance to the
    nearest centre so far.
    """
    n_draws = 2 + int(np.log(K))
    first = rng.choice(len(Z), p=weights / weights.sum())
    nearest = _squared_distances(Z, Z[first])
    label = np.zeros(len(Z), dtype=np.intp)
    for k in range(1, K):
        potential = np.cumsum(weights * nearest)
        if not potential[-1] > 0:
            break  # fewer distinct samples than components
        draws = np.searchsorted(potential, rng.uniform(size=n_draws) * potential[-1], side="right")
        distances = [_squared_distances(Z, Z[min(i, len(Z) - 1)]) for i in draws]
        best = min(distances, key=lambda d: float(weights @ np.minimum(nearest, d)))
        label[best < nearest] = k
        nearest = np.minimum(nearest, best)
    return moments_of_labels(Z, weights, label, K)


def random_points(Z: Array, weights: Array, K: int, rng: np.random.Generator) -> Moments:
    """Random different samples as means, each with the covariance of the whole data and equal weight."""
    distinct = np.unique(Z[weights > 0], axis=0)
    chosen = distinct[rng.choice(len(distinct), size=min(K, len(distinct)), replace=False)]
    whole = moments_of_labels(Z, weights, np.zeros(len(Z), dtype=np.intp), 1)
    n = len(chosen)
    return Moments(np.full(n, weights.sum() / n), chosen, np.repeat(whole.sigma, n, axis=0))


def whitened_kmeans_plus_plus(Z: Array, weights: Array, K: int, rng: np.random.Generator) -> Moments:
    """The same where the whole data have unit covariance, so that long thin components do not hide others."""
    whole = moments_of_labels(Z, weights, np.zeros(len(Z), dtype=np.intp), 1)
    values, vectors = np.linalg.eigh(whole.sigma[0])
    width = np.sqrt(np.maximum(values, _NARROWEST**2 * values[-1]))
    back = (vectors * width).T if values[-1] > 0 else np.eye(Z.shape[1])
    white = kmeans_plus_plus((Z - whole.means[0]) @ np.linalg.inv(back), weights, K, rng)
    return Moments(white.counts, whole.means[0] + white.means @ back, back.T @ white.sigma @ back)


def random_labels(Z: Array, weights: Array, K: int, rng: np.random.Generator) -> Moments:
    """Every sample to a random component: all of them start alike, amid the data."""
    return moments_of_labels(Z, weights, rng.permutation(len(Z)) % K, K)


def slices(Z: Array, weights: Array, K: int, rng: np.random.Generator) -> Moments:
    """Cuts at random quantiles across a random direction."""
    position = Z @ rng.normal(size=Z.shape[1])
    cuts = np.quantile(position, np.sort(rng.uniform(size=K - 1)))
    return moments_of_labels(Z, weights, np.searchsorted(cuts, position), K)


def balls(Z: Array, weights: Array, K: int, rng: np.random.Generator) -> Moments:
    """A random sample with its nearest, again and again; what is left is the last, wide component."""
    label = np.full(len(Z), K - 1)
    left = np.arange(len(Z))
    for k in range(K - 1):
        size = int(rng.uniform(0.3, 1.3) * len(Z) / K)
        distance = _squared_distances(Z[left], Z[rng.choice(left)])
        near = np.argsort(distance, kind="stable")[: max(2, min(size, len(left) - 2))]
        label[left[near]] = k
        left = np.delete(left, near)
        if len(left) < 3:
            break
    return moments_of_labels(Z, weights, label, K)


STARTS: dict[str, Callable[[Array, Array, int, np.random.Generator], Moments]] = {
    "k-means++": kmeans_plus_plus,
    "random": random_points,
    "whitened k-means++": whitened_kmeans_plus_plus,
    "random labels": random_labels,
    "slices": slices,
    "balls": balls,
}


def moments_of_labels(Z: Array, weights: Array, label: NDArray[np.intp], K: int) -> Moments:
    """Moments of K groups of samples (N, D), each group's covariance drawn towards the pooled one.

    A group of few samples says little about its own covariance and would start EM in a collapse; it
    counts for as many samples as it has against D + 1 samples of the pooled covariance.
    """
    D = Z.shape[1]
    groups = [k for k in range(K) if weights[label == k].sum() > EMPTY]
    counts, means = np.empty(len(groups)), np.empty((len(groups), D))
    scatter = np.empty((len(groups), D, D))
    for j, k in enumerate(groups):
        rows, w = Z[label == k], weights[label == k]
        counts[j] = w.sum()
        means[j] = w @ rows / counts[j]
        centred = rows - means[j]
        scatter[j] = (centred.T * w) @ centred
    pooled = scatter.sum(axis=0) / counts.sum()
    sigma = (scatter + (D + 1) * pooled) / (counts + D + 1)[:, None, None]
    return Moments(counts, means, sigma)


def _squared_distances(Z: Array, centre: Array) -> Array:
    centred = Z - centre
    return np.asarray(np.einsum("nd,nd->n", centred, centred))
