"""What all cells of a sweep share: the data, parts of the data, and where climbs start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from gmm.engine.covariance import structure_named
from gmm.engine.dataset import AbstractDataset
from gmm.engine.form import AbstractForm, Moments
from gmm.engine.m_step import MStep
from gmm.engine.options import FitOptions
from gmm.engine.starts import starting_moments
from gmm.engine.threads import one_by_one

# The glimpse on which climbs begin holds so many rows for each coordinate of the means, within these bounds;
# each further part of the rows has so many times the rows of the one before.
_ROWS_A_COORDINATE, _FEWEST_ROWS, _MOST_ROWS = 10, 2_000, 20_000
_GROWTH = 12


class Ground:
    """The data of a sweep, and starts for each number of components, made once for all structures.

    options hold what is common to all climbs; their n_components and covariance_type do not count.
    """

    def __init__(self, dataset: AbstractDataset, options: FitOptions, most_components: int) -> None:
        self.dataset, self.options = dataset, options
        self._most = most_components
        self._starts: dict[tuple[int, AbstractForm], Moments] = {}

    @cached_property
    def rungs(self) -> list[AbstractDataset]:
        """A glimpse of the rows, then more and more of them, and at last all."""
        rows = _ROWS_A_COORDINATE * self._most * self.dataset.n_features
        rows = max(_FEWEST_ROWS, min(_MOST_ROWS, rows))
        rungs: list[AbstractDataset] = []
        while rows * _GROWTH / 4 < self.dataset.n_samples:
            rungs.append(self.dataset.glimpse(rows))
            rows *= _GROWTH
        return [*rungs, self.dataset]

    def m_step(self, K: int, covariance_type: str) -> MStep:
        """What the options allow mixtures of K components of a structure to be."""
        options = replace(self.options, n_components=K, covariance_type=covariance_type)
        return options.m_step(self.dataset)

    def prepare(self, n_components: Iterable[int], covariance_types: Iterable[str]) -> None:
        """Make the starts for these numbers of components and structures, side by side."""
        one_of_each_form = {structure_named(name).form: name for name in covariance_types}
        wanted = [(K, form) for K in n_components for form in one_of_each_form]
        made = one_by_one(lambda one: self._made(one[0], one_of_each_form[one[1]]), wanted)
        self._starts.update(zip(wanted, made, strict=True))

    def starts(self, K: int, covariance_type: str) -> Moments:
        """Moments of mixtures of K components to start from, as a stack; those of one form share theirs."""
        key = K, structure_named(covariance_type).form
        if key not in self._starts:
            self._starts[key] = self._made(K, covariance_type)
        return self._starts[key]

    def _made(self, K: int, covariance_type: str) -> Moments:
        inits = {s: self.options.init_of_start(s) for s in range(self.options.n_init if K > 1 else 1)}
        structure = structure_named(covariance_type)
        return starting_moments(
            self.rungs[0], K, structure, inits, self.options.seed, noise=self.options.noise
        )
