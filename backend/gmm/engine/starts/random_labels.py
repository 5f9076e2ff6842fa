"""Random groups."""

from __future__ import annotations

import numpy as np

from gmm.engine.form import Moments
from gmm.engine.starts.ground import StartingGround


def random_labels(ground: StartingGround, rng: np.random.Generator) -> Moments:
    """Every sample to a random component: all of them start alike, amid the data."""
    return ground.components(rng.permutation(len(ground.rows)) % ground.K, rng)
