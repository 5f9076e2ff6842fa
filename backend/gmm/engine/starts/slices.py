"""Slices of the data."""

from __future__ import annotations

import numpy as np

from gmm.engine.form import Moments
from gmm.engine.starts.ground import StartingGround


def slices(ground: StartingGround, rng: np.random.Generator) -> Moments:
    """Cuts at random quantiles along the line through two random samples."""
    rows = ground.standardised.rows
    one, other = rows[ground.drawn(rng, 2)]
    order = np.argsort(rows @ (other - one), kind="stable")
    weights = ground.weights[order]
    cuts = ground.up_to[-1] * np.sort(rng.random(ground.K - 1))
    label = np.empty(len(order), dtype=np.intp)
    label[order] = np.searchsorted(cuts, np.cumsum(weights) - 0.5 * weights)
    return ground.components(label, rng)
