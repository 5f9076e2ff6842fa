"""`POST /conditional`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm import engine
from gmm.api.contract.examples import densities as example_densities
from gmm.api.contract.operation import COMPUTED, JSON, operation
from gmm.api.schemas.conditional import ConditionalAnswer, ConditionalRequest
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.api.wire.answers import json_answer
from gmm.api.wire.body import read_json
from gmm.api.work.computing import computing
from gmm.engine import log_density
from gmm.engine.distribution.columns import column_numbers
from gmm.io.model_document import document_of

blueprint = Blueprint("conditional", __name__)


@blueprint.post("/conditional")
@operation(
    body=ConditionalRequest,
    answers={JSON: (ConditionalAnswer,)},
    problems=(*COMPUTED, 404),
    example=example_densities.CONDITIONAL,
    example_answer=example_densities.CONDITIONAL_FOUND,
)
@computing
def conditional() -> Response:
    """Condition a mixture on known values

    The mixture of the other columns where the given ones have these values. Component k is component k of the
    model; its weight is its probability given the values.
    """
    wanted = read_json(ConditionalRequest)
    mixture = requested_mixture(wanted)
    found = engine.conditional(mixture, wanted.given)
    known = mixture.marginal(column_numbers(mixture.columns, wanted.given, "given"))
    density = float(log_density(known, [list(wanted.given.values())])[0])
    return json_answer(ConditionalAnswer(model=document_of(found), log_density=density))
