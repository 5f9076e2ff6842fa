"""Where EM starts: mixtures guessed from some rows of the data, a file for each way.

Every way makes moments of K components from the ground that is prepared once for all starts, and the same
seed gives the same moments, whichever other starts are made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from gmm.engine.covariance import AbstractStructure
from gmm.engine.dataset import AbstractDataset
from gmm.engine.errors import OptionError
from gmm.engine.form import Moments
from gmm.engine.m_step import MStep
from gmm.engine.mixture import Mixture
from gmm.engine.starts.balls import balls
from gmm.engine.starts.ground import StartingGround
from gmm.engine.starts.groups import moments_of_labels
from gmm.engine.starts.hierarchical import hierarchical, whitened_hierarchical
from gmm.engine.starts.k_means import kmeans_plus_plus, whitened_kmeans_plus_plus
from gmm.engine.starts.projections import projections
from gmm.engine.starts.random_labels import random_labels
from gmm.engine.starts.random_points import random_points
from gmm.engine.starts.slices import slices

STARTS: dict[str, Callable[[StartingGround, np.random.Generator], Moments]] = {
    "k-means++": kmeans_plus_plus,
    "random": random_points,
    "whitened k-means++": whitened_kmeans_plus_plus,
    "random labels": random_labels,
    "slices": slices,
    "balls": balls,
    "projections": projections,
    "hierarchical": hierarchical,
    "whitened hierarchical": whitened_hierarchical,
}
# Methods that find good groups but take longer, and when repeated find nearly the same ones.
ONCE = ("hierarchical", "whitened hierarchical")


def starting_moments(
    dataset: AbstractDataset,
    K: int,
    structure: AbstractStructure,
    inits: Mapping[int, str],
    seed: int,
    noise: bool = False,
) -> Moments:
    """Moments of n mixtures to start EM from, as a stack: start number s is made by the method ``inits[s]``.

    sigma is in the structure's form. All have K components; if fewer of the rows looked at differ, as many as
    those. Raises ``OptionError`` for an unknown method.
    """
    methods = {s: _method(init) for s, init in inits.items()}
    ground = StartingGround(dataset, K, structure.form, noise)
    made = [method(ground, np.random.default_rng([seed, s])) for s, method in methods.items()]
    return Moments(*(np.stack([getattr(m, part) for m in made]) for part in ("counts", "means", "sigma")))


def start_mixtures(
    dataset: AbstractDataset, K: int, inits: Mapping[int, str], m_step: MStep, seed: int
) -> Mixture:
    """The mixtures of these moments, as a stack."""
    return m_step.admitted(
        starting_moments(dataset, K, m_step.structure, inits, seed, m_step.box is not None)
    )


def start_mixture(
    dataset: AbstractDataset, K: int, init: str, m_step: MStep, rng: np.random.Generator
) -> Mixture:
    """A mixture to start EM from, made by the method called ``init``.

    Raises ``OptionError`` for an unknown method.
    """
    return m_step.admitted(
        _method(init)(StartingGround(dataset, K, m_step.structure.form, m_step.box is not None), rng)
    )


def mixture_of_labels(dataset: AbstractDataset, label: NDArray[np.intp], m_step: MStep) -> Mixture:
    """The mixture in which component k has the samples labelled k (N,), counted from 0.

    Labels that no sample has are left out.
    """
    rows = dataset.completed()
    moments, _ = moments_of_labels(rows.samples - dataset.origin, rows.counts, label, m_step.structure.form)
    return m_step.admitted(Moments(moments.counts, dataset.origin + moments.means, moments.sigma))


def _method(init: str) -> Callable[[StartingGround, np.random.Generator], Moments]:
    try:
        return STARTS[init]
    except KeyError:
        known = ", ".join(f"'{known}'" for known in STARTS)
        raise OptionError(f"init {init!r} is unknown; choose one of {known}.", field="init") from None
