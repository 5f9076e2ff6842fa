"""What EM asks of samples: their frame, their parts, and the sum of a statistic over all of a part."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.noise import Box

if TYPE_CHECKING:
    from gmm.engine.dataset.complete import Dataset
    from gmm.engine.dataset.fragments import Fragments
    from gmm.engine.mixture import Mixture


class Additive(Protocol):
    """A value that adds."""

    def __add__(self, other: Self, /) -> Self: ...


S = TypeVar("S", bound=Additive)
S_co = TypeVar("S_co", bound=Additive, covariant=True)


class Statistic(Protocol[S_co]):
    """What can be summed over samples: a function of some rows, taken so many at a time as it likes."""

    def rows_per_block(self, n_samples: int, /) -> int: ...

    def __call__(self, X: Array, weights: Array | None, rows_per_block: int, /) -> S_co: ...


@dataclass(frozen=True)
class Part:
    """Samples of which the same columns are observed, and as much is known about their component.

    dataset, those columns' values, None if there are none; weight, of all the samples together; columns,
    their numbers in ascending order, None for all; component, that of every sample, None where it is not
    known.
    """

    dataset: AbstractDataset | None
    weight: float
    columns: list[int] | None = None
    component: int | None = None

    def seen(self, mixture: Mixture) -> Mixture:
        """The mixture of the columns that are observed."""
        return mixture if self.columns is None else mixture.marginal(self.columns)


class AbstractDataset(ABC):
    """Samples to fit to. EM meets them only through ``parts`` and the ``sum`` over one."""

    columns: tuple[str, ...]
    # Which of the rows given count; None for all.
    counted: NDArray[np.bool_] | None = None

    @property
    @abstractmethod
    def n_samples(self) -> int:
        """N."""

    @property
    def n_features(self) -> int:
        """D."""
        return len(self.columns)

    @property
    @abstractmethod
    def origin(self) -> Array:
        """A point amid the samples (D,), about which the kernel takes its features."""

    @property
    @abstractmethod
    def spread(self) -> Array:
        """A robust standard deviation of each column (D,); the column's size where it is constant."""

    @property
    @abstractmethod
    def total_weight(self) -> float:
        """The sum of the sample weights; the number of samples where they have none."""

    @property
    @abstractmethod
    def counts(self) -> Array:
        """For how many rows each one stands (N,): its weight, relative to the mean where that is below 1."""

    @property
    @abstractmethod
    def constant_columns(self) -> list[str]:
        """Names of the columns whose values are all equal."""

    @property
    @abstractmethod
    def box(self) -> Box:
        """The smallest box that holds all samples. Raises ``DataError`` where it has no volume."""

    @property
    @abstractmethod
    def n_values(self) -> int:
        """How many values there are in all, missing ones not counted."""

    @property
    @abstractmethod
    def n_distinct(self) -> int:
        """How many of the rows differ."""

    @property
    def missing(self) -> NDArray[np.bool_] | None:
        """Which values are missing (N, D); None where none is."""
        return None

    @property
    def parts(self) -> list[Part]:
        """All the samples, those together that an E-step can take together."""
        return [Part(self, self.total_weight)]

    @property
    def fragments(self) -> Fragments | None:
        """The samples of patterns with few samples, that take an E-step together; None where none do."""
        return None

    @property
    def large_parts(self) -> list[Part]:
        """The parts that are not among the fragments."""
        return self.parts

    @property
    def known_components(self) -> NDArray[np.intp]:
        """The components of which some sample is known, in ascending order."""
        return np.empty(0, dtype=np.intp)

    def unlabelled(self) -> AbstractDataset:
        """The same samples, of which no component is known."""
        return self

    @abstractmethod
    def sum(self, statistic: Statistic[S]) -> S:
        """The sum of ``statistic`` over all samples, the same whatever the number of threads."""

    @abstractmethod
    def glimpse(self, n: int) -> AbstractDataset:
        """At most ``n`` samples spread evenly over the rows, with this data set's origin and spread."""

    @abstractmethod
    def reweighted(self, weights: Array) -> AbstractDataset:
        """The same rows with other weights (N,), finite, not negative and not all zero, in the same frame."""

    @abstractmethod
    def resembled(self, X: Array, components: NDArray[np.intp], rows: NDArray[np.intp]) -> AbstractDataset:
        """The samples X of these components, of which as much is known as of these of the rows."""

    @abstractmethod
    def completed(self) -> Dataset:
        """The samples, with likely values in place of missing ones, to look for starts among."""
