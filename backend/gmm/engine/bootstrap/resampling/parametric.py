"""Rows drawn from the fitted mixture (Efron 1979; McLachlan & Peel 2000, section 2.16)."""

from __future__ import annotations

import numpy as np

from gmm.engine.bootstrap.resampling.base import AbstractResampling
from gmm.engine.dataset import AbstractDataset
from gmm.engine.errors import DataError
from gmm.engine.mixture import Mixture
from gmm.engine.sampling import sample

# Weights may stand for any number of rows, but rows that are drawn are held in memory.
_MOST_ROWS = 10_000_000


class ParametricResampling(AbstractResampling):
    """As many rows as there are, drawn from the mixture: what would vary if the model were true."""

    name = "parametric"

    def __call__(
        self, dataset: AbstractDataset, mixture: Mixture, rng: np.random.Generator
    ) -> AbstractDataset:
        up_to = np.cumsum(dataset.counts)
        n_rows = max(1, round(float(up_to[-1])))
        if n_rows > max(_MOST_ROWS, dataset.n_samples):
            raise DataError(
                f"The weights stand for {n_rows} rows, and no more than {_MOST_ROWS} can be drawn; divide "
                "them all by a number, or choose another kind.",
                field="weights",
            )
        X, components = sample(mixture, n_rows, rng)
        places = (np.arange(n_rows) + 0.5) * (up_to[-1] / n_rows)
        made = dataset.resembled(X, components, np.searchsorted(up_to, places))
        weight = dataset.total_weight / n_rows
        return made if weight == 1.0 else made.reweighted(np.full(n_rows, weight))
