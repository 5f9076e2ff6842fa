"""From data to a table of mixtures and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gmm.engine.dataset import InMemoryDataset
from gmm.engine.errors import DataError, FitError
from gmm.engine.events import result_of
from gmm.engine.selection.cell import Cell, FailedCell
from gmm.engine.selection.cost import refuse_beyond_budget
from gmm.engine.selection.cross_validation import Folds
from gmm.engine.selection.likelihood_ratio import LikelihoodRatioTest, Progress, likelihood_ratio_tests
from gmm.engine.selection.nesting import generality
from gmm.engine.selection.options import SelectionOptions
from gmm.engine.selection.sweep import Sweep
from gmm.engine.selection.verdict import Choice, choices, verdict


@dataclass(frozen=True)
class Selection:
    """The table, and what it says.

    cells by number of components, within that from the simplest structure on; failures, the cells for which
    nothing was found; choices, by each criterion that was computed, none where no cell is sound; tests, of
    one K after another, where they were asked for; verdict, what all this says, as sentences.
    """

    cells: tuple[Cell, ...]
    failures: tuple[FailedCell, ...]
    criterion: str
    choices: tuple[Choice, ...]
    tests: tuple[LikelihoodRatioTest, ...]
    verdict: tuple[str, ...]

    @property
    def choice(self) -> Choice:
        """The choice by the criterion that was asked for; raises ``FitError`` where there is none."""
        for choice in self.choices:
            if choice.criterion == self.criterion:
                return choice
        raise FitError("No mixture can be chosen: " + " ".join(self.verdict))

    @property
    def has_choice(self) -> bool:
        """Whether there is a mixture that may be chosen by the criterion that was asked for."""
        return any(choice.criterion == self.criterion for choice in self.choices)

    @property
    def best(self) -> Cell:
        """The cell chosen; raises ``FitError`` where there is none."""
        return self.choice.cell

    def cell(self, n_components: int, covariance_type: str) -> Cell:
        """The cell of that name. Raises ``KeyError`` where it was not asked for or not found."""
        for cell in self.cells:
            if (cell.n_components, cell.covariance_type) == (n_components, covariance_type):
                return cell
        raise KeyError((n_components, covariance_type))


def select(dataset: InMemoryDataset, options: SelectionOptions | None = None) -> Selection:
    """The mixtures of all numbers of components and structures asked for, compared.

    A cell that fails is reported and the sweep goes on. Raises ``OptionError`` for a sweep beyond its budget,
    ``DataError`` where there are fewer rows than folds, ``FitError`` where every cell fails.
    """
    return result_of(select_events(dataset, options or SelectionOptions()), Selection)


Events = Iterator[Cell | FailedCell | Progress | LikelihoodRatioTest | Selection]


def select_events(dataset: InMemoryDataset, options: SelectionOptions) -> Events:
    """The same as it happens: each cell when it is known and when more is known of it, each test."""
    if len(dataset.known_components):
        raise DataError(
            "known_components number the components of one mixture, and a selection compares many mixtures; "
            "leave them out, or fit one mixture.",
            field="known_components",
        )
    refuse_beyond_budget(dataset.n_samples, dataset.n_features, options)
    folds = Folds(dataset, options.n_folds, options.seed) if options.n_folds else None
    table: dict[tuple[int, str], Cell | FailedCell] = {}
    for cell in Sweep(dataset, options).events():
        table[cell.n_components, cell.covariance_type] = cell
        yield cell
    found = [cell for cell in table.values() if isinstance(cell, Cell)]
    failures = [cell for cell in table.values() if isinstance(cell, FailedCell)]
    if not found:
        raise FitError(f"No mixture could be fitted. {failures[0].reason}")
    if folds is not None:
        validated = []
        for cell in folds.validated(found, options):
            yield cell
            validated.append(cell)
        found = validated
    made = choices(found)
    tests: list[LikelihoodRatioTest] = []
    if options.n_replicates and made:
        structure = next((one for one in made if one.criterion == options.criterion), made[0]).cell
        for test in likelihood_ratio_tests(dataset, structure.covariance_type, options):
            yield test
            if isinstance(test, LikelihoodRatioTest):
                tests.append(test)
    yield Selection(
        cells=tuple(sorted(found, key=_place)),
        failures=tuple(sorted(failures, key=_place)),
        criterion=options.criterion,
        choices=made,
        tests=tuple(tests),
        verdict=tuple(verdict(found, failures, made, tests, options, dataset.constant_columns)),
    )


def _place(cell: Cell | FailedCell) -> tuple[int, int, str]:
    return cell.n_components, generality(cell.covariance_type), cell.covariance_type
