"""What a person should know about a fit before trusting it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gmm.engine.dataset import Dataset
from gmm.engine.mixture import Mixture
from gmm.engine.stopping import StopReason

if TYPE_CHECKING:
    from gmm.engine.em import Iteration
    from gmm.engine.fit import FitOptions, StartReport

# Two starts that end this close together, in nats for the whole data set, found the same optimum.
_SAME_OPTIMUM = 1e-3


@dataclass(frozen=True)
class Notice:
    """Something about a fit that deserves a second look: a code for programs, a sentence for people."""

    code: str
    message: str


def notices(
    dataset: Dataset,
    mixture: Mixture,
    best: Iteration,
    reports: Sequence[StartReport],
    options: FitOptions,
) -> Iterator[Notice]:
    """Everything worth saying about the data, the mixture and the way it was found."""
    yield from _about_data(dataset)
    yield from _about_components(dataset, mixture, options)
    if best.stop is StopReason.ITERATION_LIMIT:
        yield Notice("not_converged", StopReason.ITERATION_LIMIT.advice)
    reached = [report.log_likelihood for report in reports if report.log_likelihood is not None]
    if len(reached) > 2 and sum(value > best.log_likelihood - _SAME_OPTIMUM for value in reached) == 1:
        yield Notice(
            "found_once",
            f"Only one of {len(reports)} starts reached this likelihood; "
            "a better fit may exist. Raise n_init to look further.",
        )


def _about_data(dataset: Dataset) -> Iterator[Notice]:
    for name in dataset.constant_columns:
        yield Notice(
            "constant_column",
            f"Column {name!r} has the same value in every row. It tells components nothing; its variance is "
            "held at the floor, which adds a constant to every log-density.",
        )
    distinct = len(np.unique(dataset.samples, axis=0)) if dataset.n_samples <= 100_000 else None
    if distinct is not None and distinct < dataset.n_samples / 2:
        yield Notice(
            "duplicate_rows",
            f"Only {distinct} of the {dataset.n_samples} rows differ. Components can collapse onto repeated "
            "rows, which makes the likelihood meaninglessly large.",
        )


def _about_components(dataset: Dataset, mixture: Mixture, options: FitOptions) -> Iterator[Notice]:
    if mixture.n_components < options.n_components:
        lost = options.n_components - mixture.n_components
        yield Notice(
            "empty_component",
            f"{lost} of {options.n_components} components lost all their samples and were dropped.",
        )
    unit = 1.0 / dataset.spread
    relative = mixture.covariances * (unit[:, None] * unit)
    smallest = np.linalg.eigvalsh(relative)[:, 0]
    counts = mixture.weights * dataset.total_weight
    varying = [name for name in dataset.columns if name not in dataset.constant_columns]
    for k in range(mixture.n_components):
        if varying and smallest[k] <= options.covariance_floor * (1 + 1e-6) and not dataset.constant_columns:
            yield Notice(
                "collapsed_component",
                f"Component {k + 1} (about {counts[k]:.3g} rows) has no width in some direction; its variance "
                "is held at the floor. The likelihood says little about this fit; lower n_components, "
                "choose a simpler covariance_type or leave dependent columns out.",
            )
        elif counts[k] < dataset.n_features + 2:
            yield Notice(
                "tiny_component",
                f"Component {k + 1} rests on about {counts[k]:.3g} rows, too few to tell a group from chance.",
            )
