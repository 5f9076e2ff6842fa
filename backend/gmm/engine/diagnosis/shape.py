"""Components without width in some direction, and those on too few rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.dataset import AbstractDataset, Dataset
from gmm.engine.degeneracy import collapsed, tiny
from gmm.engine.diagnosis.finding import Finding
from gmm.engine.mixture import Mixture

# A direction whose standard deviation is below this share of what uncorrelated columns would give is flat.
_FLAT = 1e-3
# Columns that have less than this part in a direction are not named.
_NO_PART = 0.05


def about_directions(dataset: Dataset, mixture: Mixture, floor: Array) -> Iterator[Finding]:
    """Directions in which all the data, or a component, have next to no width."""
    whole, direction = narrowest(mixture.covariance, mixture.columns)
    if whole < _FLAT:
        yield Finding(
            "dependent_columns",
            f"In all rows {direction} is nearly constant: it varies by {whole:.1g} of what it would if its "
            "columns were independent.",
            remedy="Leave out one of these columns: it says what the others say.",
            number=whole,
        )
        return  # what holds for all holds for each
    at_floor = collapsed(mixture, floor, dataset.spread)
    for k, covariance in enumerate(mixture.covariances):
        ratio, direction = narrowest(covariance, mixture.columns)
        beside = np.sqrt(np.diagonal(covariance) / np.diagonal(mixture.covariance))
        j = int(beside.argmin())
        if beside[j] < ratio:
            ratio, direction = float(beside[j]), mixture.columns[j]
        if at_floor[k] or ratio < _FLAT:
            yield Finding(
                "singular_direction",
                f"Component {k + 1} has next to no width: within it {direction} varies by {ratio:.1g} of "
                "what is ordinary" + (", and only the floor keeps that from zero." if at_floor[k] else "."),
                remedy="Look whether its rows repeat a value or obey a formula; else lower n_components, "
                "choose a simpler covariance_type, or raise covariance_floor.",
                components=(k,),
                number=ratio,
            )


def about_sizes(dataset: AbstractDataset, mixture: Mixture) -> Iterator[Finding]:
    """Components that rest on too few rows to say anything."""
    counts = mixture.weights * dataset.total_weight
    needed = (mixture.n_parameters + 1) / mixture.n_components
    narrow = tiny(mixture, dataset.total_weight)
    for k in np.flatnonzero((counts < needed) | narrow):
        yield Finding(
            "tiny_component" if narrow[k] else "few_rows",
            f"Component {k + 1} rests on about {counts[k]:.3g} rows"
            + (", and is far narrower than the others" if narrow[k] else "")
            + f"; it has {needed:.3g} parameters.",
            remedy="Lower n_components or choose a covariance_type with fewer parameters.",
            components=(int(k),),
            number=float(counts[k]),
        )


def narrowest(covariance: Array, columns: Sequence[str]) -> tuple[float, str]:
    """The combination of columns that varies least, in words, and by how much.

    That is its standard deviation relative to what it were without correlations: the square root of the
    smallest eigenvalue of the correlation matrix, from 0 to 1.
    """
    sd = np.sqrt(np.diagonal(covariance))
    values, vectors = np.linalg.eigh(covariance / np.outer(sd, sd))
    v = vectors[:, 0]
    named = np.flatnonzero(np.abs(v) >= _NO_PART * np.abs(v).max())
    slopes = v[named] / sd[named]
    slopes = slopes / slopes[0]
    words = columns[named[0]]
    for j, slope in zip(named[1:], slopes[1:], strict=True):
        size = f"{abs(slope):.3g} ".removeprefix("1 ")
        words += f" {'+' if slope > 0 else '-'} {size}{columns[j]}"
    return float(np.sqrt(max(values[0], 0.0))), words
