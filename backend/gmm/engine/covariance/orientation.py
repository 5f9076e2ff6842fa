"""Axes along which covariances are told by variances alone: each component's own, or one frame for all."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.covariance.variances import shares
from gmm.engine.form import NARROWEST, Moments

# Sweeps over all planes end when one turns none by more than this, in radians, or after so many, which are
# fewer where axes have to turn to many others; EM goes on where they end.
_SETTLED, _MOST_SWEEPS, _MOST_TURNS = 1e-8, 40, 160
# Sweeps from the frame of the step before: EM goes on, and what is left is less than it will ask for next.
_SWEEPS_ON = 2
# In a plane where the likelihood depends on the angle by less than this, no angle is better than another.
_NEGLIGIBLE = 1e-15
# A variance below this share of the widest is lost in the rounding of a matrix that is put together from
# axes.
_LOST = 1e-13
# Variances above this share of the widest are held by a matrix whatever is rounded.
_HELD = 1e-6
# Steps of the golden ratio give every component a weight unlike any other's.
_GOLDEN = 0.6180339887498949

Variances = Callable[[Array], Array]


def own_axes(matrices: Array) -> tuple[Array, Array]:
    """The scatter (…, K, D) along each covariance's own axes, ascending, and these axes (…, K, D, D)."""
    scatter, axes = np.linalg.eigh(matrices)
    return told_apart(scatter), axes


def told_apart(scatter: Array) -> Array:
    """The scatter, but none so narrow that a matrix could not hold it beside the widest."""
    return np.asarray(np.maximum(scatter, NARROWEST * scatter.max(axis=-1, keepdims=True)))


def no_lower(proposed: Array, variances: Array, moments: Moments, current: Array | None) -> Array:
    """The covariances proposed (…, K, D, D), or the current ones of a mixture that is likelier with these.

    What a matrix cannot hold, or loses by rounding, may make even a maximum lower where of the variances
    (…, K, D) some are far narrower than others. Columns must have units that can be compared.
    """
    if current is None or np.all(variances.min(axis=-1) > _HELD * variances.max(axis=-1)):
        return proposed
    widths = np.linalg.eigvalsh(proposed)
    lost = np.any(widths[..., 0] <= _LOST * widths[..., -1], axis=-1)
    proposed = np.where(np.asarray(lost)[..., None, None, None], current, proposed)
    lower = nats_lost(proposed, moments) > nats_lost(current, moments)
    return np.where(lower[..., None, None, None], current, proposed)


def nats_lost(covariances: Array, moments: Moments) -> Array:
    """Twice the nats a sample: Σ_k (n_k / N) (log det Σ_k + tr(Σ_k⁻¹ S_k))."""
    distances = np.einsum("...ij,...ij->...", np.linalg.inv(covariances), moments.sigma)
    terms = np.linalg.slogdet(covariances)[1] + distances
    return np.asarray(np.einsum("...k,...k->...", shares(moments.counts), terms))


def along(variances: Array, axes: Array) -> Array:
    """The covariances (…, K, D, D) with these variances (…, K, D) along the columns of ``axes``."""
    matrices = (axes * variances[..., None, :]) @ np.swapaxes(axes, -1, -2)
    return np.asarray(0.5 * (matrices + np.swapaxes(matrices, -1, -2)))


def common_axes(
    matrices: Array, counts: Array, variances_of: Variances, current: Array | None
) -> tuple[Array, Array]:
    """The likeliest frame (…, D, D) for covariances (…, K, D, D) of one orientation, and variances in it.

    Maximises −Σ_k n_k Σ_d (log v_kd + q_dᵀ S_k q_d / v_kd) / 2 over orthonormal q_d, with v given by
    ``variances_of`` the scatter along them, by rotating one plane after another to its best angle: as Flury &
    Gautschi (1986) do for common principal components, but with a formula for the angle. Other axes for
    EVE and VVE: Browne & McNicholas (2014). Begins in the frame of the covariances ``current``.
    """
    axes = _first_axes(matrices, counts, variances_of) if current is None else _axes_of(current)
    turned = _seen_from(axes, matrices)
    variances = variances_of(_diagonal(turned))
    moving = np.ones(matrices.shape[:-3], dtype=bool)
    D = matrices.shape[-1]
    most = max(1, min(_MOST_SWEEPS, _MOST_TURNS // D)) if current is None else _SWEEPS_ON
    for _ in range(most if D > 1 else 0):
        largest = np.zeros(moving.shape)
        for i, j, partner in _rounds(D):
            angle = np.where(moving[..., None], _best_angles(turned, variances, counts, i, j), 0.0)
            largest = np.maximum(largest, np.abs(angle).max(axis=-1))
            cosine, sine = np.ones(axes.shape[:-1]), np.zeros(axes.shape[:-1])
            cosine[..., i] = cosine[..., j] = np.cos(angle)
            sine[..., i] = np.sin(angle)
            sine[..., j] = -sine[..., i]
            c, s = cosine[..., None, :], sine[..., None, :]
            axes = axes * c + axes[..., partner] * s
            c, s = c[..., None, :, :], s[..., None, :, :]
            turned = turned * c + turned[..., partner] * s
            c, s = np.swapaxes(c, -1, -2), np.swapaxes(s, -1, -2)
            turned = turned * c + turned[..., partner, :] * s
            variances = np.where(moving[..., None, None], variances_of(_diagonal(turned)), variances)
        moving = moving & (largest > _SETTLED)  # each mixture of a stack goes as far as it would alone
        if not moving.any():
            break
    return axes, variances


def _best_angles(turned: Array, variances: Array, counts: Array, i: _Index, j: _Index) -> Array:
    """How far (…, P) to turn axes i (P,) towards axes j.

    With the variances held, the likelihood depends on the angle t as −(p cos 2t + r sin 2t).
    """
    weight = shares(counts)[..., None] * (1.0 / variances[..., i] - 1.0 / variances[..., j])
    p = np.sum(weight * (turned[..., i, i] - turned[..., j, j]), axis=-2) / 2
    r = np.sum(weight * turned[..., i, j], axis=-2)
    return np.where(np.hypot(p, r) > _NEGLIGIBLE, 0.5 * np.arctan2(-r, -p), 0.0)


_Index = NDArray[np.intp]


@lru_cache(maxsize=64)
def _rounds(D: int) -> list[tuple[_Index, _Index, _Index]]:
    """All pairs of D axes in rounds of disjoint pairs, as in a tournament where each meets each.

    Of each round the first and the second of all pairs, and the partner (D,) of every axis, or itself.
    """
    players = list(range(D + D % 2))
    rounds = []
    for _ in range(len(players) - 1):
        pairs = list(zip(players[: len(players) // 2], players[: len(players) // 2 - 1 : -1], strict=True))
        i, j = np.array([sorted(pair) for pair in pairs if max(pair) < D], dtype=np.intp).T
        partner = np.arange(D)
        partner[i], partner[j] = j, i
        rounds.append((i, j, partner))
        players.insert(1, players.pop())
    return rounds


def _first_axes(matrices: Array, counts: Array, variances_of: Variances) -> Array:
    """The likeliest frame among those of the components and of their average."""
    pooled = np.einsum("...k,...kij->...ij", shares(counts), matrices)
    frames = np.linalg.eigh(np.concatenate([pooled[..., None, :, :], matrices], axis=-3))[1]
    losses = []
    for m in range(frames.shape[-3]):
        turned = _seen_from(frames[..., m, :, :], matrices)
        losses.append(_loss(turned, counts, variances_of(_diagonal(turned))))
    best = np.argmin(np.stack(losses, axis=-1), axis=-1)
    return np.asarray(np.take_along_axis(frames, best[..., None, None, None], axis=-3)[..., 0, :, :])


def _axes_of(covariances: Array) -> Array:
    """The frame in which all these covariances are diagonal: that of a sum with weights unlike each other."""
    weights = 1.0 + (_GOLDEN * np.arange(covariances.shape[-3])) % 1.0
    weights = weights / np.trace(covariances, axis1=-2, axis2=-1)
    return np.asarray(np.linalg.eigh(np.einsum("...k,...kij->...ij", weights, covariances))[1])


def _seen_from(axes: Array, matrices: Array) -> Array:
    """QᵀSQ of covariances (…, K, D, D) and one frame for all K."""
    Q = axes[..., None, :, :]
    return np.asarray(np.swapaxes(Q, -1, -2) @ matrices @ Q)


def _diagonal(matrices: Array) -> Array:
    return told_apart(np.einsum("...dd->...d", matrices))


def _loss(turned: Array, counts: Array, variances: Array) -> Array:
    """Twice the nats a sample lost: Σ_k (n_k / N) Σ_d (log v_kd + s_kd / v_kd)."""
    terms = np.log(variances) + _diagonal(turned) / variances
    return np.asarray(np.einsum("...k,...kd->...", shares(counts), terms))
