"""What the table says: which mixture each criterion prefers, and how decided that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gmm.engine.covariance import STRUCTURES
from gmm.engine.selection.cell import CRITERIA, CROSS_VALIDATION, Cell, FailedCell
from gmm.engine.selection.likelihood_ratio import LikelihoodRatioTest
from gmm.engine.selection.options import SelectionOptions

# How criteria are called in sentences.
NAMES = {
    "bic": "BIC",
    "aic": "AIC",
    "icl": "ICL",
    "icl_entropy": "ICL by entropy",
    CROSS_VALIDATION: "cross-validation",
}
# Kass & Raftery (1995), section 3.2: what a difference of BIC up to the first number says, in their words.
_STRENGTHS = (
    (2.0, "not worth more than a bare mention"),
    (6.0, "positive evidence"),
    (10.0, "strong evidence"),
    (float("inf"), "very strong evidence"),
)
# Cells of as many parameters whose likelihoods are this close, in nats, hold the same mixture under two
# names: one component has the same covariance whether it is shared or its own.
_SAME_MIXTURE = 1e-5


@dataclass(frozen=True)
class Choice:
    """The mixture that a criterion prefers, and how far it lies ahead.

    runner_up, the best of all different ones, None if there is no other; margin, how much greater its
    criterion is; strength, what that says in the words of Kass & Raftery (1995).
    """

    criterion: str
    cell: Cell
    runner_up: Cell | None
    margin: float | None
    strength: str | None

    @property
    def sentence(self) -> str:
        """The choice for people."""
        said = f"{NAMES[self.criterion]} prefers {described(self.cell)}"
        if self.runner_up is None:
            return f"{said}; there is no other mixture to compare it with."
        what = "twice the held-out log-likelihood" if self.criterion == CROSS_VALIDATION else "the criterion"
        return (
            f"{said}, then {described(self.runner_up)}: {what} differs by {self.margin:.1f}, {self.strength}."
        )


def choices(cells: Sequence[Cell]) -> tuple[Choice, ...]:
    """The choice by every criterion that was computed; none where no cell is sound.

    Cells whose best optimum is spurious, or lost a component, are never chosen and never runners-up.
    """
    sound = [cell for cell in cells if cell.sound]
    made = (_choice(criterion, sound) for criterion in CRITERIA)
    return tuple(choice for choice in made if choice is not None)


def _choice(criterion: str, sound: Sequence[Cell]) -> Choice | None:
    costs = [(cost, cell) for cell in sound if (cost := cell.cost(criterion)) is not None]
    if not costs:
        return None
    ranked = sorted(costs, key=lambda one: one[0] - _SAME_MIXTURE)
    least, best = ranked[0]
    others = [(cost, cell) for cost, cell in ranked if not _same(cell, best)]
    if not others:
        return Choice(criterion, best, None, None, None)
    cost, runner_up = others[0]
    return Choice(criterion, best, runner_up, cost - least, strength(cost - least))


def strength(difference: float) -> str:
    """What a difference of BIC says of the mixture with the smaller one: Kass & Raftery (1995)."""
    return next(words for most, words in _STRENGTHS if difference <= most)


def verdict(
    cells: Sequence[Cell],
    failures: Sequence[FailedCell],
    made: Sequence[Choice],
    tests: Sequence[LikelihoodRatioTest],
    options: SelectionOptions,
    constant: Sequence[str] = (),
) -> Iterator[str]:
    """What the whole table says, sentence by sentence; constant, columns of one value in every row."""
    if constant and len(constant) == cells[0].mixture.n_features:
        yield "All rows are the same: one component holds them, and there is nothing to choose between."
        return
    if constant:
        have = "has" if len(constant) == 1 else "have"
        yield (
            f"{_listed([repr(name) for name in constant])} {have} the same value in every row, and the "
            "variance there is the floor's: evidence for one structure against another means nothing before "
            "such columns are left out."
        )
    chosen = next((choice for choice in made if choice.criterion == options.criterion), None)
    if chosen is None:
        yield "Every mixture found is spurious or lost a component; ask for fewer components."
    else:
        yield chosen.sentence
        yield _agreement(made)
        if chosen.cell.n_components == options.components[-1] > 1:
            yield "That is the largest number of components tried; a larger one may suit the data better."
        if not chosen.cell.converged:
            yield "Its likelihood had not settled at the iteration limit; raise max_iter."
    unsound = [cell for cell in cells if not cell.sound]
    if unsound:
        yield (
            f"{_counted(len(unsound))} of {len(cells)} left out of the choice: there a component shrank onto "
            "few rows or lost all of them."
        )
    if failures:
        yield f"{_counted(len(failures))} not fitted, for the reasons that stand beside them."
    if tests:
        yield _tested(tests, options.level)


def _agreement(made: Sequence[Choice]) -> str:
    """Whether the criteria agree."""
    told: dict[str, list[str]] = {}
    for choice in made:
        told.setdefault(described(choice.cell), []).append(NAMES[choice.criterion])
    if len(told) == 1:
        return "All criteria agree."
    sides = "; ".join(f"{_listed(names)} for {what}" for what, names in told.items())
    return f"The criteria disagree: {sides}."


def _tested(tests: Sequence[LikelihoodRatioTest], level: float) -> str:
    """Where the likelihood-ratio tests stop."""
    told = ", ".join(f"p = {test.p_value:.3g} for {test.n_components + 1}" for test in tests)
    last = tests[-1]
    enough = last.n_components if last.p_value > level else last.n_components + 1
    end = "" if last.p_value > level else " or more"
    letters = STRUCTURES[last.covariance_type].letters
    return f"The likelihood-ratio tests need {_components(enough)}{end} of {letters}: {told}."


def described(cell: Cell) -> str:
    """The mixture of a cell in words."""
    components = _components(cell.n_components)
    letters, name = cell.mixture.structure.letters, cell.covariance_type
    return f"{components} of {letters}" if letters == name else f"{components} of {letters} ({name})"


def _same(a: Cell, b: Cell) -> bool:
    close = abs(a.log_likelihood - b.log_likelihood) <= _SAME_MIXTURE
    return close and (a.n_components, a.n_parameters) == (b.n_components, b.n_parameters)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _components(K: int) -> str:
    return "1 component" if K == 1 else f"{K} components"


def _counted(n: int) -> str:
    return "1 cell was" if n == 1 else f"{n} cells were"
