"""`POST /density`: at given rows, or on a grid over one or two columns."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.base import Answer, LogDensities, ModelDataRequest, Request, TakenRows
from gmm.io.model_document import ColumnName

Axis = Annotated[
    tuple[float, float, int],
    Meta(description="[least, greatest, number of points]; the points are equally spaced, ends included."),
]
AxisPoints = Annotated[list[float], Meta(description="The grid's points along this axis.")]


class Levels(Answer, frozen=True, kw_only=True, rename={"p50": "0.5", "p80": "0.8", "p95": "0.95"}):
    """The log-densities above which lie 50, 80 and 95 % of the probability: draw contours at these."""

    p50: float
    p80: float
    p95: float


class Grid(Request, frozen=True, kw_only=True):
    """Where to evaluate the marginal density: two columns with `x` and `y`, or one column with `x` alone."""

    columns: Annotated[
        list[ColumnName], Meta(min_length=1, max_length=2, description="One or two of the model's columns.")
    ]
    x: Axis
    y: Axis | UnsetType = UNSET


class DensityRequest(ModelDataRequest, frozen=True, kw_only=True):
    """A mixture (`model_id` or `model`) and either `data` or a `grid`."""

    needs_data: ClassVar[bool] = False

    grid: Grid | UnsetType = UNSET


class PointDensities(Answer, frozen=True, kw_only=True):
    """The log-density at each row of `data`."""

    log_density: LogDensities
    rows: TakenRows | UnsetType = UNSET


class CurveDensities(Answer, frozen=True, kw_only=True):
    """The log-density of the marginal along one column."""

    x: AxisPoints
    log_density: LogDensities
    levels: Levels


class SurfaceDensities(Answer, frozen=True, kw_only=True):
    """The log-density of the marginal over two columns."""

    x: AxisPoints
    y: AxisPoints
    log_density: Annotated[
        list[list[float]], Meta(description="n_y rows of n_x numbers: natural log of the marginal density.")
    ]
    levels: Levels
