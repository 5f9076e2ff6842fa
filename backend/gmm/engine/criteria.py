"""Information criteria; smaller is better for all of them."""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.dataset import AbstractDataset
from gmm.engine.kernel import Kernel
from gmm.engine.mixture import Mixture


def bic(log_likelihood: float, n_parameters: int, total_weight: float) -> float:
    """Bayesian information criterion, Schwarz (1978)."""
    return -2.0 * log_likelihood + n_parameters * float(np.log(total_weight))


def aic(log_likelihood: float, n_parameters: int) -> float:
    """Akaike's information criterion, Akaike (1974)."""
    return -2.0 * log_likelihood + 2.0 * n_parameters


def icl(bic: float, certainty: float) -> float:
    """Integrated completed likelihood: BIC plus twice the uncertainty of the assignment.

    Biernacki, Celeux & Govaert (2000), in mclust's form: certainty = Σ_i log max_k r_ik ≤ 0.
    """
    return bic - 2.0 * certainty


def certainty(dataset: AbstractDataset, mixture: Mixture) -> float:
    """Σ_i log max_k r_ik over all samples, zero for those of known component."""
    total = 0.0
    for part in dataset.parts:
        if part.component is not None:
            continue
        if part.dataset is None:
            total += part.weight * float(np.log(mixture.shares.max()))
            continue
        observed = mixture if part.columns is None else mixture.marginal(part.columns)
        total += part.dataset.sum(Certainty(observed, part.dataset.origin))
    return total


class Certainty:
    """Σ_i log max_k r_ik, how surely samples belong to one component; to be summed over a data set."""

    def __init__(self, mixture: Mixture, origin: Array) -> None:
        self.kernel = Kernel(mixture, origin)
        self.rows_per_block = self.kernel.layout.rows_per_block

    def __call__(self, X: Array, weights: Array | None, rows_per_block: int) -> float:
        total = 0.0
        for rows, block in self.kernel.blocks(X, rows_per_block):
            certainty = np.log(block.flat.max(axis=1)).ravel()
            total += float(certainty.sum() if weights is None else weights[rows] @ certainty)
        return total
