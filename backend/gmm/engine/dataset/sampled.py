"""Samples that lie elsewhere, of which a random part is at hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.dataset.base import AbstractDataset
from gmm.engine.dataset.complete import Dataset
from gmm.engine.errors import DataError
from gmm.engine.input import refuse_too_close
from gmm.engine.noise import Box

# Numbers in the sample that is kept in memory, to find starts and optima with: 64 megabytes of them.
SAMPLE_NUMBERS = 8_000_000


@dataclass(frozen=True)
class Survey:
    """What a look at every value tells: how many samples there are, and the ends of each column (D,).

    Surveys of two sets of samples add.
    """

    n_samples: int
    low: Array
    high: Array

    @staticmethod
    def of(X: Array) -> Survey:
        """The survey of some samples X (N, D)."""
        return Survey(len(X), X.min(axis=0), X.max(axis=0))

    def __add__(self, other: Survey) -> Survey:
        return Survey(
            self.n_samples + other.n_samples,
            np.minimum(self.low, other.low),
            np.maximum(self.high, other.high),
        )

    @property
    def ends(self) -> tuple[Array, Array]:
        """The least and the greatest value of each column."""
        return self.low, self.high


class AbstractSampledDataset(AbstractDataset):
    """Samples elsewhere: all of a survey, and a random part of them, ``sample``, here.

    Everything that looks at few rows is the sample's, and so is the frame; sums are over all.
    """

    def __init__(self, survey: Survey, sample: Dataset) -> None:
        """Raises ``DataError`` for a column whose values differ too little to be fitted."""
        refuse_too_close(sample.columns, survey.ends)
        self.columns, self.sample, self._survey = sample.columns, sample, survey

    @property
    def n_samples(self) -> int:
        return self._survey.n_samples

    @property
    def origin(self) -> Array:
        return self.sample.origin

    @property
    def spread(self) -> Array:
        return self.sample.spread

    @property
    def total_weight(self) -> float:
        return float(self.n_samples)

    @property
    def counts(self) -> Array:
        return np.broadcast_to(1.0, self.n_samples)

    @property
    def constant_columns(self) -> list[str]:
        low, high = self._survey.ends
        return [name for name, same in zip(self.columns, low == high, strict=True) if same]

    @property
    def box(self) -> Box:
        return self.sample.box if self.constant_columns else Box(*self._survey.ends)

    @property
    def n_values(self) -> int:
        return self.n_samples * len(self.columns)

    def glimpse(self, n: int) -> AbstractDataset:
        return self if n >= self.n_samples else self.sample.glimpse(n)

    def completed(self) -> Dataset:
        return self.sample

    def reweighted(self, weights: Array) -> AbstractDataset:
        raise DataError(
            "Weights of their own need the rows in memory, and these lie elsewhere; take fewer rows.",
            field="data",
        )

    def resembled(self, X: Array, components: NDArray[np.intp], rows: NDArray[np.intp]) -> AbstractDataset:
        return Dataset(X, self.columns)
