"""Variances of greatest likelihood along known axes, when components share a volume or a shape.

Along its own axes, or the columns, or axes common to all, a component's scatter is D numbers e_kd, and what
is sought are variances v_kd = λ_k a_kd that maximise −Σ_k n_k Σ_d (log v_kd + e_kd / v_kd) / 2. They must not
be lower than a floor. In every function scatter is (…, K, D), counts (…, K) and floor a number or (D,).
"""

from __future__ import annotations

import numpy as np

from gmm.engine.arrays import Array

# Iterations end when volumes change by less than this share, or after so many.
_SETTLED, _MOST_ROUNDS = 1e-10, 100
# Iterations from the volumes of the step before, where EM goes on.
_ROUNDS_ON = 3
# A scatter below this share of the floor counts as this much, so that it has a logarithm.
_LEAST = 1e-14


def of_one_volume_and_shape(scatter: Array, counts: Array, floor: Array) -> Array:
    """λ a_d, the average scatter: Celeux & Govaert (1995), section 4 for EEI, 5 for EEV."""
    pooled = np.einsum("...k,...kd->...d", shares(counts), scatter)
    return np.broadcast_to(np.maximum(pooled, floor)[..., None, :], scatter.shape)


def of_one_shape(scatter: Array, counts: Array, floor: Array, volumes: Array | None = None) -> Array:
    """λ_k a_d: in turn the shape for known volumes and volumes for the known shape.

    Celeux & Govaert (1995), the iterations for VEI and VEV. Each half is the maximum with the other half
    held, floor included, and in log λ_k and log a_d the problem is convex, so that they lead to its
    only maximum. ``volumes`` (…, K) are where to begin, up to a common factor.
    """
    share, scatter = shares(counts)[..., None], np.maximum(scatter, 0.0)
    volume = np.ones_like(share) if volumes is None else volumes[..., None]
    moving = np.ones((*share.shape[:-2], 1, 1), dtype=bool)
    for _ in range(_MOST_ROUNDS if volumes is None else _ROUNDS_ON):
        volume = volume / volume.min(axis=-2, keepdims=True)
        shape = np.maximum(np.sum(share * (scatter / volume), axis=-2, keepdims=True), floor)
        relative = scatter / shape
        least = np.max(floor / shape, axis=-1, keepdims=True)
        following = np.where(moving, np.maximum(relative.mean(axis=-1, keepdims=True), least), volume)
        change = np.abs(following / volume - 1.0).max(axis=-2, keepdims=True)
        volume = following
        # Each mixture of a stack goes as far as it would alone.
        moving = change > _SETTLED
        if not moving.any():
            break
    return np.asarray(volume * shape)


def of_one_volume(scatter: Array, counts: Array, floor: Array) -> Array:
    """λ a_kd with Π_d a_kd = 1: Celeux & Govaert (1995), EVI and EVV.

    Above the floor a_kd ∝ e_kd and λ is the average of Π_d e_kd^(1/D). Where that would be too narrow, v_kd
    is max(floor, e_kd / m_k), and two conditions fix the m_k: equal volumes, and Σ_k n_k m_k = N, that no
    other volume be likelier. With s = D log λ above its least value, log m_k is the convex function
    max_j (e_k1 + … + e_kj − s) / j of sorted logarithms, and Newton's steps to the root of a convex function
    from its left never go too far.
    """
    D = scatter.shape[-1]
    log_share = np.log(np.maximum(shares(counts), np.finfo(float).tiny))
    logs = np.log(np.maximum(scatter / floor, _LEAST))
    middle = logs.mean(axis=-1)
    s = np.maximum(0.0, D * _log_sum_exp(log_share + middle))
    above = logs - middle[..., None] + s[..., None, None] / D
    if np.all(above >= 0.0):  # nobody is narrower than the floor
        return np.asarray(floor * np.exp(above))
    upto = np.cumsum(-np.sort(-logs, axis=-1), axis=-1)
    rows = np.arange(1, D + 1)
    for _ in range(_MOST_ROUNDS):
        steps = (upto - s[..., None, None]) / rows
        log_m = steps.max(axis=-1)
        left = _log_sum_exp(log_share + log_m)
        slope = np.sum(np.exp(log_share + log_m - left[..., None]) / rows[steps.argmax(axis=-1)], axis=-1)
        if not np.any(left > _SETTLED):
            break
        s = s + np.maximum(left, 0.0) / slope
    return np.asarray(floor * np.exp(np.maximum(logs - log_m[..., None], 0.0)))


def shares(counts: Array) -> Array:
    """The weights n_k / N."""
    return np.asarray(counts / counts.sum(axis=-1, keepdims=True))


def _log_sum_exp(logs: Array) -> Array:
    largest = logs.max(axis=-1)
    return np.asarray(largest + np.log(np.exp(logs - largest[..., None]).sum(axis=-1)))
