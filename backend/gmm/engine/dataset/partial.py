"""Samples of which something is not known, or more than usual: missing values, and known components.

Values are taken to be missing at random (Rubin 1976): that one is missing may depend on what is observed of
the sample, not on the value itself. The likelihood is that of the observed values.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gmm.engine.arrays import Array, column_names
from gmm.engine.dataset.base import AbstractDataset, Part, S, Statistic
from gmm.engine.dataset.complete import Dataset, matrix
from gmm.engine.dataset.fragments import Fragments
from gmm.engine.dataset.patterns import patterns
from gmm.engine.errors import DataError
from gmm.engine.input import entries, sample_weights
from gmm.engine.noise import Box

# The component of a sample of which none is known.
UNKNOWN = -1
# With fewer samples of a pattern than this, most of an E-step of their own would be preparation.
_ENOUGH = 2_000


def dataset_of(
    samples: ArrayLike,
    columns: Sequence[str] | None = None,
    weights: ArrayLike | None = None,
    components: ArrayLike | None = None,
) -> Dataset | PartialDataset:
    """The data set of these samples (N, D), in which NaN is a missing value.

    components (N,), the number of each sample's component where it is known, −1 where it is not.
    Raises ``DataError`` as ``Dataset`` does, for a column without values, and for components that are none.
    """
    X = matrix(samples)
    known = None if components is None else _numbers_of_components(components, len(X))
    # The quick look at a sum finds infinities of both signs too.
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large, Dataset refuses by its place
        sum_of_all = X.sum()
    if known is None and not (np.isnan(sum_of_all) and np.isnan(X).any()):
        return Dataset(X, columns, weights)
    names = column_names(columns, X.shape[1], DataError)
    counts = np.ones(len(X), dtype=bool) if weights is None else sample_weights(weights, len(X)) > 0
    whole = Dataset(_filled(X, names, counts), names, weights)
    if whole.counted is not None:
        X, known = X[whole.counted], None if known is None else known[whole.counted]
    return PartialDataset(X, whole, known)


class PartialDataset(AbstractDataset):
    """Samples in memory with missing values (NaN), or with known components. Made by ``dataset_of``.

    samples (N, D), the rows that count; whole, the same with other rows' values in place of missing ones,
    which has the frame and the weights; components (N,), −1 where not known.
    """

    def __init__(self, samples: Array, whole: Dataset, components: NDArray[np.intp] | None) -> None:
        self.samples, self.whole, self.columns = samples, whole, whole.columns
        self.components = np.full(len(samples), UNKNOWN) if components is None else components
        self.counted, self.weights = whole.counted, whole.weights

    @property
    def n_samples(self) -> int:
        return len(self.samples)

    @property
    def origin(self) -> Array:
        return self.whole.origin

    @property
    def spread(self) -> Array:
        return self.whole.spread

    @property
    def total_weight(self) -> float:
        return self.whole.total_weight

    @property
    def counts(self) -> Array:
        return self.whole.counts

    @property
    def constant_columns(self) -> list[str]:
        return self.whole.constant_columns

    @property
    def box(self) -> Box:
        return self.whole.box

    @property
    def n_values(self) -> int:
        return int(np.count_nonzero(~np.isnan(self.samples)))

    @cached_property
    def missing(self) -> NDArray[np.bool_] | None:
        missing = np.isnan(self.samples)
        return missing if missing.any() else None

    @cached_property
    def n_distinct(self) -> int:
        return len(np.unique(np.nan_to_num(self.samples, nan=np.inf), axis=0))

    @cached_property
    def known_components(self) -> NDArray[np.intp]:
        """The components of which some sample is known, in ascending order."""
        known = np.unique(self.components)
        return np.asarray(known[known != UNKNOWN])

    @cached_property
    def _patterns(self) -> list[tuple[NDArray[np.intp], list[int]]]:
        return list(patterns(self.samples, self.components))

    @cached_property
    def parts(self) -> list[Part]:
        return [self._part(rows, columns) for rows, columns in self._patterns]

    @cached_property
    def fragments(self) -> Fragments | None:
        few = [one for one in self._patterns if self._is_fragment(one[0])]
        return Fragments.of(self.whole, few) if len(few) > 1 else None

    @cached_property
    def large_parts(self) -> list[Part]:
        large = zip(self.parts, self._patterns, strict=True)
        return [part for part, (rows, _) in large if self.fragments is None or not self._is_fragment(rows)]

    def _is_fragment(self, rows: NDArray[np.intp]) -> bool:
        return len(rows) < _ENOUGH and self.components[rows[0]] == UNKNOWN

    def unlabelled(self) -> AbstractDataset:
        return self.whole if self.missing is None else PartialDataset(self.samples, self.whole, None)

    def sum(self, statistic: Statistic[S]) -> S:
        raise AssertionError("a sum over values of which some are missing is one over parts")

    def glimpse(self, n: int) -> PartialDataset:
        """At most ``n`` samples of unknown component, and all of known ones, of the same share together."""
        if n >= len(self.samples):
            return self
        known = np.flatnonzero(self.components != UNKNOWN)
        if len(known) > n:  # enough of each without favour
            return self._of_rows(self.whole.some(n), None)
        rows = np.flatnonzero(self.components == UNKNOWN)
        others = self._of_rows(rows, self.whole.weights_of(rows))
        few = others.whole.some(n)
        rate = n / others.total_weight if len(rows) > n else 1.0
        weights = np.ones(len(known)) if self.weights is None else self.weights[known]
        return self._of_rows(
            np.concatenate([rows[few] if len(rows) > n else rows, known]),
            np.concatenate([np.ones(min(n, len(rows))), rate * weights]),
        )

    def reweighted(self, weights: Array) -> PartialDataset:
        rows = np.flatnonzero(weights > 0)
        return self._of_rows(rows, weights[rows])

    def resembled(self, X: Array, components: NDArray[np.intp], rows: NDArray[np.intp]) -> AbstractDataset:
        observed = np.where(np.isnan(self.samples[rows]), np.nan, X)
        known = np.where(self.components[rows] == UNKNOWN, UNKNOWN, components)
        return dataset_of(observed, self.columns, components=known)

    def completed(self) -> Dataset:
        return self.whole

    def _of_rows(self, rows: NDArray[np.intp], weights: Array | None) -> PartialDataset:
        return PartialDataset(self.samples[rows], self.whole.of(rows, weights), self.components[rows])

    def _part(self, rows: NDArray[np.intp], columns: list[int]) -> Part:
        component = int(self.components[rows[0]])
        weights = self.whole.weights_of(rows)
        everything = len(columns) == len(self.columns)
        return Part(
            self.whole.of(rows, weights, None if everything else columns) if columns else None,
            float(len(rows)) if weights is None else float(weights.sum()),
            None if everything else columns,
            None if component == UNKNOWN else component,
        )


def _filled(X: Array, columns: tuple[str, ...], counts: NDArray[np.bool_]) -> Array:
    """The samples with observed values of other rows that count in place of missing ones."""
    filled = X.copy()
    rng = np.random.default_rng(len(X))
    for j, name in enumerate(columns):
        missing = np.isnan(X[:, j])
        observed = X[counts & ~missing, j]
        if not len(observed):
            raise DataError(
                f"Every value of column {name!r} is missing; leave the column out.", field="data", column=name
            )
        filled[missing, j] = rng.choice(observed, size=int(missing.sum()))
    return filled


def _numbers_of_components(components: ArrayLike, N: int) -> NDArray[np.intp]:
    numbers = np.asarray(components)
    if numbers.shape != (N,):
        raise DataError(
            f"known_components {entries(numbers)}; give one number for each of the {N} rows.",
            field="known_components",
        )
    if numbers.dtype.kind not in "iu":
        raise DataError(
            "known_components must be whole numbers: components counted from 0, or -1 where none is known.",
            field="known_components",
        )
    for row in np.flatnonzero(numbers < UNKNOWN)[:1]:
        raise DataError(
            f"known_components has {numbers[row]} in row {row + 1}; components count from 0, and -1 says "
            "that none is known.",
            field="known_components",
            row=int(row),
        )
    return numbers.astype(np.intp)


# Samples in memory, whatever is known of them.
InMemoryDataset = Dataset | PartialDataset
