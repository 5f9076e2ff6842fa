"""The same rows with weights by chance (Newton & Raftery 1994)."""

from __future__ import annotations

import numpy as np

from gmm.engine.bootstrap.resampling.base import AbstractResampling
from gmm.engine.dataset import AbstractDataset
from gmm.engine.mixture import Mixture


class WeightedLikelihoodResampling(AbstractResampling):
    """Each row's weight is uniform Dirichlet: no row is ever left out, so small components seldom vanish.

    The weights are exponential variates over their mean; a row that stands for several has their sum, which
    is a gamma variate.
    """

    name = "weighted-likelihood"

    def __call__(
        self, dataset: AbstractDataset, mixture: Mixture, rng: np.random.Generator
    ) -> AbstractDataset:
        shares = rng.standard_gamma(dataset.counts)
        return dataset.reweighted(shares * (dataset.total_weight / shares.sum()))
