"""A sweep over numbers of components and structures, from the request to the answer."""

from __future__ import annotations

from dataclasses import dataclass, fields

import msgspec

from gmm.api.limits import refuse_large_selection
from gmm.api.schemas.base import Answer
from gmm.api.schemas.select import (
    CellEvent,
    CellName,
    CellOutcome,
    ChoiceOutcome,
    FailedCellEvent,
    FailedCellOutcome,
    HeldOut,
    SelectAnswer,
    SelectRequest,
    TestEvent,
    TestOutcome,
    TestReplicateEvent,
)
from gmm.api.tasks.base import AbstractTask
from gmm.engine import (
    STRUCTURES,
    Cell,
    Choice,
    FailedCell,
    LikelihoodRatioTest,
    Selection,
    SelectionOptions,
    select_events,
)
from gmm.engine.dataset import InMemoryDataset
from gmm.engine.selection.cost import estimated_seconds
from gmm.engine.selection.likelihood_ratio import Progress
from gmm.engine.selection.selection import Events
from gmm.io.model_document import document_of
from gmm.io.samples import partial_dataset_of


@dataclass(frozen=True)
class SelectTask(AbstractTask):
    """A sweep over K x structure to be done: over which data, and how."""

    dataset: InMemoryDataset
    options: SelectionOptions

    answer = SelectAnswer
    costly = "n_components"

    @property
    def seconds(self) -> float:
        return estimated_seconds(self.dataset.n_samples, self.dataset.n_features, self.options)

    def events(self) -> Events:
        """The sweep as it happens."""
        return select_events(self.dataset, self.options)

    def told(self, event: object) -> Answer | None:
        """More of a cell or of a test, or the whole table."""
        match event:
            case Cell():
                return CellEvent(**msgspec.structs.asdict(_cell(event)))
            case FailedCell():
                return FailedCellEvent(**msgspec.structs.asdict(_failure(event)))
            case LikelihoodRatioTest():
                return TestEvent(**msgspec.structs.asdict(_test(event)))
            case Progress():
                return TestReplicateEvent(n_components=event.n_components, done=event.done, of=event.of)
            case Selection():
                return _answer(event, self.dataset)
        return None


def select_task(wanted: SelectRequest) -> SelectTask:
    """The sweep that a request asks for; raises what the limits, the reader or the engine object to."""
    of_sweep = {field.name for field in fields(SelectionOptions)}
    given = msgspec.structs.asdict(wanted)
    options = SelectionOptions(**{name: value for name, value in given.items() if name in of_sweep})
    refuse_large_selection(wanted, options)
    return SelectTask(partial_dataset_of(wanted.data, wanted.data.columns, wanted.weights), options)


def _answer(selection: Selection, dataset: InMemoryDataset) -> SelectAnswer:
    chosen = selection.choice.cell if selection.has_choice else None
    return SelectAnswer(
        n_samples=dataset.n_samples,
        criterion=selection.criterion,
        verdict=list(selection.verdict),
        model=None if chosen is None else document_of(chosen.mixture),
        choices=[_choice(choice) for choice in selection.choices],
        tests=[_test(test) for test in selection.tests],
        cells=[_cell(cell) for cell in selection.cells],
        failures=[_failure(cell) for cell in selection.failures],
    )


def _cell(cell: Cell) -> CellOutcome:
    held = cell.cross_validation
    return CellOutcome(
        n_components=cell.n_components,
        covariance_type=cell.covariance_type,
        letters=_letters(cell.covariance_type),
        log_likelihood=cell.log_likelihood,
        n_parameters=cell.n_parameters,
        bic=cell.bic,
        aic=cell.aic,
        icl=cell.icl,
        icl_entropy=cell.icl_entropy,
        n_iterations=cell.n_iterations,
        converged=cell.converged,
        sound=cell.sound,
        passed_over=cell.passed_over,
        cross_validation=None if held is None else msgspec.convert(held, HeldOut, from_attributes=True),
    )


def _failure(cell: FailedCell) -> FailedCellOutcome:
    return FailedCellOutcome(
        n_components=cell.n_components,
        covariance_type=cell.covariance_type,
        letters=_letters(cell.covariance_type),
        reason=cell.reason,
    )


def _choice(choice: Choice) -> ChoiceOutcome:
    return ChoiceOutcome(
        criterion=choice.criterion,
        preferred=_name(choice.cell),
        runner_up=None if choice.runner_up is None else _name(choice.runner_up),
        margin=choice.margin,
        strength=choice.strength,
        sentence=choice.sentence,
    )


def _name(cell: Cell) -> CellName:
    return CellName(
        n_components=cell.n_components,
        covariance_type=cell.covariance_type,
        letters=_letters(cell.covariance_type),
    )


def _test(test: LikelihoodRatioTest) -> TestOutcome:
    return TestOutcome(
        covariance_type=test.covariance_type,
        n_components=test.n_components,
        statistic=test.statistic,
        p_value=test.p_value,
        n_replicates=len(test.replicates),
        n_failed=test.n_failed,
    )


def _letters(covariance_type: str) -> str:
    return STRUCTURES[covariance_type].letters
