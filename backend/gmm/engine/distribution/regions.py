"""Highest-density regions: the smallest sets that hold a given probability."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from gmm.engine.arrays import Array
from gmm.engine.distribution.columns import Column
from gmm.engine.distribution.root import increasing_roots
from gmm.engine.distribution.turning_points import turning_points
from gmm.engine.distribution.univariate import Line, log_sum
from gmm.engine.errors import OptionError, ParameterError
from gmm.engine.form.base import LOG_2PI
from gmm.engine.mixture import Mixture

# Depths of a level below the highest density, in nats: one less is beyond the digits of a log-density.
_SHALLOWEST = 1e-14
# To a standard deviation, so that rounding the ends of an interval changes its probability little.
_FEWEST_FLOATS = 1000


@dataclass(frozen=True)
class Interval:
    """From ``low`` to ``high``, in data units, and the probability between the two."""

    low: float
    high: float
    probability: float


@dataclass(frozen=True)
class Region:
    """Where the density of a column is highest: the smallest set that holds ``probability``.

    log_density, the level that the density has at all ends of the intervals; intervals, from the lowest up.
    """

    probability: float
    log_density: float
    intervals: tuple[Interval, ...]


def highest_density_regions(
    mixture: Mixture, probabilities: Sequence[float], column: Column | None = None
) -> list[Region]:
    """The highest-density region of a column for each of the probabilities, as intervals.

    Computed, not drawn: ends of intervals lie where the density has the level, and the level is the root of
    the probability above it. Their probability comes out right to 1e-9, unless components are so narrow that
    rounding their ends moves it more; a region of less than about 1e-6 is only as exact as the density's
    digits tell it from its peak. Of several columns ``density_levels`` gives the level.
    Raises ``OptionError`` for a column that is unknown or not said, and for a probability outside (0, 1);
    ``ParameterError`` for a component that is narrower than floats near its mean can tell.
    Hyndman (1996), "Computing and graphing highest density regions".
    """
    for p in probabilities:
        if not isinstance(p, Real) or not 0 < p < 1:
            raise OptionError(
                f"A region needs a probability greater than 0 and less than 1, not {p!r}.",
                field="probabilities",
            )
    line = Line.of(mixture, column)
    if np.any(line.sds < _FEWEST_FLOATS * np.spacing(np.abs(line.means))):
        raise ParameterError(
            "A component is so narrow and so far from zero that floats cannot tell where its region ends; "
            "subtract a constant from the column.",
            field="means",
        )
    landscape = _Landscape(line)
    return [landscape.region(p) for p in probabilities]


class _Landscape:
    """The density of a column as stretches on which it only rises or only falls, beginning with a rise."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.turns = turning_points(line)
        self.heights = line.log_density(self.turns)
        self.peak = float(self.heights.max())

    def region(self, probability: float) -> Region:
        """The region that holds this probability."""
        wanted = np.log(probability) - np.log1p(-probability)

        def excess(log_depth: float) -> float:
            inside, outside = self._held(*self._ends(self.peak - np.exp(log_depth)))
            with np.errstate(divide="ignore"):
                odds = float(np.log(inside.sum()) - np.log(outside.sum()))
            return float(np.clip(odds - wanted, -1e300, 1e300))

        level = self.peak - np.exp(_root(excess))
        low, high = self._ends(level)
        held, _ = self._held(low, high)
        intervals = zip(low.tolist(), high.tolist(), held.tolist(), strict=True)
        return Region(probability, float(level), tuple(Interval(*each) for each in intervals))

    def _ends(self, level: float) -> tuple[Array, Array]:
        """The lower and the upper ends (M,) of the intervals in which the log-density is above the level."""
        reach = self._reach(level)
        turns = np.concatenate([[self.turns[0] - reach], self.turns, [self.turns[-1] + reach]])
        heights = np.concatenate([[-np.inf], self.heights, [-np.inf]])
        sign = np.where(np.arange(len(turns) - 1) % 2, -1.0, 1.0)
        crossed = (heights[:-1] > level) != (heights[1:] > level)
        sign, low, high = sign[crossed], turns[:-1][crossed], turns[1:][crossed]

        def above(x: Array, which: NDArray[np.intp]) -> tuple[Array, Array]:
            terms = self.line.log_terms(z := self.line.standardised(x))
            height = log_sum(terms)
            slope = -(np.exp(terms - height[:, None]) * z / self.line.sds).sum(axis=1)
            return sign[which] * (height - level), sign[which] * slope

        ends = increasing_roots(above, low, high, float(self.line.sds.min()))
        return ends[::2], ends[1::2]

    def _reach(self, level: float) -> float:
        """So far beyond the outermost mode the density is below the level, whatever the components."""
        line = self.line
        widest = float(line.sds.max())
        highest = float(log_sum(np.log(line.weights) - np.log(line.sds)) - 0.5 * LOG_2PI)
        beyond_means = widest * np.sqrt(2 * max(highest - level, 0.0)) * (1 + 1e-9)
        return float(beyond_means + (line.means[-1] - line.means[0]))

    def _held(self, low: Array, high: Array) -> tuple[Array, Array]:
        """The probabilities in the intervals (M,), and in the gaps before, between and behind (M + 1,)."""
        if not len(low):
            return np.zeros(1), np.ones(1)
        line = self.line
        tails = [
            ndtr(line.standardised(low[:1])) @ line.weights,
            ndtr(-line.standardised(high[-1:])) @ line.weights,
        ]
        return line.between(low, high), np.concatenate([tails[0], line.between(high[:-1], low[1:]), tails[1]])


def _root(excess: Callable[[float], float]) -> float:
    """The log of the depth at which an increasing excess is zero."""
    from scipy.optimize import brentq  # takes longer to import than the rest of the engine

    low, high = float(np.log(_SHALLOWEST)), 0.0
    while excess(high) < 0:
        high += 1.0
    if excess(low) >= 0:
        return low
    return float(brentq(excess, low, high, xtol=1e-14, rtol=4 * np.finfo(float).eps))
