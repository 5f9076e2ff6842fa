"""Groups merged one by one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.form import Moments
from gmm.engine.starts.frame import Frame
from gmm.engine.starts.ground import StartingGround

# Rows that are merged, at the least, and for each component: time grows with the square of their number.
_ROWS, _ROWS_A_COMPONENT = 500, 3


def hierarchical(ground: StartingGround, rng: np.random.Generator) -> Moments:
    """The groups left when samples are merged so that scatter grows least: Ward (1963).

    Only some samples are merged, drawn by their weight; the others join the group of the nearest of these.
    """
    return ground.components(_labels(ground.standardised, ground, rng), rng)


def whitened_hierarchical(ground: StartingGround, rng: np.random.Generator) -> Moments:
    """The same where the whole data have unit covariance: Scrucca & Raftery (2015)."""
    return ground.components(_labels(ground.whitened, ground, rng), rng)


def _labels(frame: Frame, ground: StartingGround, rng: np.random.Generator) -> NDArray[np.intp]:
    M, n = len(frame.rows), max(_ROWS, _ROWS_A_COMPONENT * ground.K)
    if n >= M:
        return _merged(frame.rows, ground.K)
    stretches = (np.arange(n) + rng.random(n)) * (ground.up_to[-1] / n)
    some = np.unique(np.searchsorted(ground.up_to, stretches, side="right").clip(max=M - 1))
    if len(some) < ground.K:  # a few samples have nearly all of the weight
        some = rng.choice(M, size=n, replace=False)
    return _merged(frame.rows[some], ground.K)[frame.nearest(some)]


def _merged(rows: Array, K: int) -> NDArray[np.intp]:
    """The groups of the rows after all merges but the last K − 1, numbered from 0."""
    from scipy.cluster.hierarchy import fcluster, linkage  # takes longer to import than all starts to make

    if len(rows) == 1:
        return np.zeros(1, dtype=np.intp)
    tree = linkage(rows, method="ward")
    tree[:, 2] = np.arange(len(tree))  # merges of equal height are told apart, so that K groups are left
    return np.asarray(fcluster(tree, K, criterion="maxclust"), dtype=np.intp) - 1
