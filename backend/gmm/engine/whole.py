"""The data as one Gaussian: what is known of them before components are looked for."""

from __future__ import annotations

import numpy as np

from gmm.engine.dataset import AbstractDataset
from gmm.engine.em import EMRules, iterate
from gmm.engine.form import Moments
from gmm.engine.m_step import MStep
from gmm.engine.mixture import Mixture
from gmm.engine.prior import Prior

# Steps that missing values may take; without them one is enough.
_STEPS, _TOL = 50, 1e-6


def one_gaussian(dataset: AbstractDataset, m_step: MStep) -> Mixture:
    """The one Gaussian of greatest likelihood, whatever is known of the samples' components."""
    about = m_step.structure.form.of_dense(np.diag(dataset.spread**2)[None])
    start = m_step.admitted(Moments(np.ones(1), dataset.origin[None], about))
    *_, last = iterate(dataset.unlabelled(), start, EMRules(_STEPS, _TOL, m_step))
    return last.mixture


def conjugate_prior(dataset: AbstractDataset, m_step: MStep, K: int) -> Prior:
    """The prior that Fraley & Raftery (2007), section 3.1, take from the data.

    Where components share one covariance it has one prior. Without correlations each column keeps a scale of
    its own, so that its unit does not matter; theirs is the average of all.
    """
    structure, D, N = m_step.structure, dataset.n_features, dataset.total_weight
    whole = one_gaussian(dataset, m_step)
    unbiased = whole.sigma[0] * (N / max(N - 1.0, 1.0))
    share = 1.0 / K if structure.shared else 1.0
    return Prior(
        mean=whole.means[0],
        scale=share * unbiased / K ** (2.0 / D),
        degrees=share * structure.form.prior_degrees(D),
    )
