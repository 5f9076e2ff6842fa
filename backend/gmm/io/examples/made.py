"""Made data sets. Fixed seeds make them the same everywhere; each shows what a mixture can or cannot do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]
Labelled = tuple[Samples, list[str]]


def cigars() -> Labelled:
    """Three long, thin, parallel clusters: nearest-centre clustering cuts across them."""
    rng = np.random.default_rng(1)
    along, across = np.array([3.0, 1.5]), np.array([-0.18, 0.36])
    centres = [np.array([-1.4, 2.8]), np.array([0.0, 0.0]), np.array([1.4, -2.8])]
    groups = [
        centre + rng.standard_normal((200, 1)) * along + rng.standard_normal((200, 1)) * across
        for centre in centres
    ]
    return _shuffled(rng, groups, ["upper", "middle", "lower"])


def overlap() -> Labelled:
    """Three round blobs that run into each other: many points belong to two of them."""
    rng = np.random.default_rng(2)
    centres = [(-1.6, 0.0), (1.6, 0.0), (0.0, 2.4)]
    groups = [np.array(centre) + rng.standard_normal((150, 2)) for centre in centres]
    return _shuffled(rng, groups, ["left", "right", "top"])


def dense_and_wide() -> Labelled:
    """A small dense cluster inside a wide one: what tells them apart is their spread."""
    rng = np.random.default_rng(3)
    groups = [3.0 * rng.standard_normal((300, 2)), [0.8, 0.4] + 0.35 * rng.standard_normal((200, 2))]
    return _shuffled(rng, groups, ["wide", "dense"])


def ring() -> Labelled:
    """A noisy circle: no Gaussian looks like it, several together do."""
    rng = np.random.default_rng(4)
    angle = rng.uniform(0, 2 * np.pi, 600)
    radius = 3.0 + 0.25 * rng.standard_normal(600)
    return _shuffled(rng, [np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])], ["ring"])


def outliers() -> Labelled:
    """Two clusters and a few points that belong to neither."""
    rng = np.random.default_rng(5)
    tilted = rng.standard_normal((240, 2)) @ np.array([[1.2, 0.5], [0.0, 0.4]])
    groups = [
        np.add(tilted, [-2.0, 0.0]),
        rng.standard_normal((160, 2)) * [0.5, 0.9] + [3.0, 1.0],
        rng.uniform([-7.0, -6.0], [8.0, 7.0], (12, 2)),
    ]
    return _shuffled(rng, groups, ["left", "right", "outlier"])


def noise() -> Labelled:
    """Uniform noise without any cluster."""
    rng = np.random.default_rng(6)
    return _shuffled(rng, [rng.uniform(0, 10, (400, 2))], ["noise"])


def _shuffled(rng: np.random.Generator, groups: Sequence[Samples], names: Sequence[str]) -> Labelled:
    """The groups in one random order, to four decimals as data from an instrument would be."""
    samples = np.concatenate(groups).round(4)
    labels = np.repeat(names, [len(group) for group in groups])
    order = rng.permutation(len(samples))
    return samples[order], labels[order].tolist()


MAKERS = {
    "cigars": cigars,
    "overlap": overlap,
    "dense_and_wide": dense_and_wide,
    "outliers": outliers,
    "ring": ring,
    "noise": noise,
}
