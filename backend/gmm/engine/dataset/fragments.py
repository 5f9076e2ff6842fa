"""Samples of many patterns of missing values, too few of each for an E-step of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.dataset.complete import Dataset


@dataclass(frozen=True)
class Fragments:
    """Samples of P patterns of missing values, those of one pattern in a row.

    samples (N, D), the origin's values in place of missing ones; weights (N,), None where every row counts
    once; observed (P, D), one where a pattern's column is observed and zero where it is not; edges (P + 1,),
    where the rows of each pattern begin, and where the last ones end; origin (D,).
    """

    samples: Array
    weights: Array | None
    observed: Array
    edges: NDArray[np.intp]
    origin: Array

    @staticmethod
    def of(whole: Dataset, patterns: Sequence[tuple[NDArray[np.intp], list[int]]]) -> Fragments:
        """The rows of some patterns of a data set in which missing values have been filled in."""
        rows = np.concatenate([rows for rows, _ in patterns])
        sizes = [len(rows) for rows, _ in patterns]
        observed = np.zeros((len(patterns), whole.n_features))
        for pattern, (_, columns) in enumerate(patterns):
            observed[pattern, columns] = 1.0
        seen = np.repeat(observed > 0, sizes, axis=0)
        return Fragments(
            samples=np.where(seen, whole.samples[rows], whole.origin),
            weights=whole.weights_of(rows),
            observed=observed,
            edges=np.concatenate([[0], np.cumsum(sizes)]),
            origin=whole.origin,
        )

    @property
    def pattern_weights(self) -> Array:
        """The sum of the sample weights of each pattern, (P,)."""
        if self.weights is None:
            return np.diff(self.edges).astype(np.float64)
        return np.add.reduceat(self.weights, self.edges[:-1])

    @property
    def rows(self) -> list[slice]:
        """Where the rows of each pattern stand."""
        return [slice(first, end) for first, end in pairwise(self.edges.tolist())]

    def runs(self, floats: int, of_row: int, of_pattern: int) -> Iterator[Fragments]:
        """The same, cut between patterns so that what is computed of a run holds about so many floats."""
        costs = np.cumsum(of_row * np.diff(self.edges) + of_pattern)
        run = (costs - 1) // floats
        starts = np.flatnonzero(np.diff(run, prepend=-1))
        for first, end in zip(starts, [*starts[1:], len(run)], strict=True):
            here = slice(self.edges[first], self.edges[end])
            yield replace(
                self,
                samples=self.samples[here],
                weights=None if self.weights is None else self.weights[here],
                observed=self.observed[first:end],
                edges=self.edges[first : end + 1] - self.edges[first],
            )
