"""Better optima from good ones: one component is taken away and put somewhere else.

Where restarts fail there is often a mixture in which two components share one group and two groups share
one component: EM cannot carry a component from here to there (Zhao, Hautamäki, Kärkkäinen & Fränti 2012,
random swap EM).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gmm.engine.dataset import AbstractDataset
from gmm.engine.density import responsibilities
from gmm.engine.form import Moments
from gmm.engine.m_step import MStep
from gmm.engine.mixture import Mixture

# Rows among which a component's new place is chosen.
_ROWS = 4_000
# Its variance there, of that of the average component: a random share from this to all.
_NARROWEST = 0.1
# The least chance, of one, that a sample taken for noise has of being a component's new mean.
_LEFT_TO_NOISE = 0.01


def swapped(
    mixture: Mixture,
    movable: NDArray[np.intp],
    dataset: AbstractDataset,
    m_step: MStep,
    rngs: Sequence[np.random.Generator],
) -> Mixture:
    """A stack of mixtures, in each of which one of the movable components is put among ill explained samples.

    The n-th is drawn from the n-th generator. A new mean is a sample, drawn with probability proportional to
    1 / √density: far from all means, and still not always the farthest outlier. Equal rows are one, in an
    order that is the rows' own, so that weights and repeated rows lead to the same.
    """
    candidates = dataset.glimpse(_ROWS).completed().merged()
    resp, log_densities = responsibilities(mixture, candidates.samples)
    share = np.exp(0.5 * (log_densities.min() - log_densities))
    if mixture.noise is not None:  # what is noise needs no Gaussian
        share *= np.maximum(1.0 - resp[:, -1], _LEFT_TO_NOISE)
    if candidates.weights is not None:
        share *= candidates.weights
    share /= share.sum()
    average = np.tensordot(mixture.weights, mixture.sigma, axes=1)
    parts = (mixture.weights, mixture.means, mixture.sigma)
    weights, means, sigma = (np.repeat(part[None], len(rngs), axis=0) for part in parts)
    for n, rng in enumerate(rngs):
        k = rng.choice(movable)
        means[n, k] = candidates.samples[rng.choice(candidates.n_samples, p=share)]
        sigma[n, k] = average * _NARROWEST ** rng.uniform()
        weights[n, k] = 1.0 / mixture.n_components
    noise = None if mixture.noise is None else np.full(len(rngs), mixture.noise.weight)
    return m_step.admitted(Moments(weights, means, sigma, noise))
