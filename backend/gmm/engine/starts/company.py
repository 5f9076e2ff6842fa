"""Rows in company: where noise is expected, starts are looked for among the rows that have neighbours."""

from __future__ import annotations

import numpy as np

from gmm.engine.dataset import Dataset

# The share of the weight that is left out, and the neighbour whose distance tells how lonely a row is.
_LONELY, _NEIGHBOUR = 0.1, 10


def in_company(rows: Dataset) -> Dataset:
    """The rows without the loneliest tenth of them: those whose tenth neighbour is farthest.

    Otherwise each outlier attracts a component (Byers & Raftery 1998 tell noise in the same way).
    """
    from scipy.spatial import KDTree  # takes longer to import than most starts to make

    if rows.n_samples <= 2 * _NEIGHBOUR:
        return rows
    z = rows.standardised
    distance = KDTree(z).query(z, k=_NEIGHBOUR + 1)[0][:, -1]
    order = np.argsort(distance, kind="stable")
    kept = order[np.cumsum(rows.counts[order]) <= (1.0 - _LONELY) * rows.counts.sum()]
    kept.sort()
    return rows.of(kept, rows.weights_of(kept))
