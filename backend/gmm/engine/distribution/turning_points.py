"""The modes of a mixture along one column, and the lows between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.distribution.root import increasing_roots
from gmm.engine.distribution.univariate import Line
from gmm.engine.input import FARTHEST

# A mode lies within one standard deviation of some component: farther from all of them the density curves
# upward. There it is looked at in steps of so many to a standard deviation.
_STEPS = 16
_BLOCK_FLOATS = 65_536


def turning_points(line: Line) -> Array:
    """Where the density of a column turns: mode, low, mode, …, mode, in ascending order (2 M − 1,).

    The slope of the density is looked at on a grid that is fine around every component. Between two points of
    it a pair of turns could hide only if the slope itself turned there, so it is looked at there, too.
    """
    reach = np.arange(-_STEPS - 1, _STEPS + 2) / _STEPS
    grid = np.unique(line.means[:, None] + line.sds[:, None] * reach)
    slopes, curvatures = _slopes(line, grid)
    hiding = (np.sign(curvatures[:-1]) != np.sign(curvatures[1:])) & (slopes[:-1] * slopes[1:] > 0)
    grid = np.sort(np.concatenate([grid, _inflections(line, grid, curvatures, np.flatnonzero(hiding))]))
    slopes, _ = _slopes(line, grid)
    grid, slopes = grid[slopes != 0], slopes[slopes != 0]
    turn = np.flatnonzero((slopes[:-1] > 0) != (slopes[1:] > 0))
    falling = np.where(slopes[turn] > 0, -1.0, 1.0)

    def steepness(x: Array, which: NDArray[np.intp]) -> tuple[Array, Array]:
        slope, curvature = _slopes(line, x)
        with np.errstate(over="ignore"):
            rate = (curvature - slope**2) / unit
        return falling[which] * slope, falling[which] * rate

    unit = float(line.sds.min())
    return increasing_roots(steepness, grid[turn], grid[turn + 1], unit)


def _inflections(line: Line, grid: Array, curvatures: Array, at: NDArray[np.intp]) -> Array:
    sign = np.where(curvatures[at] < 0, 1.0, -1.0)

    def curving(x: Array, which: NDArray[np.intp]) -> tuple[Array, Array]:
        _, curvature = _slopes(line, x)
        return sign[which] * curvature, np.full(len(x), np.nan)

    return increasing_roots(curving, grid[at], grid[at + 1], float(line.sds.min()))


def _slopes(line: Line, x: Array) -> tuple[Array, Array]:
    """The first and second derivative of the density over the density itself at each point (n,).

    Measured in units of the narrowest component, so that no square of them overflows.
    """
    per_unit = float(line.sds.min()) / line.sds
    first, second = np.empty(len(x)), np.empty(len(x))
    B = max(1, _BLOCK_FLOATS // len(line.weights))
    for rows in (slice(i, i + B) for i in range(0, len(x), B)):
        z = np.clip(line.standardised(x[rows]), -FARTHEST, FARTHEST)
        terms = line.log_terms(z)
        resp = np.exp(terms - terms.max(axis=1, keepdims=True))
        resp /= resp.sum(axis=1, keepdims=True)
        first[rows] = -(resp * z * per_unit).sum(axis=1)
        second[rows] = (resp * (z**2 - 1) * per_unit**2).sum(axis=1)
    return first, second
