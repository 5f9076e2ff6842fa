"""`POST /density`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api import worked_calls
from gmm.api.operation import BAD_BODY, JSON, operation
from gmm.api.schemas.density import CurveDensities, DensityRequest, PointDensities, SurfaceDensities

blueprint = Blueprint("density", __name__)


@blueprint.post("/density")
@operation(
    body=DensityRequest,
    answers={JSON: (SurfaceDensities, CurveDensities, PointDensities)},
    problems=(*BAD_BODY, 404),
    example=worked_calls.DENSITY,
    example_answer=worked_calls.DENSITIES,
)
def density() -> Response:
    """Evaluate the density

    With `data`: the log-density at each row. With `grid`: the log-density of the marginal on one or two of the
    model's columns, at equally spaced points, and the `levels` above which lie 50, 80 and 95 % of its probability.
    """
    raise NotImplementedError
