"""`POST /sample`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm import engine
from gmm.api import worked_calls
from gmm.api.answers import finite_list, json_answer
from gmm.api.body import read_json
from gmm.api.computing import computing
from gmm.api.limits import refuse_large_sample
from gmm.api.operation import COMPUTED, JSON, operation
from gmm.api.requested_mixture import requested_mixture
from gmm.api.schemas.sample import SampleAnswer, SampleRequest

blueprint = Blueprint("sample", __name__)


@blueprint.post("/sample")
@operation(
    body=SampleRequest,
    answers={JSON: (SampleAnswer,)},
    problems=(*COMPUTED, 404),
    example=worked_calls.SAMPLE,
    example_answer=worked_calls.SAMPLED,
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
