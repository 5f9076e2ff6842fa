"""Fitting a mixture: several starts, the best kept, and what every start reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from gmm.engine.covariance import STRUCTURES, structure_named
from gmm.engine.criteria import Certainty, aic, bic, icl
from gmm.engine.dataset import Dataset
from gmm.engine.em import EMRules, Iteration, iterate
from gmm.engine.errors import DataError, FitError, OptionError
from gmm.engine.mixture import Mixture
from gmm.engine.notices import Notice, notices
from gmm.engine.starts import STARTS, start_mixture
from gmm.engine.stopping import StopReason


@dataclass(frozen=True)
class FitOptions:
    """What to fit and how hard to try. Raises ``OptionError`` naming the option out of range.

    n_components K; covariance_type, a structure's name; init, a start's name; n_init, how many starts;
    max_iter, the most iterations of one start; tol, nats a sample still to be gained that are not worth
    waiting for; covariance_floor, the least variance of a component relative to the column's own; seed.
    """

    n_components: int
    covariance_type: str = "full"
    init: str = "k-means++"
    n_init: int = 8
    max_iter: int = 1000
    tol: float = 1e-8
    covariance_floor: float = 1e-12
    seed: int = 0

    def __post_init__(self) -> None:
        for name, least in (("n_components", 1), ("n_init", 1), ("max_iter", 0), ("seed", 0)):
            value = getattr(self, name)
            if value < least:
                raise OptionError(f"{name} must be at least {least}, not {value}.", field=name)
        if not 0 <= self.tol < np.inf:
            raise OptionError(f"tol must be zero or positive, not {self.tol}.", field="tol")
        if not 0 < self.covariance_floor < 1:
            raise OptionError(
                f"covariance_floor must lie between 0 and 1, not {self.covariance_floor}.",
                field="covariance_floor",
            )
        for name, known in (("covariance_type", STRUCTURES), ("init", STARTS)):
            if getattr(self, name) not in known:
                choices = ", ".join(f"'{choice}'" for choice in known)
                raise OptionError(
                    f"{name} {getattr(self, name)!r} is unknown; choose one of {choices}.", field=name
                )


@dataclass(frozen=True)
class StartReport:
    """What one start reached. log_likelihood is a total, natural logs; None where the start failed."""

    start: int
    init: str
    log_likelihood: float | None
    n_iterations: int
    stop_reason: StopReason

    @property
    def converged(self) -> bool:
        """Whether the likelihood had no more to gain."""
        return self.stop_reason is StopReason.CONVERGED


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
    n_iterations: int
    stop_reason: StopReason
    starts: tuple[StartReport, ...]
    best_start: int
    component_order: tuple[int, ...]
    warnings: tuple[Notice, ...]

    @property
    def converged(self) -> bool:
        """Whether the best start's likelihood had no more to gain."""
        return self.stop_reason is StopReason.CONVERGED


def fit(dataset: Dataset, options: FitOptions) -> Fit:
    """The mixture of greatest likelihood that several starts of EM find.

    Raises ``DataError`` where the data cannot carry K components, ``FitError`` where no start succeeds.
    """
    for event in fit_events(dataset, options):
        if isinstance(event, Fit):
            return event
    raise AssertionError("fit_events ends with a Fit")


def fit_events(dataset: Dataset, options: FitOptions) -> Iterator[Iteration | StartReport | Fit]:
    """The same as it happens: every iteration of every start, what each start reached, and the fit."""
    _refuse_too_few(dataset, options.n_components)
    structure = structure_named(options.covariance_type)
    floor = options.covariance_floor * dataset.spread**2
    rules = EMRules(options.max_iter, options.tol, floor)
    best: Iteration | None = None
    reports: list[StartReport] = []
    for s in range(options.n_init):
        rng = np.random.default_rng([options.seed, s])
        mixture = start_mixture(dataset, options.n_components, structure, options.init, floor, rng)
        last: Iteration | None = None
        for iteration in iterate(dataset, mixture, rules):
            last = replace(iteration, start=s)
            yield last
        if last is None or last.stop is None:
            raise AssertionError("the loop ends with a reason")
        reports.append(StartReport(s, options.init, last.log_likelihood, last.iteration, last.stop))
        yield reports[-1]
        if best is None or last.log_likelihood > best.log_likelihood:
            best = last
        if options.n_components == 1:
            break  # one Gaussian has one optimum
    if best is None:
        raise FitError("No start succeeded.")
    yield _present(dataset, best, reports, options)


def _present(dataset: Dataset, best: Iteration, reports: list[StartReport], options: FitOptions) -> Fit:
    order = best.mixture.canonical_order()
    mixture = best.mixture.reordered(order)
    by_bic = bic(best.log_likelihood, mixture.n_parameters, dataset.total_weight)
    certainty = dataset.sum(Certainty(mixture, dataset.origin))
    if best.stop is None:
        raise AssertionError("the best iteration is the last of its start")
    return Fit(
        mixture=mixture,
        log_likelihood=best.log_likelihood,
        n_samples=dataset.n_samples,
        bic=by_bic,
        aic=aic(best.log_likelihood, mixture.n_parameters),
        icl=icl(by_bic, certainty),
        n_iterations=best.iteration,
        stop_reason=best.stop,
        starts=tuple(reports),
        best_start=best.start,
        component_order=tuple(order),
        warnings=tuple(notices(dataset, mixture, best, reports, options)),
    )


def _refuse_too_few(dataset: Dataset, K: int) -> None:
    if K > dataset.n_samples:
        raise DataError(
            f"{K} components need at least {K} rows, but there are {dataset.n_samples}; "
            "lower n_components or give more data.",
            field="n_components",
        )
    rows, _ = dataset.some_rows(max(1000, 20 * K))
    if len(np.unique(rows, axis=0)) >= K:
        return
    distinct = len(np.unique(dataset.samples, axis=0))
    if distinct < K:
        raise DataError(
            f"{K} components need at least {K} different rows, but only {distinct} of the "
            f"{dataset.n_samples} rows differ; lower n_components to {distinct} or less.",
            field="n_components",
        )
