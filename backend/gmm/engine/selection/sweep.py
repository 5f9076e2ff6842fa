"""The sweep over all cells of a table: forwards, each starting from simpler ones, then from all neighbours.

A mixture of K components and one of K + 1, or two structures of which one is a special case of the other,
have much in common, and what is found for one is where to look for the other. So the cells are visited along
diagonals: each starts from what all structures share, from its special cases with as many components, and
from the mixture with one component fewer, one of them split. It may not end below any of those, which it
contains. Then every cell is challenged by mixtures made from those that contain it: with one component more,
two of them merged, or under a more general structure. What a cell becomes depends on what its neighbours were
before, so neither the order of cells nor threads matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby, product
from threading import Event

import numpy as np

from gmm.engine.covariance import structure_named
from gmm.engine.dataset import InMemoryDataset
from gmm.engine.errors import DataError, EngineError
from gmm.engine.fit import refuse_too_few
from gmm.engine.form import Moments
from gmm.engine.selection.ascent import Ascent, Peak
from gmm.engine.selection.cell import Cell, FailedCell, cell_of
from gmm.engine.selection.ground import Ground
from gmm.engine.selection.nesting import generality, nearest_general_cases, nearest_special_cases
from gmm.engine.selection.options import SelectionOptions
from gmm.engine.selection.relatives import added, halves_together, merges, restructured, splits
from gmm.engine.threads import one_by_one

Key = tuple[int, str]

# How many components are split, how many are added and how many pairs are merged to make starts of a mixture
# with one component fewer or more.
_SPLITS, _ADDITIONS, _MERGES = 4, 2, 3
# Rows among which the places of added components are looked for.
_ROWS_TO_ADD_AT = 2_000
# Challenges end when no cell gains any more, or after so many.
_MOST_CHALLENGES = 3
# With fewer rows steps are so short that threads do little but wait for Python's lock, and one is faster.
_WORTH_THREADS = 10_000
# A shortfall in nats below this is rounding.
_ROUNDING = 1e-6


class Abandoned(Exception):
    """Nobody waits for the sweep any more."""


class Sweep:
    """What is known of each cell, and how it comes to be known."""

    def __init__(self, dataset: InMemoryDataset, options: SelectionOptions) -> None:
        self._dataset = dataset
        self._Ks, self._structures = options.components, options.different_structures(dataset.n_features)
        self._ground = Ground(dataset, options.of_fit(1, self._structures[0]), self._Ks[-1])
        self._keys: list[Key] = sorted(product(self._Ks, self._structures), key=self._diagonal)
        self._ascents = {key: Ascent(self._ground, *key, self._step) for key in self._keys}
        self._peaks: dict[Key, Peak] = {}
        self._left = Event()

    def events(self) -> Iterator[Cell | FailedCell]:
        """Each cell when it is first known, and again whenever it has become better."""
        try:
            self._ground.prepare(self._Ks, self._structures)
            for _, diagonal in groupby(self._keys, key=self._diagonal):
                yield from self._each(list(diagonal), self._first)
            news = set(self._peaks)
            kin = self._above
            for _ in range(_MOST_CHALLENGES):
                keys = [key for key in self._peaks if news.intersection(kin(key))]
                before = dict(self._peaks)
                yield from self._each(keys, partial(self._challenged, before, news, kin))
                news = {key for key, peak in self._peaks.items() if peak is not before[key]}
                kin = self._kin
        finally:
            self._left.set()

    def _each(self, keys: Sequence[Key], climb: Callable[[Key], Peak]) -> Iterator[Cell | FailedCell]:
        """What becomes of these cells, which know nothing of one another meanwhile."""
        reached: dict[Key, Peak] = {}
        outcome = partial(self._outcome, climb)
        worth_threads = self._dataset.n_samples >= _WORTH_THREADS
        outcomes = one_by_one(outcome, keys) if worth_threads else map(outcome, keys)
        for key, (peak, told) in zip(keys, outcomes, strict=True):
            if peak is not None:
                reached[key] = peak
            if told is not None:
                yield told
        self._peaks.update(reached)

    def _outcome(
        self, climb: Callable[[Key], Peak], key: Key
    ) -> tuple[Peak | None, Cell | FailedCell | None]:
        """The peak of a cell and what is told of it: nothing where it is the one that is known."""
        known = self._peaks.get(key)
        try:
            peak = climb(key)
            if peak is known:
                return peak, None
            return peak, cell_of(peak, *key, self._dataset, self._ascents[key].passed_over)
        except (EngineError, np.linalg.LinAlgError) as error:
            return known, None if known else FailedCell(*key, str(error))

    def _first(self, key: Key) -> Peak:
        """The peak from the starts that all share and from what is known of simpler cells."""
        K, name = key
        refuse_too_few(self._dataset, K)
        self._refuse_too_many_parameters(K, name)
        starts = [self._ground.starts(K, name)]
        for other in self._below(key):
            starts += self._starts_from(other, self._peaks[other], key)
        peak = self._ascents[key].highest(starts)
        return self._not_below(peak, key, self._peaks, self._below(key))

    def _refuse_too_many_parameters(self, K: int, name: str) -> None:
        """Raise ``DataError`` for a mixture that could say anything: no criterion holds for it."""
        D = self._dataset.n_features
        n_parameters = K - 1 + K * D + structure_named(name).n_parameters(K, D)
        if n_parameters > self._dataset.n_values:
            raise DataError(
                f"It would have {n_parameters} parameters, but the data hold only {self._dataset.n_values} "
                "numbers.",
                field="n_components",
            )

    def _challenged(
        self, known: dict[Key, Peak], news: set[Key], kin: Callable[[Key], list[Key]], key: Key
    ) -> Peak:
        """The peak that is known, or a better one that starts made from changed neighbours lead to."""
        changed = [other for other in kin(key) if other in news]
        starts = [one for other in changed for one in self._starts_from(other, known[other], key)]
        peak = known[key]
        if starts:
            peak = self._ascents[key].past(peak, starts)
        below = [other for other in self._below(key) if other in changed]
        return self._not_below(peak, key, known, below)

    def _not_below(self, peak: Peak, key: Key, known: dict[Key, Peak], below: list[Key]) -> Peak:
        """The peak, or a higher one above an honest mixture that the cell contains.

        With a prior there is none: each cell has a prior of its own.
        """
        for other in [] if self._ground.options.prior else below:
            contained = known[other]
            short = peak.objective < contained.objective - _ROUNDING
            if not contained.n_spurious and (short or peak.n_spurious):
                above = self._ascents[key].above(self._containing(contained, other, key))
                peak = min(peak, above, key=lambda one: one.rank)
        return peak

    def _containing(self, peak: Peak, of: Key, key: Key) -> Moments:
        """The same mixture as one of the cell's."""
        form = structure_named(key[1]).form
        if of[0] == key[0]:
            return restructured(peak.mixture, form)
        return halves_together(peak.mixture, form)

    def _starts_from(self, other: Key, peak: Peak, key: Key) -> list[Moments]:
        """Starts for the cell from what is known of a neighbour."""
        mixture, form, K = peak.mixture, structure_named(key[1]).form, key[0]
        if mixture.n_components != other[0]:
            return []  # it lost some, so that no neighbour of it has the right number
        if other[0] == K:
            return [restructured(mixture, form)]
        if other[0] > K:
            return merges(mixture, _MERGES, form)
        rng = np.random.default_rng([self._ground.options.seed, K])
        few = self._dataset.glimpse(_ROWS_TO_ADD_AT)
        return splits(mixture, _SPLITS, form) + [added(mixture, few, form, rng) for _ in range(_ADDITIONS)]

    def _below(self, key: Key) -> list[Key]:
        """The cells known whose mixtures are special cases of this one's."""
        K, name = key
        others = [(K, one) for one in nearest_special_cases(name, self._structures)]
        return [other for other in [(K - 1, name), *others] if other in self._peaks]

    def _above(self, key: Key) -> list[Key]:
        """The cells known whose special cases are this one's."""
        K, name = key
        others = [(K, one) for one in nearest_general_cases(name, self._structures)]
        return [other for other in [(K + 1, name), *others] if other in self._peaks]

    def _kin(self, key: Key) -> list[Key]:
        return self._below(key) + self._above(key)

    def _diagonal(self, key: Key) -> int:
        return self._Ks.index(key[0]) + generality(key[1])

    def _step(self) -> None:
        if self._left.is_set():
            raise Abandoned
