"""`POST /fit`: the request, the whole answer, and the events of the stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.base import (
    NOT_IN_BODY,
    Answer,
    ChosenNames,
    Data,
    DatasetId,
    KnownComponents,
    Labels,
    MissingRows,
    ModelId,
    Request,
    RowLimit,
    RowWeights,
    Seed,
    TakenRows,
)
from gmm.api.schemas.labels import Name, Tags
from gmm.api.schemas.problem import ProblemDocument
from gmm.engine import STARTS, SWAP, FitOptions, StopReason
from gmm.engine.options import FIXABLE
from gmm.engine.search.search import GIVEN
from gmm.io.model_document import (
    GivenModelDocument,
    GivenStructureName,
    ModelDocument,
    StructureName,
)

# The engine's register of starts is the only list of them; a type checker cannot follow it.
if TYPE_CHECKING:
    StartName = str
    InitName = str
    Fixable = str
else:
    Fixable = Literal[FIXABLE]
    StartName = Annotated[
        Literal[(*STARTS, SWAP, GIVEN)],
        Meta(
            description="How it chose its first mixture; `swap` moved a component of the best one so far, "
            "`given` took the initial one."
        ),
    ]
    InitName = Annotated[
        Literal[tuple(dict.fromkeys([FitOptions.init, *STARTS]))],
        Meta(description="How starts choose their first mixture; `auto` takes each way in turn."),
    ]
LogLikelihood = Annotated[
    float,
    Meta(
        description="Total log-likelihood of the data, in natural logs: of what is observed of each row, and "
        "of its component where that is known. It rises from iteration to iteration; with `prior` it may "
        "fall a little, for then it is its sum with the log-density of the prior that rises."
    ),
]
Criterion = Annotated[float, Meta(description="Smaller is better.")]
IterationCount = Annotated[
    int, Meta(ge=0, description="EM iterations done; iteration 0 is the initial mixture.")
]
Converged = Annotated[bool, Meta(description="Whether the likelihood settled before the iteration limit.")]
CovarianceFloor = Annotated[
    float,
    Meta(gt=0, lt=1, description="The least variance of a component, as a fraction of the column's own."),
]
Noise = Annotated[
    bool, Meta(description="Add a component of constant density for rows that belong to no Gaussian.")
]
Prior = Annotated[
    bool,
    Meta(
        description="Have a conjugate prior (Fraley & Raftery 2007) keep components from shrinking onto "
        "a few rows."
    ),
]
StartIndex = Annotated[int, Meta(ge=0, description="Which start, counted from 0.")]
Fingerprint = Annotated[
    str,
    Meta(
        pattern="^[0-9a-f]{64}$",
        description="What identifies the data: SHA-256 of all values and column names. The same rows, in "
        "whatever file they came, have the same one.",
        examples=["ed3ffb50ef3d94a7ccc3dbfa1a8a2b5a2e3b2e2ac8cd4bb1b0a3ca1ebb0a4c9f"],
    ),
]


class FitSettings(Request, frozen=True, kw_only=True):
    """What to fit; the engine's own defaults hold for every option left out."""

    columns: ChosenNames = None
    n_components: Annotated[int, Meta(ge=1, description="K, the number of Gaussians.", examples=[2])]
    covariance_type: GivenStructureName = "full"
    init: InitName = FitOptions.init
    n_init: Annotated[
        int, Meta(ge=1, description="How many starts to try at the most; the best one is kept.")
    ] = FitOptions.n_init
    max_iter: Annotated[int, Meta(ge=0, description="The most EM iterations of one start.")] = (
        FitOptions.max_iter
    )
    tol: Annotated[
        float,
        Meta(
            ge=0,
            description="A start has converged when less log-likelihood than this, per row, is left to gain.",
        ),
    ] = FitOptions.tol
    covariance_floor: CovarianceFloor = FitOptions.covariance_floor
    seed: Seed = FitOptions.seed
    accelerate: Annotated[
        bool, Meta(description="Leap where EM creeps; without, every iteration is one plain EM step.")
    ] = FitOptions.accelerate
    noise: Noise = FitOptions.noise
    prior: Prior = FitOptions.prior


class FitRequest(FitSettings, frozen=True, kw_only=True):
    """The data and what to fit to them; the engine's own defaults hold for every option left out."""

    data: Data = NOT_IN_BODY
    dataset_id: DatasetId | UnsetType = UNSET
    row_limit: RowLimit | UnsetType = UNSET
    missing: MissingRows = "keep"
    weights: RowWeights = None
    known_components: KnownComponents = None
    initial: (
        Annotated[
            GivenModelDocument,
            Meta(description="Start from this mixture, once, instead of searching for the best start."),
        ]
        | UnsetType
    ) = UNSET
    initial_model_id: Annotated[ModelId, Meta(description="The same with a stored mixture.")] | UnsetType = (
        UNSET
    )
    fixed: Annotated[
        tuple[Fixable, ...],
        Meta(description="What of the initial mixture stays as it is while the rest is fitted."),
    ] = FitOptions.fixed
    name: Annotated[Name | None, Meta(description="What to call the stored model.")] = None
    tags: Annotated[Tags, Meta(description="What to sort the stored model under.")] = ()


class UsedOptions(Answer, frozen=True, kw_only=True):
    """The options that a fit had, defaults too, and what else it was told: all it takes to repeat it."""

    n_components: Annotated[int, Meta(ge=1)]
    covariance_type: StructureName
    init: InitName
    n_init: Annotated[int, Meta(ge=1)]
    max_iter: Annotated[int, Meta(ge=0)]
    tol: Annotated[float, Meta(ge=0)]
    covariance_floor: CovarianceFloor
    seed: Seed
    accelerate: bool
    noise: bool
    prior: bool
    fixed: tuple[Fixable, ...]
    weighted: Annotated[bool, Meta(description="Whether rows had weights, which are not kept.")]
    partly_known: Annotated[
        bool, Meta(description="Whether the components of some rows were known; they are not kept.")
    ]
    initial: Annotated[bool, Meta(description="Whether an initial mixture was given; it is not kept.")]


class StartOutcome(Answer, frozen=True, kw_only=True):
    """How one start ended."""

    start: StartIndex
    init: StartName
    log_likelihood: Annotated[
        float, Meta(description="Total over the rows that this start was tried out on, in natural logs.")
    ]
    n_samples: Annotated[
        int, Meta(ge=1, description="How many rows those are: of many rows, starts are tried out on some.")
    ]
    n_iterations: IterationCount
    converged: Converged
    stop_reason: StopReason
    spurious: Annotated[
        bool,
        Meta(description="Whether a component shrank onto a few rows, so that the number means nothing."),
    ]


class OptimumOutcome(Answer, frozen=True, kw_only=True):
    """An optimum of the likelihood, and the starts that led to it."""

    log_likelihood: Annotated[
        float, Meta(description="Total over the rows on which starts were followed to the end, natural logs.")
    ]
    n_samples: Annotated[int, Meta(ge=1, description="How many rows those are.")]
    starts: Annotated[list[StartIndex], Meta(description="The starts that led to it.")]
    spurious: Annotated[
        bool,
        Meta(description="Whether a component shrank onto a few rows, so that the number means nothing."),
    ]


class FitWarning(Answer, frozen=True, kw_only=True):
    """Something about the data or the fit that deserves a look, though the answer stands."""

    code: Annotated[str, Meta(description="A stable name for programs.", examples=["constant_column"])]
    message: Annotated[str, Meta(description="A sentence for people.")]


class FitSummary(Answer, frozen=True, kw_only=True):
    """A fitted mixture and how it came about."""

    model_id: (
        Annotated[
            ModelId,
            Meta(
                description="The id it is stored under. Only where it could not be stored, there is none, "
                "and a warning `not_stored` says why."
            ),
        ]
        | UnsetType
    ) = UNSET
    model: ModelDocument
    fingerprint: Fingerprint | UnsetType = UNSET
    options: (
        Annotated[
            UsedOptions,
            Meta(description="The options of the fit; models stored by older versions lack them."),
        ]
        | UnsetType
    ) = UNSET
    n_samples: Annotated[int, Meta(ge=1, description="N, the number of rows fitted.")]
    n_parameters: Annotated[
        int, Meta(ge=1, description="Free parameters of the mixture; BIC and AIC count them.")
    ]
    log_likelihood: LogLikelihood
    bic: Criterion
    aic: Criterion
    icl: Criterion
    icl_entropy: (
        Annotated[
            float,
            Meta(
                description="ICL by the entropy of the responsibilities, where `icl` goes by the most "
                "probable labels; fits stored by older versions lack it."
            ),
        ]
        | UnsetType
    ) = UNSET
    n_iterations: IterationCount
    converged: Converged
    stop_reason: StopReason
    stop_message: Annotated[str, Meta(description="The stop reason as a sentence that says what to do.")]
    starts: Annotated[list[StartOutcome], Meta(description="How every start ended.")]
    best_start: StartIndex
    optima: Annotated[
        tuple[OptimumOutcome, ...],
        Meta(description="Every different optimum that was found, the best first, spurious ones last."),
    ] = ()
    component_order: Annotated[
        list[int],
        Meta(
            description="Component j of `model` is number `component_order[j]` in `best_start`'s iterations."
        ),
    ]
    warnings: list[FitWarning]


class FitAnswer(FitSummary, frozen=True, kw_only=True):
    """A fitted mixture, how it came about, and the component of every row."""

    labels: Labels
    rows: TakenRows | UnsetType = UNSET


class IterationEvent(Answer, frozen=True, kw_only=True, tag_field="event", tag="iteration"):
    """One EM iteration: a mixture and the likelihood of that very mixture."""

    start: StartIndex
    iteration: IterationCount
    log_likelihood: LogLikelihood
    model: ModelDocument


class StartEvent(StartOutcome, frozen=True, kw_only=True, tag_field="event", tag="start"):
    """A start has ended."""


class ResultEvent(FitAnswer, frozen=True, kw_only=True, tag_field="event", tag="result"):
    """The last line of a stream that went well: the whole answer."""


class ProblemEvent(ProblemDocument, frozen=True, kw_only=True, tag_field="event", tag="problem"):
    """The last line of a stream that failed after it had begun."""
