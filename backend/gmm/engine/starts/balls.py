"""Balls around samples."""

from __future__ import annotations

import numpy as np

from gmm.engine.form import Moments
from gmm.engine.starts.ground import StartingGround, drawn

# A ball has so many times the weight of an average component.
_SMALLEST, _LARGEST = 0.3, 1.3


def balls(ground: StartingGround, rng: np.random.Generator) -> Moments:
    """A random sample with its nearest, again and again; what is left is the last, wide component."""
    K, average = ground.K, ground.up_to[-1] / ground.K
    label = np.full(len(ground.rows), K - 1)
    left = np.arange(len(label))
    for k in range(K - 1):
        centre = left[drawn(np.cumsum(ground.weights[left]), rng, 1)]
        distances = ground.standardised.squared_distances(centre)[0, left]
        left = left[np.argsort(distances, kind="stable")]
        size = rng.uniform(_SMALLEST, _LARGEST) * average
        n = int(np.searchsorted(np.cumsum(ground.weights[left]), size))
        n = min(max(2, n), len(left) - (K - 1 - k))  # a sample is left for each of the others
        label[left[:n]] = k
        left = left[n:]
    return ground.components(label, rng)
