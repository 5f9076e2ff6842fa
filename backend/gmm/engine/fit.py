"""Fitting a mixture to data: the search for the best optimum, and what to say about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gmm.engine.criteria import criteria_of
from gmm.engine.dataset import AbstractDataset
from gmm.engine.em import Iteration
from gmm.engine.errors import DataError, OptionError
from gmm.engine.events import result_of
from gmm.engine.known import refuse_unknown_components
from gmm.engine.m_step import alive
from gmm.engine.mixture import Mixture
from gmm.engine.notices import Notice, notices
from gmm.engine.options import FitOptions
from gmm.engine.search.run import Optimum, StartReport
from gmm.engine.search.search import Outcome, search
from gmm.engine.stopping import StopReason


@dataclass(frozen=True)
class Fit:
    """The best mixture found, how good it is, and how it was found.

    Component j of ``mixture`` is component ``component_order[j]`` of the iterations of ``best_start``.
    """

    mixture: Mixture
    log_likelihood: float
    n_samples: int
    bic: float
    aic: float
    icl: float
    icl_entropy: float
    n_iterations: int
    stop_reason: StopReason
    starts: tuple[StartReport, ...]
    optima: tuple[Optimum, ...]
    best_start: int
    component_order: tuple[int, ...]
    warnings: tuple[Notice, ...]

    @property
    def converged(self) -> bool:
        """Whether the best start's likelihood had no more to gain."""
        return self.stop_reason is StopReason.CONVERGED


def fit(dataset: AbstractDataset, options: FitOptions, initial: Mixture | None = None) -> Fit:
    """The mixture of greatest likelihood that several starts of EM find, or that one from ``initial`` does.

    Raises ``DataError`` where the data cannot carry K components, ``FitError`` where the likelihood falls.
    """
    return result_of(fit_events(dataset, options, initial), Fit)


def fit_events(
    dataset: AbstractDataset, options: FitOptions, initial: Mixture | None = None
) -> Iterator[Iteration | StartReport | Fit]:
    """The same as it happens: every iteration, what each start reached, and at last the fit.

    Iterations over all rows are ``StartedIteration``; others, over some rows, are signs of life.
    """
    refuse_too_few(dataset, options.n_components)
    refuse_unknown_components(dataset, options.n_components)
    if initial is not None:
        _refuse_other_shape(dataset, options, initial)
    elif options.fixed:
        raise OptionError("fixed needs an initial mixture, whose parameters stay.", field="fixed")
    for event in search(dataset, options, initial):
        yield _fit(dataset, event, options) if isinstance(event, Outcome) else event


def _fit(dataset: AbstractDataset, outcome: Outcome, options: FitOptions) -> Fit:
    best = outcome.best
    if best.stop is None:
        raise AssertionError("the best iteration is the last of its start")
    order = _order(dataset, best.mixture, options)
    mixture = best.mixture.reordered(order)
    return Fit(
        mixture=mixture,
        log_likelihood=best.log_likelihood,
        n_samples=dataset.n_samples,
        **vars(criteria_of(mixture, best.log_likelihood, dataset)),
        n_iterations=best.iteration,
        stop_reason=best.stop,
        starts=outcome.reports,
        optima=outcome.optima,
        best_start=best.start,
        component_order=tuple(order),
        warnings=tuple(notices(dataset, mixture, outcome, options)),
    )


def _order(dataset: AbstractDataset, mixture: Mixture, options: FitOptions) -> list[int]:
    """By weight, unless some samples' components are known or parameters fixed: then numbers mean something.

    Components that no sample belongs to are left out.
    """
    if len(dataset.known_components) or options.fixed:
        return np.flatnonzero(alive(mixture.weights * dataset.total_weight)).tolist()
    return mixture.canonical_order()


def _refuse_other_shape(dataset: AbstractDataset, options: FitOptions, initial: Mixture) -> None:
    asked = (options.n_components, dataset.n_features, options.covariance_type)
    given = (initial.n_components, initial.n_features, initial.covariance_type)
    if given != asked:
        raise OptionError(
            f"The initial mixture has {given[0]} components, {given[1]} columns and covariance_type "
            f"{given[2]!r}; the fit asks for {asked[0]}, {asked[1]} and {asked[2]!r}.",
            field="initial",
        )
    if initial.noise is not None and not options.noise:
        raise OptionError(
            "The initial mixture has noise; set noise, or give a mixture without.", field="initial"
        )
    if "weights" in options.fixed and options.noise and initial.noise is None:
        raise OptionError(
            "The weights are fixed, and the initial mixture has none for the noise; give one with noise, or "
            "do not fix the weights.",
            field="fixed",
        )


def refuse_too_few(dataset: AbstractDataset, K: int) -> None:
    """Raise ``DataError`` where the data cannot carry K components."""
    N = dataset.n_samples
    if N < K:
        which = "there are" if dataset.counted is None else "those of positive weight are"
        raise DataError(
            f"{K} components need at least {K} rows, but {which} {N}; lower n_components or give more data.",
            field="n_components",
        )
    if dataset.glimpse(max(1000, 20 * K)).n_distinct < K > dataset.n_distinct:
        raise DataError(
            f"{K} components need at least {K} different rows, but only {dataset.n_distinct} of the "
            f"{N} rows differ; lower n_components to {dataset.n_distinct} or less.",
            field="n_components",
        )
