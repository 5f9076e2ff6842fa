"""A diagnosis of a fitted mixture in plain words: what about it deserves doubt, and what would help.

A file each asks whether components overlap, have a shape and enough rows, whether single rows shape them,
whether they are normal, and whether the restarts agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from gmm.engine.dataset import AbstractDataset, Dataset
from gmm.engine.density import checked, labels
from gmm.engine.diagnosis.finding import Finding
from gmm.engine.diagnosis.incomplete import about_incomplete_rows
from gmm.engine.diagnosis.leverage import about_rows
from gmm.engine.diagnosis.normality import about_normality
from gmm.engine.diagnosis.overlap import about_overlap
from gmm.engine.diagnosis.shape import about_directions, about_sizes
from gmm.engine.diagnosis.stability import about_optima
from gmm.engine.mixture import Mixture
from gmm.engine.noise import NOISE
from gmm.engine.notices import Notice
from gmm.engine.options import FitOptions
from gmm.engine.search.run import Optimum

__all__ = ["Finding", "diagnose", "diagnosis_events", "summary"]

# Findings that say what a notice of another code says.
_SAME_AS = {"singular_direction": "collapsed_component"}


def diagnose(
    dataset: AbstractDataset,
    mixture: Mixture,
    optima: Sequence[Optimum] = (),
    warnings: Sequence[Notice] = (),
    covariance_floor: float = FitOptions.covariance_floor,
    seed: int = 0,
) -> tuple[Finding | Notice, ...]:
    """Everything found about a mixture and the data it was fitted to.

    optima and warnings are those of the fit, where they are known; a warning that a finding says better is
    left out. covariance_floor, that of the fit; seed, of the simulations behind p-values.
    Of a mixture with noise, its Gaussians and the rows that are none are looked at; of data with missing
    values, the complete rows, and it is told how many the others are.
    Raises ``DataError`` where the data are not the mixture's.
    """
    *_, found = diagnosis_events(dataset, mixture, optima, warnings, covariance_floor, seed)
    if found is None:
        raise AssertionError("diagnosis_events ends with what was found")
    return found


def diagnosis_events(
    dataset: AbstractDataset,
    mixture: Mixture,
    optima: Sequence[Optimum] = (),
    warnings: Sequence[Notice] = (),
    covariance_floor: float = FitOptions.covariance_floor,
    seed: int = 0,
) -> Iterator[tuple[Finding | Notice, ...] | None]:
    """The same, after a sign of life, None, now and then: there is something to compute."""
    checked(mixture, dataset.completed().samples)
    found: list[Finding] = []
    for finding in _findings(dataset, mixture, optima, covariance_floor, seed):
        if finding is None:
            yield None
        else:
            found.append(finding)
    better_said = {_SAME_AS.get(finding.code, finding.code) for finding in found}
    yield (*(notice for notice in warnings if notice.code not in better_said), *found)


def _without_noise(dataset: Dataset, mixture: Mixture) -> Dataset:
    """The rows that are no noise."""
    return _only(dataset, np.flatnonzero(labels(mixture, dataset.samples) != NOISE))


def _complete(dataset: AbstractDataset) -> Dataset | None:
    """The rows of which no value is missing, with their numbers as well; None where there are none."""
    if dataset.missing is None:
        return dataset.completed()
    rows = np.flatnonzero(~dataset.missing.any(axis=1))
    return _only(dataset.completed(), rows) if len(rows) else None


def _only(dataset: Dataset, rows: NDArray[np.intp]) -> Dataset:
    """Some of the rows, which still know their numbers among all that were given."""
    kept = dataset.of(rows, dataset.weights_of(rows))
    numbers = np.arange(dataset.n_samples) if dataset.counted is None else np.flatnonzero(dataset.counted)
    kept.counted = np.zeros(
        dataset.n_samples if dataset.counted is None else len(dataset.counted), dtype=bool
    )
    kept.counted[numbers[rows]] = True
    return kept


def summary(found: Sequence[Notice]) -> str:
    """How much was found, as a sentence."""
    if not found:
        return "Nothing about this mixture deserves doubt, as far as these checks can see."
    things = "thing deserves" if len(found) == 1 else "things deserve"
    return f"{len(found)} {things} a look before this mixture is trusted."


def _findings(
    given: AbstractDataset, mixture: Mixture, optima: Sequence[Optimum], covariance_floor: float, seed: int
) -> Iterator[Finding | None]:
    yield from about_sizes(given, mixture)
    yield from about_optima(optima)
    yield from about_incomplete_rows(given)
    dataset = _complete(given)
    if dataset is None:
        return
    if mixture.noise is not None:
        dataset, mixture = _without_noise(dataset, mixture), mixture.gaussians
    index = [j for j, name in enumerate(dataset.columns) if name not in dataset.constant_columns]
    if not index:
        return
    if len(index) < dataset.n_features:  # what is constant makes every component flat and tells none apart
        mixture = mixture.marginal(index)
        counted = dataset.counted
        dataset = Dataset(dataset.samples[:, index], mixture.columns, dataset.weights)
        dataset.counted = counted
    yield from about_directions(dataset, mixture, covariance_floor * dataset.spread**2)
    yield from about_rows(dataset, mixture)
    yield from about_overlap(dataset, mixture)
    yield from about_normality(dataset, mixture, seed)
