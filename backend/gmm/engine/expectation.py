"""What a mixture says about samples: their expected moments, and how likely they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.form import AbstractForm, Moments


@dataclass(frozen=True)
class Expectation:
    """What a mixture, or each of a stack of n, says about all the samples, or about a part of them.

    moments of the samples of each component; log_likelihoods (n,), Σ_i log p(x_i), natural logs; rounding,
    about how far rounding of the parameters may move one of them, nats.
    """

    moments: Moments
    log_likelihoods: Array
    rounding: float

    @staticmethod
    def of_all(parts: Sequence[Expectation], form: AbstractForm) -> Expectation:
        """What is said of several sets of samples together."""
        if len(parts) == 1:
            return parts[0]
        return Expectation(
            pooled(_stacked([part.moments for part in parts]), form),
            np.add.reduce([part.log_likelihoods for part in parts]),
            sum(part.rounding for part in parts),
        )


def pooled(moments: Moments, form: AbstractForm) -> Moments:
    """The moments of several sets of samples as those of all together; the sets are the first axis."""
    counts = moments.counts.sum(axis=0)
    share = moments.counts / np.maximum(counts, np.finfo(float).tiny)
    means = np.einsum("p...,p...d->...d", share, moments.means)
    wide = share.reshape(*share.shape, *[1] * (moments.sigma.ndim - share.ndim))
    sigma = np.sum(wide * (moments.sigma + form.scatter(moments.means - means)), axis=0)
    return Moments(counts, means, sigma, None if moments.noise is None else moments.noise.sum(axis=0))


def _stacked(moments: Sequence[Moments]) -> Moments:
    noises = [one.noise for one in moments if one.noise is not None]
    return Moments(
        counts=np.stack([one.counts for one in moments]),
        means=np.stack([one.means for one in moments]),
        sigma=np.stack([one.sigma for one in moments]),
        noise=np.stack(noises) if noises else None,
    )


def blended(before: Moments, now: Moments, share: float, form: AbstractForm) -> Moments:
    """The moments in which those of some samples take the place of a share of those before.

    They count for as many samples as both together.
    """
    n_before, n_now = before.counts.sum(), now.counts.sum()
    total = n_before + n_now
    parts = [
        replace(before, counts=before.counts * ((1.0 - share) * total / n_before)),
        replace(now, counts=now.counts * (share * total / n_now)),
    ]
    return pooled(_stacked(parts), form)
