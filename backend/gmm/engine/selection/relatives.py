"""Mixtures made from others, as starts: with one component more, one fewer, or under another structure."""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.dataset import InMemoryDataset
from gmm.engine.density import log_density
from gmm.engine.form import AbstractForm, Moments
from gmm.engine.mixture import Mixture

# The halves of a component lie so many of its standard deviations from its mean along its longest axis: the
# means of the two halves of a normal distribution, √(2/π).
_APART = 0.8
# Halves that are to have the likelihood of the whole.
_NEXT_TO_NOTHING = 1e-3
# Of many components only so many pairs, those of the nearest means, are looked at for merging.
_PAIRS = 60


def restructured(mixture: Mixture, form: AbstractForm) -> Moments:
    """The moments of the components, for an M-step under another structure."""
    return _moments(mixture, mixture.weights, mixture.means, mixture.covariances, form)


def split(mixture: Mixture, k: int, form: AbstractForm, apart: float = _APART) -> Moments:
    """The moments with component k halved along its longest axis; together the halves have its moments.

    Columns are measured by the spread of the whole mixture.
    """
    unit = np.sqrt(np.diagonal(mixture.covariance))
    values, vectors = np.linalg.eigh(mixture.covariances[k] / (unit[:, None] * unit))
    shift = apart * np.sqrt(values[-1]) * vectors[:, -1] * unit
    weights = np.append(mixture.weights, 0.5 * mixture.weights[k])
    weights[k] *= 0.5
    means = np.concatenate([mixture.means, mixture.means[k : k + 1] + shift])
    means[k] -= shift
    covariances = np.concatenate([mixture.covariances, mixture.covariances[k : k + 1]])
    covariances[[k, -1]] -= np.outer(shift, shift)
    return _moments(mixture, weights, means, covariances, form)


def halves_together(mixture: Mixture, form: AbstractForm) -> Moments:
    """The same mixture with one component more: the heaviest in halves next to nothing apart."""
    return split(mixture, int(np.argmax(mixture.weights)), form, apart=_NEXT_TO_NOTHING)


def splits(mixture: Mixture, most: int, form: AbstractForm) -> list[Moments]:
    """The moments with each of the heaviest components halved in turn."""
    heaviest = np.argsort(-mixture.weights, kind="stable")[:most]
    return [split(mixture, int(k), form) for k in heaviest]


def added(mixture: Mixture, rows: InMemoryDataset, form: AbstractForm, rng: np.random.Generator) -> Moments:
    """The moments with one component more, about a row that the mixture explains badly.

    It is as wide as the average component; its row is drawn with probability proportional to 1 / √density.
    """
    log_densities = log_density(mixture, rows.samples)
    share = np.exp(0.5 * (log_densities.min() - log_densities)) * rows.counts
    row = rng.choice(rows.n_samples, p=share / share.sum())
    K = mixture.n_components
    average = np.tensordot(mixture.weights / mixture.weights.sum(), mixture.covariances, axes=1)
    filled = rows.completed().samples
    return _moments(
        mixture,
        np.append(mixture.weights * K, 1.0) / (K + 1),
        np.concatenate([mixture.means, filled[row : row + 1]]),
        np.concatenate([mixture.covariances, average[None]]),
        form,
    )


def merges(mixture: Mixture, most: int, form: AbstractForm) -> list[Moments]:
    """The moments with two components made one, for the pairs that lose least by it.

    The loss is that of the classification likelihood, n log det Σ of the pair less that of its halves
    (Banfield & Raftery 1993).
    """
    i, j = _near_pairs(mixture)
    w, means, covariances = mixture.weights, mixture.means, mixture.covariances
    both = w[i] + w[j]
    share = (w[i] / both)[:, None]
    centre = share * means[i] + (1 - share) * means[j]
    apart = means[i] - means[j]
    within = share[..., None] * covariances[i] + (1 - share[..., None]) * covariances[j]
    between = (share * (1 - share))[..., None] * apart[:, :, None] * apart[:, None, :]
    pooled = within + between
    size = np.linalg.slogdet(covariances)[1]
    loss = both * np.linalg.slogdet(pooled)[1] - w[i] * size[i] - w[j] * size[j]
    made = []
    for pair in np.argsort(loss, kind="stable")[:most]:
        others = np.delete(np.arange(len(w)), [i[pair], j[pair]])
        made.append(
            _moments(
                mixture,
                np.append(w[others], both[pair]),
                np.concatenate([means[others], centre[pair : pair + 1]]),
                np.concatenate([covariances[others], pooled[pair : pair + 1]]),
                form,
            )
        )
    return made


def _near_pairs(mixture: Mixture) -> tuple[np.ndarray, np.ndarray]:
    """Two arrays of component numbers, i < j: all pairs, or those whose means are nearest."""
    i, j = np.triu_indices(mixture.n_components, 1)
    if len(i) <= _PAIRS:
        return i, j
    unit = np.sqrt(np.diagonal(mixture.covariance))
    distance = np.linalg.norm((mixture.means[i] - mixture.means[j]) / unit, axis=1)
    near = np.argsort(distance, kind="stable")[:_PAIRS]
    return i[near], j[near]


def _moments(of: Mixture, weights: Array, means: Array, covariances: Array, form: AbstractForm) -> Moments:
    noise = None if of.noise is None else np.asarray(of.noise.weight)
    return Moments(weights, means, form.of_dense(covariances), noise)
