"""`POST /entropy`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.contract.examples import densities as example_densities
from gmm.api.contract.operation import COMPUTED, JSON, operation
from gmm.api.limits import refuse_large_average
from gmm.api.schemas.entropy import AverageAnswer, EntropyRequest
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.api.wire.answers import json_answer
from gmm.api.wire.body import read_json
from gmm.api.work.computing import computing
from gmm.api.work.departure import while_client_listens
from gmm.engine.distribution.divergence import entropy_estimates

blueprint = Blueprint("entropy", __name__)


@blueprint.post("/entropy")
@operation(
    body=EntropyRequest,
    answers={JSON: (AverageAnswer,)},
    problems=(*COMPUTED, 404),
    example=example_densities.ENTROPY,
    example_answer=example_densities.ENTROPY_FOUND,
)
@computing
def entropy() -> Response:
    """Say how uncertain the rows of a mixture are

    The differential entropy, the mean of the negative log-density, with its standard error. Of one component
    it is known exactly.
    """
    wanted = read_json(EntropyRequest)
    mixture = requested_mixture(wanted)
    refuse_large_average(wanted.n_samples)
    estimates = entropy_estimates(mixture, wanted.n_samples, wanted.seed)
    *_, last = while_client_listens(estimates)
    return json_answer(
        AverageAnswer(value=last.value, standard_error=last.standard_error, n_samples=last.n_samples)
    )
