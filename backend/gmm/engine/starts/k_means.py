"""Far-apart samples as centres, every sample to its nearest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gmm.engine.form import Moments
from gmm.engine.starts.frame import Frame
from gmm.engine.starts.ground import StartingGround, drawn


def kmeans_plus_plus(ground: StartingGround, rng: np.random.Generator) -> Moments:
    """Samples that lie far apart as centres, every sample to its nearest: Arthur & Vassilvitskii (2007)."""
    return ground.components(_labels(ground.standardised, ground, rng), rng)


def whitened_kmeans_plus_plus(ground: StartingGround, rng: np.random.Generator) -> Moments:
    """The same where the whole data have unit covariance, so that long thin components do not hide others."""
    return ground.components(_labels(ground.whitened, ground, rng), rng)


def _labels(frame: Frame, ground: StartingGround, rng: np.random.Generator) -> NDArray[np.intp]:
    """Each centre is the best of a few draws by the squared distance to the nearest centre so far."""
    n_draws = 2 + int(np.log(ground.K))
    nearest = frame.squared_distances(ground.drawn(rng, 1))[0]
    label = np.zeros(len(nearest), dtype=np.intp)
    for k in range(1, ground.K):
        potential = np.cumsum(ground.weights * nearest)
        if not potential[-1] > 0:
            break  # rounding has made the samples equal
        distances = frame.squared_distances(drawn(potential, rng, n_draws))
        closer = np.minimum(nearest, distances)
        best = int(np.argmin(closer @ ground.weights))
        label[distances[best] < nearest] = k
        nearest = closer[best]
    return label
