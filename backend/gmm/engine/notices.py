"""What a person should know about a fit before trusting it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gmm.engine.covariance import AbstractStructure
from gmm.engine.dataset import AbstractDataset
from gmm.engine.dataset.distinct import may_mostly_repeat
from gmm.engine.degeneracy import collapsed, flat_directions, tiny
from gmm.engine.mixture import Mixture
from gmm.engine.options import FitOptions
from gmm.engine.search.search import Outcome
from gmm.engine.stopping import StopReason

# With so few starts each is likely to end in an optimum of its own.
_ENOUGH_STARTS = 2
# Neighbouring floats this share of a column's spread apart leave too few digits to fit to.
_COARSE = 1e-6
# More columns than this are not named one by one.
_COLUMNS_TO_NAME = 6
_BEARS_ON_OTHERS = (
    " The widths of the columns depend on one another in this covariance_type, so it bears on the others: "
    "leave it out."
)


@dataclass(frozen=True)
class Notice:
    """Something about a fit that deserves a second look: a code for programs, a sentence for people."""

    code: str
    message: str


def notices(
    dataset: AbstractDataset, mixture: Mixture, outcome: Outcome, options: FitOptions
) -> Iterator[Notice]:
    """Everything worth saying about the data, the mixture and the way it was found."""
    yield from _about_data(dataset, mixture.structure)
    yield from _about_components(dataset, mixture, options)
    yield from _about_search(outcome)


def _about_data(dataset: AbstractDataset, structure: AbstractStructure) -> Iterator[Notice]:
    steps = np.spacing(np.abs(dataset.origin)) / dataset.spread
    for name, step in zip(dataset.columns, steps, strict=True):
        if step > _COARSE and name not in dataset.constant_columns:
            yield Notice(
                "coarse_column",
                f"Column {name!r} varies only in its last digits: floats near its values are "
                f"{step:.1g} of its spread apart. Subtract a constant before the data are stored.",
            )
    for name in dataset.constant_columns:
        yield Notice(
            "constant_column",
            f"Column {name!r} has the same value in every row. It says nothing about components; its "
            "variance is held at the floor, which adds a constant to every log-density."
            + (_BEARS_ON_OTHERS if structure.ties_columns else ""),
        )
    yield from _about_missing(dataset)
    rows = dataset.completed().samples
    if may_mostly_repeat(rows, dataset.origin, dataset.spread):  # counting them takes as long as fitting
        yield from about_repetition(dataset.n_distinct, dataset.n_samples)


def _about_missing(dataset: AbstractDataset) -> Iterator[Notice]:
    if dataset.missing is None:
        return
    rows = np.count_nonzero(dataset.missing.any(axis=1))
    which = [dataset.columns[j] for j in np.flatnonzero(dataset.missing.any(axis=0))]
    listed = ", ".join([*map(repr, which[:_COLUMNS_TO_NAME]), *["…"] * (len(which) > _COLUMNS_TO_NAME)])
    yield Notice(
        "missing_values",
        f"{_counted(int(dataset.missing.sum()), 'value')} missing, in {rows} of {dataset.n_samples} "
        f"rows and in {len(which)} of {dataset.n_features} columns ({listed}). "
        "They are taken to be missing at random: that may depend on what is observed of the row, not on the "
        "missing value itself.",
    )
    nothing = int(dataset.missing.all(axis=1).sum())
    if nothing:
        yield Notice(
            "empty_rows",
            f"{_counted(nothing, 'row')} without any value. Nothing is known of them but that they exist: "
            "each component has the probability of its weight. Leave them out, unless their number matters.",
        )


def _counted(n: int, thing: str) -> str:
    return f"1 {thing} is" if n == 1 else f"{n} {thing}s are"


def about_repetition(distinct: int, n_samples: int) -> Iterator[Notice]:
    """A notice where most of the rows repeat others."""
    if distinct < n_samples / 2:
        yield Notice(
            "duplicate_rows",
            f"Only {distinct} of the {n_samples} rows differ. Components can shrink onto "
            "repeated rows, which makes the likelihood meaninglessly large.",
        )


def _about_components(dataset: AbstractDataset, mixture: Mixture, options: FitOptions) -> Iterator[Notice]:
    lost = options.n_components - mixture.n_components
    if lost:
        yield Notice(
            "empty_component",
            f"{lost} of {options.n_components} components lost all their samples and were dropped.",
        )
    if mixture.n_parameters > dataset.n_values:
        yield Notice(
            "more_parameters_than_data",
            f"The mixture has {mixture.n_parameters} parameters, but the data hold only "
            f"{dataset.n_values} numbers. Choose a covariance_type with fewer parameters, or fewer "
            "components or columns.",
        )
    varying = [j for j, name in enumerate(dataset.columns) if name not in dataset.constant_columns]
    floor = options.floor(dataset.spread)
    if varying and flat_directions(mixture, varying, floor, dataset.spread):
        yield Notice(
            "dependent_columns",
            "Some columns are sums or multiples of others, so the data fill fewer dimensions than they have "
            "columns; the floor alone gives the rest a width. Leave the dependent columns out.",
        )
    counts = mixture.weights * dataset.total_weight
    for k in np.flatnonzero(collapsed(mixture, floor, dataset.spread)):
        yield Notice(
            "collapsed_component",
            f"Component {k + 1} (about {counts[k]:.3g} rows) has no width in some direction: only the floor "
            "keeps its variance from zero. The likelihood of this fit means little; lower n_components, "
            "choose a simpler covariance_type, or raise covariance_floor.",
        )
    for k in np.flatnonzero(tiny(mixture, dataset.total_weight)):
        yield Notice(
            "tiny_component",
            f"Component {k + 1} is very narrow and rests on about {counts[k]:.3g} rows, too few to tell a "
            "group from chance; lower n_components or choose a simpler covariance_type.",
        )


def _about_search(outcome: Outcome) -> Iterator[Notice]:
    if outcome.best.stop is StopReason.ITERATION_LIMIT:
        yield Notice("not_converged", StopReason.ITERATION_LIMIT.advice)
    if outcome.found_by == 1 and len(outcome.reports) > _ENOUGH_STARTS:
        yield Notice(
            "found_once",
            f"Only one of {len(outcome.reports)} starts, variations of the best included, reached this "
            "optimum, so a better one may exist; raise n_init to look further.",
        )
