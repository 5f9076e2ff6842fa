"""What work will cost, told before it begins: rows x K x D² x steps x starts, in seconds of one core.

The constants were measured on one core of an ordinary machine. How many steps EM takes no formula knows:
those here are what it takes as a rule, so that an estimate is good to a factor of three, and of five where
groups overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from gmm.engine.covariance import structure_named
from gmm.engine.dataset import AbstractDataset
from gmm.engine.options import FitOptions
from gmm.engine.search.ladder import rows_of_rungs

# Seconds of a step: whatever the size of the data; for each sample and component; for each feature of that;
# and for each entry of a covariance and column, when it is factorised.
_A_STEP, _A_RESPONSIBILITY, _A_PRODUCT, _OF_A_FACTOR = 2e-4, 4e-9, 1.3e-10, 2e-9
# Steps of one start, and of one variation of the best, before it is given up.
_BEFORE_GIVEN_UP = 10
# Runs that go on to the end where starts are tried, and how many rounds of variations challenge the best,
# over all rows and over a glimpse of them.
_RUNS_TO_THE_END, _CHALLENGES, _CHALLENGES_ON_A_GLIMPSE = 6, 5, 1
# Steps to the end, as a rule: where leaps help, where there are none, and from an optimum to one nearby.
_TO_THE_END, _CREEPING, _NEARBY = 80, 800, 30
# The tolerance below which steps are taken for digits that are rounding.
_EVERY_DIGIT = 1e-12
# How many times as long a step takes where values are missing.
_WITH_GAPS = 2.0


@dataclass(frozen=True)
class Shape:
    """What the cost of a step depends on: N rows of D columns and K components of a structure."""

    n_samples: int
    n_features: int
    n_components: int
    covariance_type: str
    has_gaps: bool = False

    @staticmethod
    def of(dataset: AbstractDataset, n_components: int, covariance_type: str) -> Shape:
        """That of steps of such a mixture over these data."""
        has_gaps = dataset.missing is not None
        return Shape(dataset.n_samples, dataset.n_features, n_components, covariance_type, has_gaps)

    @property
    def over_rows(self) -> float:
        """Seconds of a step that grow with the rows: two products with the features, and exponentials."""
        D = self.n_features
        features = 1 + D + structure_named(self.covariance_type).form.n_products(D)
        once = self.n_samples * self.n_components * (_A_RESPONSIBILITY + _A_PRODUCT * features)
        return once * (_WITH_GAPS if self.has_gaps else 1.0)

    @property
    def step(self) -> float:
        """Seconds of one core for a step."""
        return _A_STEP + _OF_A_FACTOR * self.n_components * self.n_features**3 + self.over_rows


def seconds_of_fit(shape: Shape, options: FitOptions, has_initial: bool = False) -> float:
    """About how many seconds of one core a fit takes; one from a given mixture is a single run."""
    n_few, *more = rows_of_rungs(shape.n_samples, shape.n_features, options)
    few = replace(shape, n_samples=n_few)
    to_the_end = steps_to_the_end(options) * shape.step
    if has_initial or options.number_of_starts == 1:
        return to_the_end
    challenges = _CHALLENGES_ON_A_GLIMPSE if more else _CHALLENGES
    runs = options.number_of_starts * (1 + challenges / 2)  # a round has a variation for each two starts
    steps = min(options.max_iter, _BEFORE_GIVEN_UP)
    tried = steps * ((1 + challenges) * _A_STEP + runs * (few.step - _A_STEP))
    return tried + _RUNS_TO_THE_END * steps_to_the_end(options) * few.step + to_the_end


def seconds_of_bootstrap(shape: Shape, n_replicates: int, max_iter: int) -> float:
    """About how many seconds of one core so many fits to data made again take, from an optimum nearby."""
    return n_replicates * min(max_iter + 1, _NEARBY) * shape.step


def seconds_of_merging(shape: Shape) -> float:
    """About how many seconds of one core a tree of merges takes: K² / 2 pairs, then K at each step."""
    K = shape.n_components
    return K * shape.step + 1.5 * shape.n_samples * K**2 * _A_RESPONSIBILITY


def steps_to_the_end(options: FitOptions) -> int:
    """How many steps a run takes to its end, as a rule; as many as it may where every digit is asked for."""
    if options.tol < _EVERY_DIGIT:
        return options.max_iter + 1
    return min(options.max_iter + 1, _TO_THE_END if options.accelerate else _CREEPING)
