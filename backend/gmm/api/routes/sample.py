"""`POST /sample`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm import engine
from gmm.api.contract.examples import fits as example_fits
from gmm.api.contract.operation import COMPUTED, JSON, operation
from gmm.api.limits import refuse_large_sample
from gmm.api.schemas.sample import SampleAnswer, SampleRequest
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.api.wire.answers import finite_list, json_answer
from gmm.api.wire.body import read_json
from gmm.api.work.computing import computing

blueprint = Blueprint("sample", __name__)


@blueprint.post("/sample")
@operation(
    body=SampleRequest,
    answers={JSON: (SampleAnswer,)},
    problems=(*COMPUTED, 404),
    example=example_fits.SAMPLE,
    example_answer=example_fits.SAMPLED,
)
@computing
def sample() -> Response:
    """Draw rows from a mixture

    The same seed draws the same rows.
    """
    wanted = read_json(SampleRequest)
    mixture = requested_mixture(wanted)
    refuse_large_sample(mixture, wanted.n_samples)
    samples, labels = engine.sample(mixture, wanted.n_samples, wanted.seed)
    return json_answer(
        SampleAnswer(
            data=finite_list(samples, "values"), labels=labels.tolist(), columns=list(mixture.columns)
        )
    )
