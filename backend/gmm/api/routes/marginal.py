"""`POST /marginal`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.contract.examples import densities as example_densities
from gmm.api.contract.operation import COMPUTED, JSON, operation
from gmm.api.schemas.marginal import MarginalAnswer, MarginalRequest
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.api.wire.answers import json_answer
from gmm.api.wire.body import read_json
from gmm.api.work.computing import computing
from gmm.engine.distribution.columns import column_numbers
from gmm.io.model_document import document_of

blueprint = Blueprint("marginal", __name__)


@blueprint.post("/marginal")
@operation(
    body=MarginalRequest,
    answers={JSON: (MarginalAnswer,)},
    problems=(*COMPUTED, 404),
    example=example_densities.MARGINAL,
    example_answer=example_densities.MARGINAL_FOUND,
)
@computing
def marginal() -> Response:
    """Keep some columns of a mixture

    The mixture of these columns alone, whatever the others are; columns come in the order asked for.
    """
    wanted = read_json(MarginalRequest)
    mixture = requested_mixture(wanted)
    chosen = column_numbers(mixture.columns, wanted.columns, "columns")
    return json_answer(MarginalAnswer(model=document_of(mixture.marginal(chosen))))
