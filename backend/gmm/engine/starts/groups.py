"""Moments of groups of samples, each group's covariance drawn towards what all of them have in common.

A group of few samples says little about its own covariance and would start EM in a collapse; it counts
for as many samples as it has against D + 1 samples of the pooled covariance.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.form import AbstractForm, Moments
from gmm.engine.m_step import EMPTY


def moments_of_labels(
    X: Array, weights: Array, label: NDArray[np.intp], form: AbstractForm
) -> tuple[Moments, NDArray[np.intp]]:
    """Moments of the samples X (N, D) that share a label (N,), and the different labels in ascending order.

    Samples that together weigh next to nothing are no group.
    """
    short = label.astype(np.min_scalar_type(label.max()))  # sorted several times as fast
    order = np.argsort(short, kind="stable")
    label, weights, X = label[order], weights[order], X.take(order, axis=0)
    first = np.concatenate([[0], np.flatnonzero(label[1:] != label[:-1]) + 1])
    counts = np.add.reduceat(weights, first)
    means = np.add.reduceat(X * weights[:, None], first) / np.maximum(counts, EMPTY)[:, None]
    groups = np.flatnonzero(counts > EMPTY)
    white = np.ones((X.shape[1] + 1, len(X)))
    edges = [*first.tolist(), len(X)]
    sums = []
    for j in groups:
        rows = slice(edges[j], edges[j + 1])
        np.subtract(X[rows].T, means[j][:, None], out=white[:-1, rows])
        sums.append(form.own_sums(white[:, rows], weights[rows]))
    return _drawn_together(means[groups], np.array(sums), form), label[first[groups]]


def moments_of_responsibilities(X: Array, weights: Array, resp: Array, form: AbstractForm) -> Moments:
    """Moments of the samples X (N, D), of which component k has the shares resp[:, k] of (N, K)."""
    shares = (resp * weights[:, None]).T
    means = (shares @ X) / shares.sum(axis=1)[:, None]
    white = np.ones((X.shape[1] + 1, len(X)))
    sums = []
    for mean, share in zip(means, shares, strict=True):
        np.subtract(X.T, mean[:, None], out=white[:-1])
        sums.append(form.own_sums(white, share))
    return _drawn_together(means, np.array(sums), form)


def _drawn_together(centres: Array, sums: Array, form: AbstractForm) -> Moments:
    """Read sums of features about the centres (K, D)."""
    D = centres.shape[1]
    own = form.own_moments(sums, D)
    counts = own.counts.reshape(-1, *[1] * (own.sigma.ndim - 1))
    scatter = counts * own.sigma
    pooled = scatter.sum(axis=0) / own.counts.sum()
    return Moments(own.counts, centres + own.means, (scatter + (D + 1) * pooled) / (counts + D + 1))
