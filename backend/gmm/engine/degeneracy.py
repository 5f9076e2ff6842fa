"""Recognising optima that mean nothing: components that shrink onto a few samples.

The likelihood of a Gaussian mixture has no upper bound: a component that closes in on a sample, on ties or
on D + 1 samples in a plane makes it as large as one likes (Day 1969). EM finds such optima; they say
nothing about the data.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.dataset import AbstractDataset
from gmm.engine.mixture import Mixture

# A component is narrow when its geometric mean width is below this share of the other components'.
_NARROW = 0.2
# A variance, in units of the floor, that the floor has raised.
_AT_THE_FLOOR = 1.001
# A floor above this share of a column's variance smooths on purpose; touching it is no sign of collapse.
_CHOSEN = 1e-6


def collapsed(mixture: Mixture, floor: Array, spread: Array) -> NDArray[np.intp]:
    """Numbers of the components that the floor alone keeps from having no width in some direction.

    A direction in which all the components lie flat is the data's doing (a constant column, one column
    the sum of others) and no collapse, and neither is a floor that was chosen high.
    """
    unit = 1.0 / np.sqrt(floor)
    if flat_directions(mixture, floor, spread) or np.any(floor > _CHOSEN * spread**2):
        return np.empty(0, dtype=np.intp)
    smallest = np.linalg.eigvalsh(mixture.covariances * (unit[:, None] * unit))[:, 0]
    return np.flatnonzero(smallest < _AT_THE_FLOOR)


def flat_directions(mixture: Mixture, floor: Array, spread: Array) -> int:
    """In how many directions the whole mixture has no more width than a low floor gives it."""
    if np.any(floor > _CHOSEN * spread**2):
        return 0
    unit = 1.0 / np.sqrt(floor)
    widths = np.linalg.eigvalsh(mixture.covariance * (unit[:, None] * unit))
    return int(np.sum(widths < 2 * _AT_THE_FLOOR))


def tiny(mixture: Mixture, total_weight: float) -> NDArray[np.intp]:
    """Numbers of the components that rest on about D + 1 samples and are far narrower than the others."""
    K, D = mixture.means.shape
    if K == 1:
        return np.empty(0, dtype=np.intp)
    log_width = mixture.structure.form.log_determinant(mixture.factor) / (2 * D)
    w = mixture.weights
    of_others = (w @ log_width - w * log_width) / (1 - w)
    few = w * total_weight < D + 2
    return np.flatnonzero(few & (log_width < of_others + np.log(_NARROW)))


def spurious(mixture: Mixture, dataset: AbstractDataset, floor: Array) -> list[int]:
    """Numbers of the components that make the mixture's likelihood meaningless."""
    flat = collapsed(mixture, floor, dataset.spread)
    return sorted({*flat.tolist(), *tiny(mixture, dataset.total_weight).tolist()})
