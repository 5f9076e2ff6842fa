"""One replicate of a bootstrap: data made again, EM from the fitted mixture, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from gmm.engine.bootstrap.matching import matching_order
from gmm.engine.bootstrap.resampling import AbstractResampling
from gmm.engine.dataset import AbstractDataset
from gmm.engine.degeneracy import spurious
from gmm.engine.em import EMRules, Iteration, iterate
from gmm.engine.errors import FitError
from gmm.engine.mixture import Mixture
from gmm.engine.stopping import StopReason


class Fate(Enum):
    """What became of a replicate; only those that were used count for the errors."""

    USED = "used"
    COMPONENT_LOST = "component_lost"
    SPURIOUS = "spurious"
    FAILED = "failed"


@dataclass(frozen=True)
class Replicate:
    """A mixture fitted to data made again, its components in the order of those of the fitted mixture.

    mixture is None unless the replicate is used. log_likelihood is a total over the replicate's own data,
    natural logs, None where EM failed before its first iteration.
    """

    number: int
    fate: Fate
    mixture: Mixture | None
    log_likelihood: float | None
    n_iterations: int
    converged: bool


def replicate(
    number: int,
    dataset: AbstractDataset,
    mixture: Mixture,
    resampling: AbstractResampling,
    rules: EMRules,
    seed: int,
) -> Replicate:
    """Replicate ``number``: the same for the same seed, whichever others are made.

    ``mixture`` has been fitted to ``dataset`` and is where EM starts, so that the replicate finds the optimum
    that belongs to it and not another one.
    """
    resampled = resampling(dataset, mixture, np.random.default_rng([seed, number]))
    last: Iteration | None = None
    failed = False
    try:
        for last in iterate(resampled, mixture, rules):  # noqa: B007 (the last one is what matters)
            pass
    except FitError:
        failed = True
    if last is None:
        return Replicate(number, Fate.FAILED, None, None, 0, False)
    fate = Fate.FAILED if failed else _fate(last.mixture, mixture.n_components, resampled, rules)
    found = None
    if fate is Fate.USED:
        found = last.mixture.reordered(matching_order(last.mixture, to=mixture))
    return Replicate(
        number, fate, found, last.log_likelihood, last.iteration, last.stop is StopReason.CONVERGED
    )


def _fate(found: Mixture, K: int, resampled: AbstractDataset, rules: EMRules) -> Fate:
    if found.n_components < K:
        return Fate.COMPONENT_LOST
    if spurious(found, resampled, rules.m_step).any():
        return Fate.SPURIOUS
    return Fate.USED
