"""Samples that lie in pieces on the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, reduce
from operator import add
from typing import Any, TypeVar

import numpy as np
from dask.distributed import Client, Future

from gmm.engine import DataError, Dataset
from gmm.engine.arrays import Array, column_names
from gmm.engine.dataset.base import S, Statistic
from gmm.engine.dataset.sampled import SAMPLE_NUMBERS, AbstractSampledDataset, Survey
from gmm.engine.input import refuse_too_far, refuse_unusable

R = TypeVar("R")
Frame = tuple[Array, Array]


class DistributedDataset(AbstractSampledDataset):
    """Samples in pieces, each a future of an array (n, D) on some worker, in this order.

    A first pass surveys the pieces, a second looks at every value and draws the sample; then every sum is a
    message to each piece and one back. A piece that is lost with its worker is made anew elsewhere, from what
    it was made of, and asked again. Sums are added in the order of the pieces: they are the same wherever
    these lie.
    """

    def __init__(
        self,
        pieces: Sequence[Future],
        columns: Sequence[str],
        client: Client,
        sample_numbers: int = SAMPLE_NUMBERS,
    ) -> None:
        """Raises ``DataError`` naming row and column where a value cannot be used."""
        self._client = client
        names = column_names(columns, len(columns), DataError)
        surveys = [Survey(*ends) for ends in _asked(client, pieces, _ends)]
        self._pieces = [piece for piece, its in zip(pieces, surveys, strict=True) if its.n_samples]
        surveys = [its for its in surveys if its.n_samples]
        if not surveys:
            raise DataError("The data are empty; give at least one row.", field="data")
        survey = reduce(add, surveys)
        self._firsts = np.cumsum([0, *(its.n_samples for its in surveys)]).tolist()[:-1]
        share = min(1.0, sample_numbers / (len(names) * survey.n_samples))
        rows = self._of_each(_looked_through, [(names, first, share) for first in self._firsts])
        super().__init__(survey, Dataset(np.concatenate(rows), names))
        self._refuse_too_far()

    def _refuse_too_far(self) -> None:
        frame = self.origin, self.spread
        try:
            refuse_too_far(self.sample.samples, self.columns, None, *frame, self._survey.ends)
        except DataError:
            self._of_each(_refuse_if_far, [(self.columns, first, frame) for first in self._firsts])
            raise

    @cached_property
    def n_distinct(self) -> int:
        """How many of the rows differ; N where no two of the sample are alike."""
        if self.sample.n_distinct == self.sample.n_samples:
            return self.n_samples
        return len(np.unique(np.concatenate(self._of_each(_different)), axis=0))

    def sum(self, statistic: Statistic[S]) -> S:
        total: S = reduce(add, self._of_each(_summed, [(statistic,)] * len(self._pieces)))
        return total

    def _of_each(
        self, function: Callable[..., R], arguments: Sequence[tuple[Any, ...]] | None = None
    ) -> list[R]:
        return _asked(self._client, self._pieces, function, arguments)


def _asked(
    client: Client,
    pieces: Sequence[Future],
    function: Callable[..., R],
    arguments: Sequence[tuple[Any, ...]] | None = None,
) -> list[R]:
    """``function`` of every piece, computed where it lies, in the order of the pieces."""
    arguments = arguments or [()] * len(pieces)
    futures = [
        client.submit(function, piece, *others, pure=False)
        for piece, others in zip(pieces, arguments, strict=True)
    ]
    found: list[R] = client.gather(futures)
    return found


def _ends(X: Array) -> tuple[int, Array, Array]:
    """A survey's parts; of no rows, ends that change no others."""
    if not len(X):
        return 0, np.full(X.shape[1], np.inf), np.full(X.shape[1], -np.inf)
    return len(X), X.min(axis=0), X.max(axis=0)


def _looked_through(X: Array, columns: tuple[str, ...], first: int, share: float) -> Array:
    """A random share of the rows, once each of them has been found to be usable."""
    refuse_unusable(X, columns, None, (X.min(axis=0), X.max(axis=0)), first=first)
    n = min(len(X), round(share * len(X)) + (share < 1.0))
    return X[np.sort(np.random.default_rng(first).choice(len(X), n, replace=False))]


def _refuse_if_far(X: Array, columns: tuple[str, ...], first: int, frame: Frame) -> None:
    refuse_too_far(X, columns, None, *frame, (X.min(axis=0), X.max(axis=0)), first=first)


def _different(X: Array) -> Array:
    return np.unique(X, axis=0)


def _summed(X: Array, statistic: Statistic[S]) -> S:
    return statistic(X, None, statistic.rows_per_block(len(X)))
