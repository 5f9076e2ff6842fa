"""`POST /regions`."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response

from gmm.api.contract.examples import densities as example_densities
from gmm.api.contract.operation import COMPUTED, JSON, operation
from gmm.api.schemas.regions import HighestDensityRegion, RegionInterval, RegionsAnswer, RegionsRequest
from gmm.api.tasks.grid import levels_of
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.api.wire.answers import json_answer
from gmm.api.wire.body import read_json
from gmm.api.work.computing import computing
from gmm.api.work.departure import while_client_listens
from gmm.engine import Mixture, highest_density_regions

blueprint = Blueprint("regions", __name__)


@blueprint.post("/regions")
@operation(
    body=RegionsRequest,
    answers={JSON: (RegionsAnswer,)},
    problems=(*COMPUTED, 404),
    example=example_densities.REGIONS,
    example_answer=example_densities.REGIONS_FOUND,
)
@computing
def regions() -> Response:
    """Find where most of the probability lies

    Highest-density regions: the smallest sets that hold each of `probabilities`. Along one column they are
    intervals, computed exactly. Of several columns together the answer is the log-density that encloses the
    region, found by drawing 100,000 samples, so that the region holds its probability with a standard error
    below 0.002; a row belongs to it if `POST /density` finds at least that log-density.
    """
    wanted = read_json(RegionsRequest)
    mixture = requested_mixture(wanted)
    if wanted.column or mixture.n_features == 1:
        found = while_client_listens(_along(mixture, wanted))
        return json_answer(RegionsAnswer(regions=list(found)))
    levels = levels_of(mixture, wanted.probabilities, wanted.seed)
    return json_answer(
        RegionsAnswer(
            regions=[
                HighestDensityRegion(probability=p, log_density=levels[p], intervals=None)
                for p in wanted.probabilities
            ]
        )
    )


def _along(mixture: Mixture, wanted: RegionsRequest) -> Iterator[HighestDensityRegion]:
    for p in wanted.probabilities:
        (region,) = highest_density_regions(mixture, [p], wanted.column or None)
        intervals = [
            RegionInterval(low=each.low, high=each.high, probability=each.probability)
            for each in region.intervals
        ]
        yield HighestDensityRegion(probability=p, log_density=region.log_density, intervals=intervals)
