"""Roots of many increasing functions at once, each safely bracketed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array

# Halving alone gets from the widest bracket that floats can hold to the next float in so many steps.
_MOST_STEPS = 2200
_EPS = float(np.finfo(float).eps)


def increasing_roots(
    function: Callable[[Array, NDArray[np.intp]], tuple[Array, Array]],
    low: Array,
    high: Array,
    resolution: float,
) -> Array:
    """Where each of Q increasing functions crosses zero, between ``low`` (Q,) and ``high`` (Q,).

    ``function(x, which)`` gives the values and slopes at the points x (n,) of the functions numbered
    ``which`` (n,). Newton's method within a bracket, which is halved where Newton is slow, leads outside or
    has no slope to go by (NaN will do for one). A root is found to rounding, its own and that of
    ``resolution``, which is as small a distance as matters; one outside of its bracket comes out as the
    nearer end. Press et al. (2007), Numerical Recipes, section 9.4.
    """
    low, high = low.copy(), high.copy()
    x = low + 0.5 * (high - low)
    step, last_step = high - low, high - low
    going = np.arange(len(x))
    for _ in range(_MOST_STEPS):
        if not len(going):
            break
        at = x[going]
        value, slope = function(at, going)
        below = value < 0
        low[going[below]], high[going[~below]] = at[below], at[~below]
        left, right = low[going], high[going]
        with np.errstate(all="ignore"):  # such a slope only means halving
            newton = np.where(value == 0, 0.0, -value / slope)
            trusted = (slope > 0) & np.isfinite(slope) & (left <= at + newton) & (at + newton <= right)
            trusted &= 2 * np.abs(newton) <= np.abs(last_step[going])
        last_step[going] = step[going]
        step[going] = np.where(trusted, newton, left + 0.5 * (right - left) - at)
        x[going] = at + step[going]
        tolerance = _EPS * (np.abs(at) + resolution)
        done = (np.abs(step[going]) <= tolerance) | (right - left <= tolerance)
        going = going[~done]
    return x
