"""`POST /quantiles`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.contract.examples import densities as example_densities
from gmm.api.contract.operation import COMPUTED, JSON, operation
from gmm.api.limits import refuse_long_list
from gmm.api.schemas.quantiles import QuantilesAnswer, QuantilesRequest
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.api.wire.answers import finite_list, json_answer
from gmm.api.wire.body import read_json
from gmm.api.work.computing import computing
from gmm.api.work.departure import in_parts
from gmm.engine import quantile

blueprint = Blueprint("quantiles", __name__)


@blueprint.post("/quantiles")
@operation(
    body=QuantilesRequest,
    answers={JSON: (QuantilesAnswer,)},
    problems=(*COMPUTED, 404),
    example=example_densities.QUANTILES,
    example_answer=example_densities.QUANTILES_FOUND,
)
@computing
def quantiles() -> Response:
    """Find the values with given probabilities below them

    The quantiles of one column: the values below which, or with `upper` beyond which, lie `probabilities`.
    """
    wanted = read_json(QuantilesRequest)
    mixture = requested_mixture(wanted)
    refuse_long_list(wanted.probabilities, "probabilities")
    column = wanted.column or None
    found = in_parts(lambda part: quantile(mixture, part, column, wanted.upper), wanted.probabilities)
    return json_answer(QuantilesAnswer(values=finite_list(found, "quantile")))
