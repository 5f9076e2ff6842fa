"""Random samples as means."""

from __future__ import annotations

import numpy as np

from gmm.engine.form import Moments
from gmm.engine.starts.ground import StartingGround


def random_points(ground: StartingGround, rng: np.random.Generator) -> Moments:
    """Random different samples as means, each with the covariance of the whole data and equal weight."""
    return ground.points(rng.choice(len(ground.rows), size=ground.K, replace=False))
