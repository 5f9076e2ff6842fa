"""`POST /bootstrap`: the request, the whole answer, and the events of the stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from gmm.api.schemas.base import Answer, KnownComponents, ModelDataRequest, RowWeights, Seed
from gmm.api.schemas.fit import Converged, CovarianceFloor, FitWarning, Fixable, IterationCount
from gmm.engine import RESAMPLINGS, BootstrapOptions, Fate, FitOptions
from gmm.io.model_document import ColumnNames, ModelDocument

# The engine's register of resamplings is the only list of them; a type checker cannot follow it.
if TYPE_CHECKING:
    KindName = str
else:
    KindName = Annotated[
        Literal[tuple(RESAMPLINGS)],
        Meta(
            description="How data are made again: `nonparametric` draws rows with replacement, `parametric` "
            "draws rows from the mixture, `weighted-likelihood` gives the same rows random weights."
        ),
    ]
ReplicateCount = Annotated[int, Meta(ge=0, description="How many replicates.")]


class BootstrapRequest(ModelDataRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`), the rows it was fitted to, and how to make such rows again.

    What the fit was told is to be told again: weights, known components, its prior and what was fixed. Noise
    the mixture itself knows.
    """

    weights: RowWeights = None
    known_components: KnownComponents = None
    kind: KindName = BootstrapOptions.kind
    n_replicates: Annotated[
        int, Meta(ge=2, description="How many times data are made again and fitted.", examples=[200])
    ] = BootstrapOptions.n_replicates
    level: Annotated[
        float, Meta(gt=0, lt=1, description="The share of the replicates that each interval holds.")
    ] = BootstrapOptions.level
    seed: Seed = BootstrapOptions.seed
    max_iter: Annotated[int, Meta(ge=0, description="The most EM iterations of one replicate.")] = (
        FitOptions.max_iter
    )
    tol: Annotated[
        float,
        Meta(
            ge=0,
            description="A replicate has converged when less log-likelihood than this, per row, is left to "
            "gain.",
        ),
    ] = FitOptions.tol
    covariance_floor: CovarianceFloor = FitOptions.covariance_floor
    prior: Annotated[bool, Meta(description="Whether the mixture was fitted with the prior.")] = (
        FitOptions.prior
    )
    fixed: Annotated[
        tuple[Fixable, ...], Meta(description="What of the mixture was fixed, and so has no error.")
    ] = FitOptions.fixed


class ParameterNumbers(Answer, frozen=True, kw_only=True):
    """A number for each parameter, in the shape of the model's own."""

    weights: Annotated[list[float], Meta(description="K numbers.")]
    means: Annotated[list[list[float]], Meta(description="K x D numbers.")]
    covariances: Annotated[list[list[list[float]]], Meta(description="K x D x D numbers.")]


class ReplicateFates(Answer, frozen=True, kw_only=True):
    """What became of the replicates: all numbers rest on those `used`."""

    used: ReplicateCount
    component_lost: Annotated[int, Meta(ge=0, description="How many lost a component and were left out.")]
    spurious: Annotated[
        int, Meta(ge=0, description="How many shrank a component onto a few rows and were left out.")
    ]
    failed: Annotated[int, Meta(ge=0, description="How many could not be fitted and were left out.")]


class BootstrapAnswer(Answer, frozen=True, kw_only=True):
    """How far the parameters would vary from data set to data set, in the model's order of components."""

    kind: KindName
    level: float
    columns: ColumnNames
    standard_errors: Annotated[ParameterNumbers, Meta(description="Standard deviations over the replicates.")]
    lower: Annotated[ParameterNumbers, Meta(description="Lower ends of the percentile intervals.")]
    upper: Annotated[ParameterNumbers, Meta(description="Upper ends of the percentile intervals.")]
    bias: Annotated[ParameterNumbers, Meta(description="The mean of the replicates less the estimate.")]
    replicates: ReplicateFates
    warnings: list[FitWarning]


class ReplicateEvent(Answer, frozen=True, kw_only=True, tag_field="event", tag="replicate"):
    """A replicate has been fitted; its components are in the order of the model's."""

    replicate: Annotated[int, Meta(ge=0, description="Which replicate, counted from 0.")]
    n_replicates: Annotated[int, Meta(ge=2, description="How many there will be.")]
    fate: Annotated[Fate, Meta(description="Whether it is used, or why it is left out.")]
    log_likelihood: Annotated[
        float | None, Meta(description="Total over the replicate's own rows, in natural logs.")
    ]
    n_iterations: IterationCount
    converged: Converged
    model: Annotated[ModelDocument | None, Meta(description="Its mixture; null where it is left out.")]


class BootstrapResultEvent(BootstrapAnswer, frozen=True, kw_only=True, tag_field="event", tag="result"):
    """The last line of a stream that went well: the whole answer."""
