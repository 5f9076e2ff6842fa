"""On how many rows an optimum is looked for: a glimpse of many rows, then more and more of them."""

from __future__ import annotations

import numpy as np

from gmm.engine.covariance import structure_named
from gmm.engine.dataset import AbstractDataset
from gmm.engine.options import FitOptions

# The glimpse holds so many rows for each coordinate of the means, within these bounds, and where all rows are
# more than so many times as many there is one.
_ROWS_A_COORDINATE, _FEWEST_ROWS, _MOST_ROWS, _WORTH_A_GLIMPSE = 10, 2_000, 20_000, 3
# Up to a number of rows it holds so many for each parameter of the covariances: with fewer of them chance
# makes optima of its own, and each start ends in another one.
_ROWS_A_PARAMETER, _MOST_FOR_PARAMETERS = 5, 14_000
# From there to all rows, each rung has about so many times the rows of the one before.
_GROWTH = 5


def rungs(dataset: AbstractDataset, options: FitOptions) -> list[AbstractDataset]:
    """The glimpse, then more and more rows, and at last all of them; these alone where they are few."""
    *part, _ = rows_of_rungs(dataset.n_samples, dataset.n_features, options)
    return [*map(dataset.glimpse, part), dataset]


def rows_of_rungs(n_samples: int, n_features: int, options: FitOptions) -> list[int]:
    """How many rows each of them has."""
    N, D, K = n_samples, n_features, options.n_components
    rows = min(max(_FEWEST_ROWS, _ROWS_A_COORDINATE * K * D), _MOST_ROWS)
    if rows * _WORTH_A_GLIMPSE >= N:
        return [N]
    for_parameters = _ROWS_A_PARAMETER * structure_named(options.covariance_type).n_parameters(K, D)
    rows = max(rows, min(for_parameters, _MOST_FOR_PARAMETERS, N // 2))
    n = max(1, round(np.log(N / rows) / np.log(_GROWTH)))
    growth = (N / rows) ** (1 / n)
    return [*(int(rows * growth**i) for i in range(n)), N]
