"""A fit, from the request to the answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from gmm.api.errors import INVALID_VALUE, Problem, inside
from gmm.api.limits import refuse_large_fit
from gmm.api.schemas.base import Answer
from gmm.api.schemas.fit import (
    FitAnswer,
    FitRequest,
    FitSettings,
    FitSummary,
    FitWarning,
    IterationEvent,
    OptimumOutcome,
    StartEvent,
    StartOutcome,
    UsedOptions,
)
from gmm.api.schemas.models import StoredFit
from gmm.api.store.models import new_model_id, stored_now
from gmm.api.tasks.base import AbstractTask
from gmm.api.tasks.requested_mixture import stored_model
from gmm.api.wire.row_answers import taken_rows
from gmm.engine import (
    AbstractDataset,
    Fit,
    FitOptions,
    Iteration,
    Mixture,
    ParameterError,
    StartedIteration,
    StartReport,
    fit_events,
    labels,
)
from gmm.engine.cost import Shape, seconds_of_fit
from gmm.engine.input import refuse_other_columns
from gmm.io.fingerprint import fingerprint_of
from gmm.io.model_document import document_of, mixture_of
from gmm.io.number_table import NumberTable
from gmm.io.samples import partial_dataset_of


@dataclass(frozen=True)
class FitTask(AbstractTask):
    """A fit to be done: to which data, how, from where, and what to call it.

    rows, all that were sent; known_components, those of the rows, as they were sent.
    """

    rows: NumberTable
    dataset: AbstractDataset
    options: FitOptions
    initial: Mixture | None
    known_components: Sequence[int | None] | None
    is_weighted: bool
    name: str | None
    tags: tuple[str, ...]

    answer = FitAnswer
    costly = "n_components"

    @property
    def seconds(self) -> float:
        shape = Shape.of(self.dataset, self.options.n_components, self.options.covariance_type)
        return seconds_of_fit(shape, self.options, has_initial=self.initial is not None)

    def events(self) -> Iterator[Iteration | StartReport | Fit]:
        """The fit as it happens."""
        return fit_events(self.dataset, self.options, self.initial)

    def told(self, event: object) -> Answer | None:
        """An iteration over all rows, the end of a start, or the fit."""
        match event:
            case StartedIteration():
                return IterationEvent(
                    start=event.start,
                    iteration=event.iteration,
                    log_likelihood=event.log_likelihood,
                    model=document_of(event.mixture),
                )
            case StartReport():
                return StartEvent(**msgspec.structs.asdict(_outcome(event)))
            case Fit():
                return FitAnswer(
                    **msgspec.structs.asdict(self._summary(event)),
                    labels=self._labels(event),
                    rows=taken_rows(self.rows),
                )
        return None  # an iteration over some of the rows

    def is_spare(self, event: object) -> bool:
        """Iterations in the midst of a start."""
        return isinstance(event, StartedIteration) and event.iteration > 0 and event.stop is None

    def kept(self, answer: Answer) -> StoredFit:
        """The fit without its labels."""
        summary = {name: getattr(answer, name) for name in FitSummary.__struct_fields__}
        return StoredFit(**summary, **stored_now(self.name, self.tags))

    def _summary(self, fit: Fit) -> FitSummary:
        return FitSummary(
            model_id=new_model_id(),
            model=document_of(fit.mixture),
            fingerprint=fingerprint_of(self.rows.matrix, self.dataset.columns),
            options=self._used_options(),
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

    def _used_options(self) -> UsedOptions:
        return UsedOptions(
            **dataclasses.asdict(self.options),
            weighted=self.is_weighted,
            partly_known=self.known_components is not None,
            initial=self.initial is not None,
        )

    def _labels(self, fit: Fit) -> list[int]:
        """The component of every row: the known one where it is known."""
        of_rows: list[int] = labels(fit.mixture, self.rows.matrix).tolist()
        if self.known_components is None:
            return of_rows
        number = {old: new for new, old in enumerate(fit.component_order)}  # empty ones are left out
        known = (None if k is None else number.get(k) for k in self.known_components)
        return [label if k is None else k for label, k in zip(of_rows, known, strict=True)]


def fit_task(wanted: FitRequest) -> FitTask:
    """The fit that a request asks for; raises what the limits, the reader or the engine object to."""
    refuse_large_fit(wanted)
    settings = {name: getattr(wanted, name) for name in FitSettings.__struct_fields__ if name != "columns"}
    options = FitOptions(**settings, fixed=tuple(wanted.fixed))
    initial = _initial_mixture(wanted)
    columns = wanted.data.columns or (None if initial is None else initial.columns)
    dataset = partial_dataset_of(wanted.data, columns, wanted.weights, wanted.known_components)
    if initial is not None:
        refuse_other_columns(dataset.columns, initial.columns)
        initial = replace(initial, columns=dataset.columns)
    return FitTask(
        wanted.data,
        dataset,
        options,
        initial,
        wanted.data.of_rows(wanted.known_components, "known_components"),
        wanted.weights is not None,
        wanted.name,
        wanted.tags,
    )


def _initial_mixture(wanted: FitRequest) -> Mixture | None:
    if wanted.initial and wanted.initial_model_id:
        raise Problem(
            INVALID_VALUE,
            "Give either initial (a mixture's document) or initial_model_id (a stored mixture), not both.",
            field="initial_model_id",
        )
    if wanted.initial_model_id:
        return mixture_of(stored_model(wanted.initial_model_id, field="initial_model_id").model)
    if not wanted.initial:
        return None
    try:
        return mixture_of(wanted.initial)
    except ParameterError as error:
        raise inside("initial", error) from error


def _outcome(report: StartReport) -> StartOutcome:
    return msgspec.convert(report, StartOutcome, from_attributes=True)
