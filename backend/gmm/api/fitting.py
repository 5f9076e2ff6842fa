"""From a request to a fit, and from the engine's events to the answer, whole or as a stream."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gmm.api.limits import refuse_large_fit
from gmm.api.model_store import ModelStore, new_model_id
from gmm.api.schemas.base import Answer
from gmm.api.schemas.fit import (
    FitAnswer,
    FitRequest,
    FitSummary,
    FitWarning,
    IterationEvent,
    OptimumOutcome,
    ResultEvent,
    StartEvent,
    StartOutcome,
)
from gmm.engine import Dataset, Fit, FitOptions, Iteration, StartedIteration, StartReport, labels
from gmm.io.model_document import document_of
from gmm.io.readers.json_rows import dataset_of

Events = Iterator[Iteration | StartReport | Fit]


def prepared(wanted: FitRequest) -> tuple[Dataset, FitOptions]:
    """The data and the options of a fit; raises what the limits, the reader or the engine object to."""
    refuse_large_fit(wanted)
    given = msgspec.structs.asdict(wanted)
    rows, columns = given.pop("data"), given.pop("columns")
    options = FitOptions(**given)
    return dataset_of(rows, columns), options


def drained(events: Events, dataset: Dataset, store: ModelStore) -> FitAnswer:
    """The whole answer, once the fit has ended; the fit is stored before anybody hears of it."""
    for event in events:
        if isinstance(event, Fit):
            return _stored(event, dataset, store)
    raise AssertionError("a fit ends with its result")


def told(events: Events, dataset: Dataset, store: ModelStore) -> Iterator[Answer]:
    """The events as they are told to a client, the whole answer last."""
    for event in events:
        match event:
            case StartedIteration():
                yield IterationEvent(
                    start=event.start,
                    iteration=event.iteration,
                    log_likelihood=event.log_likelihood,
                    model=document_of(event.mixture),
                )
            case StartReport():
                yield StartEvent(**msgspec.structs.asdict(_outcome(event)))
            case Fit():
                yield ResultEvent(**msgspec.structs.asdict(_stored(event, dataset, store)))


def _stored(fit: Fit, dataset: Dataset, store: ModelStore) -> FitAnswer:
    summary = _summary(fit)
    store.put(summary)
    of_rows = labels(fit.mixture, dataset.samples)
    return FitAnswer(**msgspec.structs.asdict(summary), labels=of_rows.tolist())


def _summary(fit: Fit) -> FitSummary:
    return FitSummary(
        model_id=new_model_id(),
        model=document_of(fit.mixture),
        n_samples=fit.n_samples,
        n_parameters=fit.mixture.n_parameters,
        log_likelihood=fit.log_likelihood,
        bic=fit.bic,
        aic=fit.aic,
        icl=fit.icl,
        icl_entropy=fit.icl_entropy,
        n_iterations=fit.n_iterations,
        converged=fit.converged,
        stop_reason=fit.stop_reason,
        stop_message=fit.stop_reason.advice,
        starts=[_outcome(start) for start in fit.starts],
        best_start=fit.best_start,
        optima=msgspec.convert(fit.optima, tuple[OptimumOutcome, ...], from_attributes=True),
        component_order=list(fit.component_order),
        warnings=msgspec.convert(fit.warnings, list[FitWarning], from_attributes=True),
    )


def _outcome(report: StartReport) -> StartOutcome:
    return msgspec.convert(report, StartOutcome, from_attributes=True)
