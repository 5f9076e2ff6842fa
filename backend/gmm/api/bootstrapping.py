"""From a request to a bootstrap, and from the engine's events to the answer, whole or as a stream."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gmm.api.answers import finite_list
from gmm.api.limits import refuse_large_bootstrap
from gmm.api.requested_mixture import requested_mixture
from gmm.api.schemas.base import Answer
from gmm.api.schemas.bootstrap import (
    BootstrapAnswer,
    BootstrapRequest,
    BootstrapResultEvent,
    ParameterNumbers,
    ReplicateEvent,
    ReplicateFates,
)
from gmm.api.schemas.fit import FitWarning
from gmm.engine import Bootstrap, BootstrapOptions, FitOptions, Replicate, bootstrap_events
from gmm.engine.bootstrap.bootstrap import Parameters
from gmm.engine.events import result_of
from gmm.io.model_document import document_of
from gmm.io.readers.json_rows import matrix_of, partial_dataset_of

Events = Iterator[Replicate | Bootstrap]


def begun(wanted: BootstrapRequest) -> Events:
    """The events of the bootstrap asked for; raises what the limits, the reader or the engine object to."""
    mixture = requested_mixture(wanted)
    refuse_large_bootstrap(mixture, wanted)
    rows = matrix_of(wanted.data, mixture.columns)
    dataset = partial_dataset_of(rows, mixture.columns, wanted.weights, wanted.known_components)
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
    return bootstrap_events(dataset, mixture, options, fit_options)


def drained(events: Events) -> BootstrapAnswer:
    """The whole answer, once the last replicate is fitted."""
    return _answer(result_of(events, Bootstrap))


def told(events: Events, n_replicates: int) -> Iterator[Answer]:
    """The events as they are told to a client, the whole answer last."""
    for event in events:
        match event:
            case Replicate():
                yield ReplicateEvent(
                    replicate=event.number,
                    n_replicates=n_replicates,
                    fate=event.fate,
                    log_likelihood=event.log_likelihood,
                    n_iterations=event.n_iterations,
                    converged=event.converged,
                    model=None if event.mixture is None else document_of(event.mixture),
                )
            case Bootstrap():
                yield BootstrapResultEvent(**msgspec.structs.asdict(_answer(event)))


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
