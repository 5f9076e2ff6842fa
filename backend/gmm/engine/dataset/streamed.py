"""Samples that do not fit in memory: read anew for every pass, a chunk at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array, column_names
from gmm.engine.dataset.base import AbstractDataset, S, Statistic
from gmm.engine.dataset.complete import Dataset
from gmm.engine.errors import DataError
from gmm.engine.input import refuse_too_close, refuse_too_far, refuse_unusable
from gmm.engine.noise import Box
from gmm.engine.threads import one_by_one

# Numbers in the sample that is kept in memory, to find starts and optima with: 64 megabytes of them.
SAMPLE_NUMBERS = 8_000_000
# Different rows are counted up to this number; where there are more, all are taken to differ.
_MOST_DISTINCT = 1_000_000


class AbstractSource(ABC):
    """Where samples come from: the same ones in the same order and the same chunks, as often as asked."""

    columns: tuple[str, ...]

    @abstractmethod
    def chunks(self) -> Iterator[Array]:
        """All samples from the first on, so many (n, D) at a time as one thread should take."""


class StreamedDataset(AbstractDataset):
    """Samples of a source, of which only a random part is kept in memory: ``sample``, in ascending order.

    A first pass looks at every value, takes the sample and measures; then every sum over all samples is a
    pass. Everything that looks at few rows, the frame as well, is the sample's.
    """

    def __init__(self, source: AbstractSource, sample_numbers: int = SAMPLE_NUMBERS) -> None:
        """Raises ``DataError`` naming row and column where a value cannot be used."""
        self.columns = column_names(source.columns, len(source.columns), DataError)
        self._source = source
        self._survey(max(1, sample_numbers // len(self.columns)))

    def _survey(self, most: int) -> None:
        sample = _Reservoir(most, len(self.columns))
        low, high = np.full(len(self.columns), np.inf), np.full(len(self.columns), -np.inf)
        N = 0
        for chunk in self._source.chunks():
            ends = chunk.min(axis=0), chunk.max(axis=0)
            refuse_unusable(chunk, self.columns, None, ends, first=N)
            low, high = np.minimum(low, ends[0]), np.maximum(high, ends[1])
            sample.offer(chunk)
            N += len(chunk)
        if not N:
            raise DataError("The data are empty; give at least one row.", field="data")
        refuse_too_close(self.columns, (low, high))
        self._n_samples, self._range = N, (low, high)
        self.sample = Dataset(sample.rows(), self.columns)
        self._refuse_too_far()

    def _refuse_too_far(self) -> None:
        """Raise ``DataError`` for a value outside the sample that is too far from it, with its row."""
        try:
            refuse_too_far(self.sample.samples, self.columns, None, self.origin, self.spread, self._range)
        except DataError:
            first = 0
            for chunk in self._source.chunks():
                ends = chunk.min(axis=0), chunk.max(axis=0)
                refuse_too_far(chunk, self.columns, None, self.origin, self.spread, ends, first=first)
                first += len(chunk)
            raise

    @property
    def n_samples(self) -> int:
        return self._n_samples

    @property
    def origin(self) -> Array:
        return self.sample.origin

    @property
    def spread(self) -> Array:
        return self.sample.spread

    @property
    def total_weight(self) -> float:
        return float(self._n_samples)

    @property
    def counts(self) -> Array:
        return np.broadcast_to(1.0, self._n_samples)

    @property
    def constant_columns(self) -> list[str]:
        low, high = self._range
        return [name for name, same in zip(self.columns, low == high, strict=True) if same]

    @property
    def box(self) -> Box:
        return self.sample.box if self.constant_columns else Box(*self._range)

    @property
    def n_values(self) -> int:
        return self._n_samples * len(self.columns)

    @cached_property
    def n_distinct(self) -> int:
        """How many of the rows differ; N where these are more than a million."""
        if self.sample.n_distinct > _MOST_DISTINCT:
            return self._n_samples
        seen = np.empty((0, len(self.columns)))
        for chunk in self._source.chunks():
            seen = np.unique(np.concatenate([seen, chunk]), axis=0)
            if len(seen) > _MOST_DISTINCT:
                return self._n_samples
        return len(seen)

    def sum(self, statistic: Statistic[S]) -> S:
        def of_chunk(chunk: Array) -> S:
            return statistic(chunk, None, statistic.rows_per_block(len(chunk)))

        # This thread reads ahead while others compute.
        of_chunks = one_by_one(of_chunk, self._source.chunks())
        total = next(of_chunks)
        for part in of_chunks:
            total = total + part
        return total

    def glimpse(self, n: int) -> AbstractDataset:
        if n >= self._n_samples:
            return self
        return self.sample.glimpse(n)

    def completed(self) -> Dataset:
        return self.sample

    def reweighted(self, weights: Array) -> AbstractDataset:
        raise _not_in_memory("Weights of their own")

    def resembled(self, X: Array, components: NDArray[np.intp], rows: NDArray[np.intp]) -> AbstractDataset:
        return Dataset(X, self.columns)


class _Reservoir:
    """A random sample of rows of which nobody knows how many there will be: Vitter (1985), algorithm R."""

    def __init__(self, most: int, n_columns: int) -> None:
        self._rows, self._numbers = np.empty((most, n_columns)), np.empty(most, dtype=np.intp)
        self._rng = np.random.default_rng(most)
        self._n_offered = 0

    def offer(self, X: Array) -> None:
        """The next rows (n, D); which of all are kept does not depend on how many come at a time."""
        numbers = self._n_offered + np.arange(len(X))
        places = (self._rng.random(len(X)) * (numbers + 1)).astype(np.intp)
        places = np.where(numbers < len(self._rows), numbers, places)
        kept = places < len(self._rows)
        self._rows[places[kept]] = X[kept]  # where a place is given twice, the later row has it
        self._numbers[places[kept]] = numbers[kept]
        self._n_offered += len(X)

    def rows(self) -> Array:
        """The sample in the order in which the rows came."""
        n = min(self._n_offered, len(self._rows))
        return np.asarray(self._rows[np.argsort(self._numbers[:n])])


def _not_in_memory(what: str) -> DataError:
    return DataError(
        f"{what} need the rows in memory, and these are read from files pass after pass; take fewer rows.",
        field="data",
    )
