"""How surely rows belong to their components: what is doubtful about a classification, row by row."""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array

_TINY = np.finfo(float).tiny


def uncertainties(resp: Array) -> Array:
    """The probability that a row is not from its most probable component, (N,), from responsibilities (N, K).

    One less the largest, summed from the others: so that 1e-20 is not rounded away beside 1.
    """
    others = resp.copy()
    np.put_along_axis(others, resp.argmax(axis=1)[:, None], 0.0, axis=1)
    return np.asarray(others.sum(axis=1))


def assignment_entropies(resp: Array) -> Array:
    """−Σ_k r_k log r_k of each row, (N,), nats.

    0 where one component is certain, log K where all are as likely.
    """
    return np.asarray(entropy_terms(resp).sum(axis=1))


def entropy_terms(probabilities: Array) -> Array:
    """−p log p of each, nats; 0 where p is 0."""
    return np.asarray(-probabilities * np.log(np.maximum(probabilities, _TINY)))
