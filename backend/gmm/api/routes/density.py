"""`POST /density`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.contract.examples import fits as example_fits
from gmm.api.contract.operation import COMPUTED, JSON, operation
from gmm.api.errors import INVALID_VALUE, Problem
from gmm.api.limits import refuse_large_grid
from gmm.api.schemas.density import CurveDensities, DensityRequest, PointDensities, SurfaceDensities
from gmm.api.tasks.grid import densities_on
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.api.wire.answers import finite_list, json_answer
from gmm.api.wire.requests import read_request
from gmm.api.wire.row_answers import ROWS_ANSWERS, rows_answer, taken_rows
from gmm.api.work.computing import computing
from gmm.engine import log_density
from gmm.io.samples import placing, refuse_other_width

blueprint = Blueprint("density", __name__)


@blueprint.post("/density")
@operation(
    body=DensityRequest,
    takes_tables=True,
    answers={JSON: (SurfaceDensities, CurveDensities, PointDensities), **ROWS_ANSWERS},
    problems=(*COMPUTED, 404, 406),
    example=example_fits.DENSITY,
    example_answer=example_fits.DENSITIES,
)
@computing
def density() -> Response:
    """Evaluate the density

    With `data`: the log-density at each row, of what is observed of it. With `grid`: the log-density of the
    marginal on one or two of the model's columns, at equally spaced points, and the `levels` above which lie
    50, 80 and 95 % of its probability.
    """
    wanted = read_request(DensityRequest)
    mixture = requested_mixture(wanted)
    if wanted.grid and not wanted.data:
        refuse_large_grid(wanted.grid)
        return json_answer(densities_on(wanted.grid, mixture))
    if not wanted.data or wanted.grid:
        raise Problem(INVALID_VALUE, "Give either data or a grid, one of the two.", field="data")
    refuse_other_width(wanted.data, mixture.columns)
    with placing(wanted.data, mixture.columns):
        found = log_density(mixture, wanted.data.matrix)

    def answer() -> PointDensities:
        return PointDensities(log_density=finite_list(found, "log-density"), rows=taken_rows(wanted.data))

    return rows_answer({"log_density": found}, answer, "densities", wanted.data)
