"""The M-step: moments give the mixture of greatest likelihood under its structure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.covariance import AbstractStructure
from gmm.engine.errors import FitError
from gmm.engine.form import Moments
from gmm.engine.mixture import Mixture

# A component whose responsibilities sum to less than this many samples has nothing left to be estimated from.
EMPTY = 1e-8


def alive(counts: Array) -> NDArray[np.bool_]:
    """Which components have samples left; counts (…, K), sums of responsibilities."""
    total = np.sum(counts, axis=-1, keepdims=True)
    return np.asarray(counts > EMPTY * np.minimum(1.0, total))  # weights may all be small


@dataclass(frozen=True)
class MStep:
    """What one fit allows its mixtures to be, and the best of these for given moments.

    structure of the covariances; floor (D,), the least variance a component may have along each column, data
    units squared; columns, the D names.
    """

    structure: AbstractStructure
    floor: Array
    columns: tuple[str, ...]

    def __call__(self, moments: Moments, current: Mixture | None = None) -> Mixture:
        """The mixture, or the stack of mixtures, whose parameters the moments determine.

        Where that takes iterations of its own they begin at ``current``, and end no lower. Components that no
        sample belongs to any more are dropped: dividing by their count would make NaN of them, and the
        likelihood does not change. In a stack, whose mixtures have equally many, they stay as they are, with
        next to no weight. Raises ``FitError`` where no component has samples left.
        """
        has_samples = alive(moments.counts)
        sigma = None if current is None else current.sigma
        if not has_samples.any():
            raise FitError("Every component lost its samples; start from means that lie among the data.")
        if has_samples.ndim == 1 and not has_samples.all():
            moments = Moments(*(part[has_samples] for part in (moments.counts, moments.means, moments.sigma)))
            sigma = None if sigma is None else sigma[has_samples]
        weights = moments.counts / moments.counts.sum(axis=-1, keepdims=True)
        sigma = self.structure.estimate(moments, self.floor, sigma)
        return Mixture(weights, moments.means, np.asarray(sigma), self.structure, self.columns)
