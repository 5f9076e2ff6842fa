"""Samples that do not fit in memory: read anew for every pass, a chunk at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from gmm.engine.arrays import Array, column_names
from gmm.engine.dataset.base import S, Statistic
from gmm.engine.dataset.complete import Dataset
from gmm.engine.dataset.sampled import SAMPLE_NUMBERS, AbstractSampledDataset, Survey
from gmm.engine.errors import DataError
from gmm.engine.input import refuse_too_far, refuse_unusable
from gmm.engine.threads import one_by_one

# Different rows are counted up to this number; where there are more, all are taken to differ.
_MOST_DISTINCT = 1_000_000


class AbstractSource(ABC):
    """Where samples come from: the same ones in the same order and the same chunks, as often as asked."""

    columns: tuple[str, ...]

    @abstractmethod
    def chunks(self) -> Iterator[Array]:
        """All samples from the first on, so many (n, D) at a time as one thread should take."""


class StreamedDataset(AbstractSampledDataset):
    """Samples of a source. A first pass surveys them and draws the sample; then every sum is a pass."""

    def __init__(self, source: AbstractSource, sample_numbers: int = SAMPLE_NUMBERS) -> None:
        """Raises ``DataError`` naming row and column where a value cannot be used."""
        columns = column_names(source.columns, len(source.columns), DataError)
        reservoir = _Reservoir(max(1, sample_numbers // len(columns)), len(columns))
        survey: Survey | None = None
        for X in source.chunks():
            of_chunk = Survey.of(X)
            first = 0 if survey is None else survey.n_samples
            refuse_unusable(X, columns, None, of_chunk.ends, first=first)
            reservoir.offer(X)
            survey = of_chunk if survey is None else survey + of_chunk
        if survey is None:
            raise DataError("The data are empty; give at least one row.", field="data")
        super().__init__(survey, Dataset(reservoir.rows(), columns))
        self._source = source
        self._refuse_too_far()

    def _refuse_too_far(self) -> None:
        """Raise ``DataError`` for a value outside the sample that is too far from it, with its row."""
        frame = self.origin, self.spread
        try:
            refuse_too_far(self.sample.samples, self.columns, None, *frame, self._survey.ends)
        except DataError:
            first = 0
            for X in self._source.chunks():
                refuse_too_far(X, self.columns, None, *frame, Survey.of(X).ends, first=first)
                first += len(X)
            raise

    @cached_property
    def n_distinct(self) -> int:
        """How many of the rows differ; N where these are more than a million."""
        if self.sample.n_distinct > _MOST_DISTINCT:
            return self.n_samples
        seen = np.empty((0, len(self.columns)))
        for X in self._source.chunks():
            seen = np.unique(np.concatenate([seen, X]), axis=0)
            if len(seen) > _MOST_DISTINCT:
                return self.n_samples
        return len(seen)

    def sum(self, statistic: Statistic[S]) -> S:
        def of_chunk(X: Array) -> S:
            return statistic(X, None, statistic.rows_per_block(len(X)))

        # This thread reads ahead while others compute.
        of_chunks = one_by_one(of_chunk, self._source.chunks())
        total = next(of_chunks)
        for part in of_chunks:
            total = total + part
        return total


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
