"""Rows drawn with replacement from those there are (Efron 1979)."""

from __future__ import annotations

import numpy as np

from gmm.engine.bootstrap.resampling.base import AbstractResampling
from gmm.engine.dataset import AbstractDataset
from gmm.engine.mixture import Mixture


class NonparametricResampling(AbstractResampling):
    """As many rows as there are, each drawn from all of them: how often a row is drawn is its new weight."""

    name = "nonparametric"

    def __call__(
        self, dataset: AbstractDataset, mixture: Mixture, rng: np.random.Generator
    ) -> AbstractDataset:
        counts = dataset.counts
        n_rows = max(1, round(float(counts.sum())))
        drawn = rng.multinomial(n_rows, counts / counts.sum())
        return dataset.reweighted(drawn * np.float64(dataset.total_weight / n_rows))
