"""`POST /divergence`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.contract.examples import densities as example_densities
from gmm.api.contract.operation import COMPUTED, JSON, operation
from gmm.api.errors import within
from gmm.api.limits import refuse_large_average
from gmm.api.schemas.divergence import DivergenceRequest
from gmm.api.schemas.entropy import AverageAnswer
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.api.wire.answers import json_answer
from gmm.api.wire.body import read_json
from gmm.api.work.computing import computing
from gmm.api.work.departure import while_client_listens
from gmm.engine.distribution.divergence import kl_divergence_estimates

blueprint = Blueprint("divergence", __name__)


@blueprint.post("/divergence")
@operation(
    body=DivergenceRequest,
    answers={JSON: (AverageAnswer,)},
    problems=(*COMPUTED, 404),
    example=example_densities.DIVERGENCE,
    example_answer=example_densities.DIVERGENCE_FOUND,
)
@computing
def divergence() -> Response:
    """Say how far one mixture is from another

    The Kullback-Leibler divergence of `other` from the model: the mean over the model's rows of the
    log-density under the model less that under the other, with its standard error. It is 0 for the same
    density, and not the same the other way round. Columns go by their names.
    """
    wanted = read_json(DivergenceRequest)
    mixture = requested_mixture(wanted)
    with within("other"):
        other = requested_mixture(wanted.other)
    refuse_large_average(wanted.n_samples)
    estimates = kl_divergence_estimates(mixture, other, wanted.n_samples, wanted.seed)
    *_, last = while_client_listens(estimates)
    return json_answer(
        AverageAnswer(value=last.value, standard_error=last.standard_error, n_samples=last.n_samples)
    )
