"""Where starts are looked for: the rows of a part of the data, prepared once for all starts of a search."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.dataset import AbstractDataset, Dataset
from gmm.engine.form import AbstractForm, Moments
from gmm.engine.starts.company import in_company
from gmm.engine.starts.frame import Frame
from gmm.engine.starts.groups import moments_of_labels

# Rows a start looks at: so many, and so many for each component.
_ROWS_FOR_A_START, _ROWS_A_COMPONENT = 2_000, 50
# If too few of them differ, so many times more are looked at.
_MORE = 8
# Whitening leaves directions narrower than this share of the widest one alone.
_NARROWEST = 1e-6


class StartingGround:
    """M different rows of the data, each with its weight, and how groups of them become K components.

    Equal rows are one, in an order that is the rows' own, so that starts depend neither on how the data are
    arranged nor on whether a row stands there twice or has twice the weight. K is the number of components
    asked for, but no more than rows differ. rows (M, D) about the origin, data units; weights (M,), and
    up_to (M,), their sum so far; standardised, the rows in units of the spread. Where noise is expected, the
    loneliest rows are left out.
    """

    def __init__(self, dataset: AbstractDataset, K: int, form: AbstractForm, noise: bool = False) -> None:
        different = _different_rows(dataset, K)
        if noise:
            different = in_company(different)
        self.K, self.form, self.origin = min(K, different.n_samples), form, dataset.origin
        self.rows, self.standardised = different.samples - dataset.origin, Frame(different.standardised)
        self.weights, self.up_to = different.counts, np.cumsum(different.counts)

    @cached_property
    def whitened(self) -> Frame:
        """The rows in the frame in which all of them together have unit covariance."""
        share = self.weights / self.up_to[-1]
        centred = self.standardised.rows - share @ self.standardised.rows
        values, vectors = np.linalg.eigh((centred.T * share) @ centred)
        width = np.sqrt(np.maximum(values, _NARROWEST**2 * values[-1]))
        return Frame(centred @ vectors / width if values[-1] > 0 else centred)

    @cached_property
    def whole(self) -> Moments:
        """Moments of all the rows as one group."""
        all_alike = np.zeros(len(self.rows), dtype=np.intp)
        return moments_of_labels(self.rows, self.weights, all_alike, self.form)[0]

    def drawn(self, rng: np.random.Generator, n: int) -> NDArray[np.intp]:
        """Numbers of ``n`` rows at random, each with a probability proportional to its weight."""
        return drawn(self.up_to, rng, n)

    def components(self, label: NDArray[np.intp], rng: np.random.Generator) -> Moments:
        """Moments, in data units, of K components: component k has the rows labelled k (M,).

        One without rows gets a random row as its mean and the average covariance of the others.
        """
        moments, found = moments_of_labels(self.rows, self.weights, label, self.form)
        if len(found) < self.K:
            moments = self._with_more(moments, found, label, rng)
        return Moments(moments.counts, self.origin + moments.means, moments.sigma)

    def points(self, chosen: NDArray[np.intp]) -> Moments:
        """Moments, in data units, of components about the chosen rows that are as wide as the whole data."""
        K, whole = len(chosen), self.whole
        counts = np.full(K, self.up_to[-1] / K)
        return Moments(counts, self.origin + self.rows[chosen], np.repeat(whole.sigma, K, axis=0))

    def _with_more(
        self,
        moments: Moments,
        found: NDArray[np.intp],
        label: NDArray[np.intp],
        rng: np.random.Generator,
    ) -> Moments:
        """As many components as are missing, about rows that are not yet the mean of their group."""
        mean_of = np.full((self.K, self.rows.shape[1]), np.inf)
        mean_of[found] = moments.means
        alone = np.bincount(label, minlength=self.K) == 1
        alone[np.setdiff1d(np.arange(self.K), found)] = False
        free = np.flatnonzero(~alone[label] & np.any(self.rows != mean_of[label], axis=1))
        missing = self.K - len(found)
        if len(free) < missing:  # rounding has made rows equal
            free = np.arange(len(self.rows))
        chosen = rng.choice(free, size=missing, replace=False)
        sigma = np.average(moments.sigma, axis=0, weights=moments.counts)
        return Moments(
            np.concatenate([moments.counts, np.full(missing, self.up_to[-1] / self.K)]),
            np.concatenate([moments.means, self.rows[chosen]]),
            np.concatenate([moments.sigma, np.repeat(sigma[None], missing, axis=0)]),
        )


def drawn(up_to: Array, rng: np.random.Generator, n: int) -> NDArray[np.intp]:
    """``n`` random numbers i, each with a probability proportional to up_to[i] − up_to[i − 1]."""
    found = np.searchsorted(up_to, rng.random(n) * up_to[-1], side="right")
    return np.asarray(np.minimum(found, len(up_to) - 1))


def _different_rows(dataset: AbstractDataset, K: int) -> Dataset:
    n = max(_ROWS_FOR_A_START, _ROWS_A_COMPONENT * K)
    different = dataset.glimpse(n).completed().merged()
    while different.n_samples < K and n < dataset.n_samples:
        n *= _MORE
        different = dataset.glimpse(n).completed().merged()
    return different
