"""The elbow of a curve: where two straight lines that meet in it describe it best."""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array


def elbow(x: Array, y: Array) -> int | None:
    """The number of the point up to which one line, and from which on another, fit the curve best.

    x, y (n,) in order of x; both lines include the point and are fitted by least squares, each on its own:
    the piecewise linear regression of Baudry et al. (2010), section 4. A curve has no bend at its ends, so of
    fewer than three points the answer is None.
    """
    inner = range(1, len(x) - 1)
    if not inner:
        return None
    misfits = [_misfit(x[: c + 1], y[: c + 1]) + _misfit(x[c:], y[c:]) for c in inner]
    return inner[int(np.argmin(misfits))]


def _misfit(x: Array, y: Array) -> float:
    """The sum of squares that the least-squares line leaves."""
    dx, dy = x - x.mean(), y - y.mean()
    return float(np.sum((dy - dx * (dx @ dy) / (dx @ dx)) ** 2))
