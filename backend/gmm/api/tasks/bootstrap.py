"""A bootstrap, from the request to the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from gmm.api.limits import refuse_large_bootstrap
from gmm.api.schemas.base import Answer
from gmm.api.schemas.bootstrap import (
    BootstrapAnswer,
    BootstrapRequest,
    ParameterNumbers,
    ReplicateEvent,
    ReplicateFates,
)
from gmm.api.schemas.fit import FitWarning
from gmm.api.tasks.base import AbstractTask
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.api.wire.answers import finite_list
from gmm.engine import (
    AbstractDataset,
    Bootstrap,
    BootstrapOptions,
    FitOptions,
    Mixture,
    Replicate,
    bootstrap_events,
)
from gmm.engine.bootstrap.bootstrap import Parameters
from gmm.engine.cost import Shape, seconds_of_bootstrap
from gmm.io.model_document import document_of
from gmm.io.samples import partial_dataset_of, refuse_other_width


@dataclass(frozen=True)
class BootstrapTask(AbstractTask):
    """A bootstrap to be done: of which mixture, fitted to which data and how, and how often."""

    dataset: AbstractDataset
    mixture: Mixture
    options: BootstrapOptions
    fit_options: FitOptions

    answer = BootstrapAnswer
    costly = "n_replicates"

    @property
    def seconds(self) -> float:
        shape = Shape.of(self.dataset, self.mixture.n_components, self.mixture.covariance_type)
        return seconds_of_bootstrap(shape, self.options.n_replicates, self.fit_options.max_iter)

    def events(self) -> Iterator[Replicate | Bootstrap]:
        """The bootstrap as it happens."""
        return bootstrap_events(self.dataset, self.mixture, self.options, self.fit_options)

    def told(self, event: object) -> Answer | None:
        """A replicate, or what all of them say."""
        match event:
            case Replicate():
                return ReplicateEvent(
                    replicate=event.number,
                    n_replicates=self.options.n_replicates,
                    fate=event.fate,
                    log_likelihood=event.log_likelihood,
                    n_iterations=event.n_iterations,
                    converged=event.converged,
                    model=None if event.mixture is None else document_of(event.mixture),
                )
            case Bootstrap():
                return _answer(event)
        return None

    def share_done(self, event: object) -> float | None:
        """The replicates are alike, and come in order."""
        return (event.number + 1) / self.options.n_replicates if isinstance(event, Replicate) else None


def bootstrap_task(wanted: BootstrapRequest) -> BootstrapTask:
    """The bootstrap that a request asks for; raises what the limits, the reader or the engine object to."""
    mixture = requested_mixture(wanted)
    refuse_large_bootstrap(mixture, wanted)
    refuse_other_width(wanted.data, mixture.columns)
    dataset = partial_dataset_of(wanted.data, mixture.columns, wanted.weights, wanted.known_components)
    options = BootstrapOptions(wanted.kind, wanted.n_replicates, wanted.level, wanted.seed)
    fit_options = FitOptions(
        mixture.n_components,
        mixture.covariance_type,
        max_iter=wanted.max_iter,
        tol=wanted.tol,
        covariance_floor=wanted.covariance_floor,
        prior=wanted.prior,
        fixed=tuple(wanted.fixed),
    )
    return BootstrapTask(dataset, mixture, options, fit_options)


def _answer(found: Bootstrap) -> BootstrapAnswer:
    return BootstrapAnswer(
        kind=found.options.kind,
        level=found.options.level,
        columns=list(found.mixture.columns),
        standard_errors=_numbers(found.standard_errors, "standard errors"),
        lower=_numbers(found.lower, "lower ends"),
        upper=_numbers(found.upper, "upper ends"),
        bias=_numbers(found.bias, "bias"),
        replicates=ReplicateFates(**{fate.value: count for fate, count in found.fates.items()}),
        warnings=msgspec.convert(found.warnings, list[FitWarning], from_attributes=True),
    )


def _numbers(parameters: Parameters, what: str) -> ParameterNumbers:
    return ParameterNumbers(
        weights=finite_list(parameters.weights, what),
        means=finite_list(parameters.means, what),
        covariances=finite_list(parameters.covariances, what),
    )
