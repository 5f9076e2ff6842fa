"""Components that are known of some samples: which of a start's components is which, and if there is one."""

from __future__ import annotations

import numpy as np

from gmm.engine.dataset import AbstractDataset
from gmm.engine.density import log_density
from gmm.engine.errors import DataError
from gmm.engine.mixture import Mixture


def numbered(mixture: Mixture, dataset: AbstractDataset) -> Mixture:
    """The mixture with its components in the order that makes the samples of known component most likely."""
    from scipy.optimize import linear_sum_assignment  # takes longer to import than the rest of the engine

    known = dataset.known_components
    gain = np.zeros((len(known), mixture.n_components))
    for part in dataset.parts:
        if part.component is None or part.dataset is None:
            continue
        of_part, samples = part.seen(mixture), part.dataset.completed()
        row = int(np.searchsorted(known, part.component))
        for k in range(mixture.n_components):
            densities = log_density(of_part.alone(k), samples.samples)
            gain[row, k] += float(densities @ samples.counts)
    _, places = linear_sum_assignment(gain, maximize=True)
    order = np.full(mixture.n_components, -1)
    order[known] = places
    order[order < 0] = np.setdiff1d(np.arange(mixture.n_components), places)
    return mixture.reordered(order.tolist())


def refuse_unknown_components(dataset: AbstractDataset, K: int) -> None:
    """Raise ``DataError`` where some sample is said to be from a component that K components do not have."""
    for k in dataset.known_components[dataset.known_components >= K][:1]:
        raise DataError(
            f"known_components has {k}, but {K} components are numbered from 0 to {K - 1}; mend the numbers, "
            "or have more components.",
            field="known_components",
        )
