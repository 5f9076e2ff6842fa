"""`POST /select`: the request, the table with what it says, and the events of the stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.base import (
    NOT_IN_BODY,
    Answer,
    ChosenNames,
    Data,
    DatasetId,
    MissingRows,
    Request,
    RowLimit,
    RowWeights,
    Seed,
)
from gmm.api.schemas.fit import Converged, Criterion, IterationCount, LogLikelihood, Noise, Prior
from gmm.engine import ALIASES, STRUCTURES, SelectionOptions
from gmm.engine.selection.cell import CRITERIA
from gmm.engine.selection.options import ALL
from gmm.io.model_document import GivenStructureName, ModelDocument, StructureName

# The engine's registers are the only lists of them; a type checker cannot follow them.
if TYPE_CHECKING:
    CriterionName = str
    Structures = str
else:
    CriterionName = Annotated[
        Literal[CRITERIA],
        Meta(
            description="`bic`; `aic`; `icl`, BIC with the most probable labels; `icl_entropy`, BIC with the "
            "entropy of the responsibilities; `cross_validation`, the held-out log-likelihood."
        ),
    ]
    Structures = Literal[(ALL, *STRUCTURES, *ALIASES)]
ComponentCount = Annotated[int, Meta(ge=1, description="K, the number of Gaussians.")]
Letters = Annotated[
    str,
    Meta(
        description="The structure's volume, shape and orientation: equal (E), varying (V) or identity (I).",
        examples=["VVV"],
    ),
]


class SelectRequest(Request, frozen=True, kw_only=True):
    """The data and the mixtures to compare on them."""

    data: Data = NOT_IN_BODY
    dataset_id: DatasetId | UnsetType = UNSET
    row_limit: RowLimit | UnsetType = UNSET
    missing: MissingRows = "keep"
    weights: RowWeights = None
    columns: ChosenNames = None
    n_components: Annotated[
        tuple[ComponentCount, ...], Meta(min_length=1, description="The numbers of Gaussians to try.")
    ] = tuple(range(1, 10))
    covariance_type: Annotated[
        Structures | Annotated[list[GivenStructureName], Meta(min_length=1)],
        Meta(description="The structures to try, one or several, or `all` of them."),
    ] = ALL
    criterion: Annotated[CriterionName, Meta(description="By what the choice is made.")] = (
        SelectionOptions.criterion
    )
    n_folds: Annotated[
        int,
        Meta(
            ge=0,
            le=1_000,
            description="Cross-validate with so many parts, each left out once; 0 for not at all.",
        ),
    ] = SelectionOptions.n_folds
    n_replicates: Annotated[
        int,
        Meta(
            ge=0,
            le=100_000,
            description="Test each K against K + 1, for the structure chosen, with so many data sets drawn; "
            "0 for not at all.",
        ),
    ] = SelectionOptions.n_replicates
    level: Annotated[
        float,
        Meta(gt=0, lt=1, description="The p-value above which a test needs no component more."),
    ] = SelectionOptions.level
    n_init: Annotated[int, Meta(ge=1, description="How many starts the structures share for each K.")] = (
        SelectionOptions.n_init
    )
    max_iter: Annotated[int, Meta(ge=0, description="The most EM iterations of one climb.")] = (
        SelectionOptions.max_iter
    )
    tol: Annotated[
        float,
        Meta(
            ge=0,
            description="A climb has converged when less log-likelihood than this, per row, is left to gain.",
        ),
    ] = SelectionOptions.tol
    covariance_floor: Annotated[
        float,
        Meta(gt=0, lt=1, description="The least variance of a component, as a fraction of the column's own."),
    ] = SelectionOptions.covariance_floor
    seed: Seed = SelectionOptions.seed
    noise: Noise = SelectionOptions.noise
    prior: Prior = SelectionOptions.prior


class HeldOut(Answer, frozen=True, kw_only=True):
    """What mixtures say of rows that they have not seen."""

    log_likelihood: Annotated[
        float,
        Meta(description="Total of the log-densities, each under a mixture fitted without the row."),
    ]
    standard_error: Annotated[
        float, Meta(ge=0, description="How far other rows of the same kind may be from that total.")
    ]


class CellOutcome(Answer, frozen=True, kw_only=True):
    """One cell of the table: a number of components under a structure."""

    n_components: ComponentCount
    covariance_type: StructureName
    letters: Letters
    log_likelihood: LogLikelihood
    n_parameters: Annotated[int, Meta(ge=1, description="Free parameters of the mixture.")]
    bic: Criterion
    aic: Criterion
    icl: Criterion
    icl_entropy: Criterion
    n_iterations: IterationCount
    converged: Converged
    sound: Annotated[
        bool,
        Meta(description="Whether it may be chosen: no component shrank onto few rows or lost all of them."),
    ]
    passed_over: Annotated[
        float | None,
        Meta(description="A greater log-likelihood found where a component shrank onto a few rows."),
    ]
    cross_validation: HeldOut | None


class FailedCellOutcome(Answer, frozen=True, kw_only=True):
    """A cell for which no mixture was found."""

    n_components: ComponentCount
    covariance_type: StructureName
    letters: Letters
    reason: Annotated[str, Meta(description="Why, as a sentence.")]


class CellName(Answer, frozen=True, kw_only=True):
    """Which cell of the table."""

    n_components: ComponentCount
    covariance_type: StructureName
    letters: Letters


class ChoiceOutcome(Answer, frozen=True, kw_only=True):
    """The mixture that a criterion prefers, and how decided that is."""

    criterion: CriterionName
    preferred: CellName
    runner_up: Annotated[CellName | None, Meta(description="The best of the others that may be chosen.")]
    margin: Annotated[
        float | None,
        Meta(
            description="By how much the runner-up's criterion is worse; of cross-validation twice the nats.",
        ),
    ]
    strength: Annotated[
        str | None, Meta(description="What the margin says, in the words of Kass & Raftery (1995).")
    ]
    sentence: str


class TestOutcome(Answer, frozen=True, kw_only=True):
    """The bootstrap likelihood-ratio test of K components against one more."""

    covariance_type: StructureName
    n_components: ComponentCount
    statistic: Annotated[float, Meta(ge=0, description="Twice the gain in log-likelihood by one more.")]
    p_value: Annotated[float, Meta(gt=0, le=1)]
    n_replicates: Annotated[int, Meta(ge=1, description="How many data sets were drawn and fitted.")]
    n_failed: Annotated[int, Meta(ge=0, description="How many were drawn and could not be fitted.")]


class SelectAnswer(Answer, frozen=True, kw_only=True):
    """The table, what it says, and the mixture chosen."""

    n_samples: Annotated[int, Meta(ge=1, description="N, the number of rows.")]
    criterion: CriterionName
    verdict: Annotated[list[str], Meta(description="What the table says, sentence by sentence.")]
    model: Annotated[
        ModelDocument | None, Meta(description="The mixture chosen; null where none may be chosen.")
    ]
    choices: Annotated[list[ChoiceOutcome], Meta(description="What each criterion prefers.")]
    tests: Annotated[list[TestOutcome], Meta(description="One K after another, where asked for.")]
    cells: Annotated[list[CellOutcome], Meta(description="By K, then from the simplest structure on.")]
    failures: list[FailedCellOutcome]


class CellEvent(CellOutcome, frozen=True, kw_only=True, tag_field="event", tag="cell"):
    """A cell is known, or more is known of it than before: the last word on it counts."""


class FailedCellEvent(FailedCellOutcome, frozen=True, kw_only=True, tag_field="event", tag="failure"):
    """Nothing was found for a cell."""


class TestReplicateEvent(Answer, frozen=True, kw_only=True, tag_field="event", tag="replicate"):
    """One more of the data sets drawn for a test has been fitted."""

    n_components: ComponentCount
    done: Annotated[int, Meta(ge=1, description="So many of them by now.")]
    of: Annotated[int, Meta(ge=1, description="So many in all.")]


class TestEvent(TestOutcome, frozen=True, kw_only=True, tag_field="event", tag="test"):
    """A likelihood-ratio test is done."""


class SelectionEvent(SelectAnswer, frozen=True, kw_only=True, tag_field="event", tag="result"):
    """The last line of a stream that went well: the whole answer."""
