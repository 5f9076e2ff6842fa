"""`POST /regions`."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.base import Answer, ModelRequest, Seed
from gmm.api.schemas.quantiles import Probability
from gmm.io.model_document import ColumnName


class RegionsRequest(ModelRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`) and how much its regions are to hold."""

    probabilities: Annotated[
        list[Probability],
        Meta(min_length=1, max_length=20, description="Of each region.", examples=[[0.5, 0.95]]),
    ]
    column: (
        Annotated[
            ColumnName, Meta(description="The column along which to look; all columns together by default.")
        ]
        | UnsetType
    ) = UNSET
    seed: Seed = 0


class RegionInterval(Answer, frozen=True, kw_only=True):
    """One piece of a region."""

    low: float
    high: float
    probability: Annotated[float, Meta(description="What this interval holds.")]


class HighestDensityRegion(Answer, frozen=True, kw_only=True):
    """The smallest set that holds the probability: where the log-density is at least `log_density`."""

    probability: float
    log_density: Annotated[float, Meta(description="The level that encloses the region, a natural log.")]
    intervals: Annotated[
        list[RegionInterval] | None,
        Meta(description="The region of one column, from the lowest interval up; null of several columns."),
    ]


class RegionsAnswer(Answer, frozen=True, kw_only=True):
    """The highest-density regions, in the order of the probabilities."""

    regions: list[HighestDensityRegion]
