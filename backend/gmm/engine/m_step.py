"""The M-step: moments give the mixture of greatest likelihood under its structure."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.covariance import AbstractStructure
from gmm.engine.errors import FitError
from gmm.engine.form import Moments
from gmm.engine.mixture import Mixture
from gmm.engine.noise import Box, Noise
from gmm.engine.prior import Prior

# A component whose responsibilities sum to less than this many samples has nothing left to be estimated from.
EMPTY = 1e-8
# The noise's weight where EM starts.
_FIRST_SHARE = 0.05


def alive(counts: Array) -> NDArray[np.bool_]:
    """Which components have samples left; counts (…, K), sums of responsibilities."""
    total = np.sum(counts, axis=-1, keepdims=True)
    return np.asarray(counts > EMPTY * np.minimum(1.0, total))  # weights may all be small


def first_noise(counts: Array) -> Array:
    """The weight of the noise's samples where EM starts and nothing is known of it, beside counts (…, K)."""
    return np.asarray(counts.sum(axis=-1) * (_FIRST_SHARE / (1.0 - _FIRST_SHARE)))


@dataclass(frozen=True)
class MStep:
    """What one fit allows its mixtures to be, and the best of these for given moments.

    structure of the covariances; floor (D,), the least variance a component may have along each column, data
    units squared; columns, the D names; box, where noise is spread, None for mixtures without; prior of means
    and covariances, None for none; fixed, which of "weights", "means", "covariances" stay as they are;
    numbered, whether components must keep their numbers, because some samples' are known.
    """

    structure: AbstractStructure
    floor: Array
    columns: tuple[str, ...]
    box: Box | None = None
    prior: Prior | None = None
    fixed: frozenset[str] = frozenset()
    numbered: bool = False

    @property
    def keeps_empty(self) -> bool:
        """Whether a component without samples stays, as a prior or its number asks."""
        return self.prior is not None or self.numbered

    def __call__(self, moments: Moments, current: Mixture | None = None) -> Mixture:
        """The mixture, or the stack of mixtures, that the moments of samples determine."""
        if self.prior is None:
            return self.admitted(moments, current)
        means = current.means if current is not None and "means" in self.fixed else None
        posterior = self.admitted(self.prior.added_to(moments, self.structure.form, means), current)
        if "weights" in self.fixed:
            return posterior
        weights, noise = self._weights(moments)
        return replace(posterior, weights=weights, noise=noise)

    def admitted(self, moments: Moments, current: Mixture | None = None) -> Mixture:
        """The mixture with these moments, but for what structure, floor and fixed parameters forbid.

        Where the structure takes iterations of its own they begin at ``current``, and end no lower; what is
        fixed stays as it is there. Components that no sample belongs to any more are dropped: dividing by
        their count would make NaN of them, and the likelihood does not change. In a stack, whose mixtures
        have equally many, they stay as they are, with next to no weight, and so they do with a prior, which
        tells all about them. Raises ``FitError`` where no component has samples left.
        """
        moments, current = self._of_living(moments, current)
        weights, noise = self._weights(moments)
        means, sigma, form = moments.means, moments.sigma, self.structure.form
        if current is not None and "means" in self.fixed:
            means, sigma = current.means, sigma + form.scatter(means - current.means)
        if current is not None and "weights" in self.fixed:
            weights, noise = current.weights, current.noise
        if current is not None and "covariances" in self.fixed:
            sigma = current.sigma
        else:
            about = replace(moments, means=means, sigma=sigma)
            sigma = self.structure.estimate(about, self.floor, None if current is None else current.sigma)
        return Mixture(weights, means, np.asarray(sigma), self.structure, self.columns, noise)

    def log_prior(self, mixture: Mixture) -> Array:
        """What the prior adds to the log-likelihood of the mixture, or of each of a stack (n,)."""
        if self.prior is None:
            return np.zeros(len(mixture.weights) if mixture.weights.ndim > 1 else 1)
        return self.prior.log_density(mixture)

    def _of_living(self, moments: Moments, current: Mixture | None) -> tuple[Moments, Mixture | None]:
        has_samples = alive(moments.counts)
        if not has_samples.any():
            raise FitError("Every component lost its samples; start from means that lie among the data.")
        if has_samples.ndim > 1 or has_samples.all() or self.keeps_empty:
            return moments, current
        if self.fixed:
            raise FitError(
                f"Component {int(np.flatnonzero(~has_samples)[0]) + 1} lost its samples while parameters are "
                "fixed; start it from a mean that lies among the data, or do not fix the parameters."
            )
        return moments.of(has_samples), None if current is None else current.without(~has_samples)

    def _weights(self, moments: Moments) -> tuple[Array, Noise | None]:
        """The shares of all samples: the Gaussians', and the noise's."""
        least = np.finfo(float).tiny  # of which the logarithm is a number
        counts = np.maximum(moments.counts, least)
        total = counts.sum(axis=-1, keepdims=True)
        if self.box is None:
            return counts / total, None
        of_noise = moments.noise
        if of_noise is None:
            of_noise = first_noise(counts)
        of_noise = np.maximum(of_noise, least)
        total = total + of_noise[..., None]
        return counts / total, Noise(np.asarray(of_noise / total[..., 0]), self.box)
