"""Information criteria; smaller is better for all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.dataset import AbstractDataset
from gmm.engine.kernel import Kernel
from gmm.engine.mixture import Mixture

# A responsibility of which the logarithm is a number.
_LEAST = np.finfo(float).tiny


def bic(log_likelihood: float, n_parameters: int, total_weight: float) -> float:
    """Bayesian information criterion, Schwarz (1978)."""
    return -2.0 * log_likelihood + n_parameters * float(np.log(total_weight))


def aic(log_likelihood: float, n_parameters: int) -> float:
    """Akaike's information criterion, Akaike (1974)."""
    return -2.0 * log_likelihood + 2.0 * n_parameters


def icl(bic: float, assignment: Assignment) -> float:
    """Integrated completed likelihood: BIC plus twice what labelling every sample by its component costs.

    Biernacki, Celeux & Govaert (2000), in mclust's form: the labels are the most probable ones.
    """
    return bic - 2.0 * assignment.certainty


def icl_entropy(bic: float, assignment: Assignment) -> float:
    """The same with labels that stay uncertain: BIC plus twice the entropy of the responsibilities.

    McLachlan & Peel (2000), section 6.10.3, ICL-BIC. It is never below ``icl``.
    """
    return bic + 2.0 * assignment.entropy


@dataclass(frozen=True)
class Assignment:
    """How surely samples belong to one component; what is known of two sets of samples adds.

    certainty, Σ_i log max_k r_ik ≤ 0; entropy, −Σ_ik r_ik log r_ik ≥ −certainty; nats.
    """

    certainty: float
    entropy: float

    def __add__(self, other: Assignment) -> Assignment:
        return Assignment(self.certainty + other.certainty, self.entropy + other.entropy)


@dataclass(frozen=True)
class Criteria:
    """The criteria of a mixture on the data it was fitted to."""

    bic: float
    aic: float
    icl: float
    icl_entropy: float


def criteria_of(mixture: Mixture, log_likelihood: float, dataset: AbstractDataset) -> Criteria:
    """All of them, of a mixture whose log-likelihood on the data is known."""
    by_bic = bic(log_likelihood, mixture.n_parameters, dataset.total_weight)
    assignment = assignment_of(dataset, mixture)
    return Criteria(
        bic=by_bic,
        aic=aic(log_likelihood, mixture.n_parameters),
        icl=icl(by_bic, assignment),
        icl_entropy=icl_entropy(by_bic, assignment),
    )


def assignment_of(dataset: AbstractDataset, mixture: Mixture) -> Assignment:
    """How surely all samples belong to one component: beyond doubt where theirs is known."""
    total = Assignment(0.0, 0.0)
    for part in dataset.parts:
        if part.component is not None:
            continue
        if part.dataset is None:
            total += Assignment(
                part.weight * float(np.log(mixture.shares.max())),
                -part.weight * float(mixture.shares @ np.log(mixture.shares)),
            )
            continue
        total += part.dataset.sum(Assigned(part.seen(mixture), part.dataset.origin))
    return total


class Assigned:
    """The assignment of samples to a mixture's components; to be summed over a data set."""

    def __init__(self, mixture: Mixture, origin: Array) -> None:
        self.kernel = Kernel(mixture, origin)
        self.rows_per_block = self.kernel.layout.rows_per_block

    def __call__(self, X: Array, weights: Array | None, rows_per_block: int) -> Assignment:
        certainty, entropy = 0.0, 0.0
        for rows, block in self.kernel.blocks(X, rows_per_block):
            of_each = np.log(block.flat.max(axis=1)).ravel()
            between = -np.einsum("tkb,tkb->tb", block.flat, np.log(np.maximum(block.flat, _LEAST))).ravel()
            w = None if weights is None else weights[rows]
            certainty += float(of_each.sum() if w is None else w @ of_each)
            entropy += float(between.sum() if w is None else w @ between)
        return Assignment(certainty, entropy)
