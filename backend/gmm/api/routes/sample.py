"""`POST /sample`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response
from numpy.typing import NDArray

from gmm import engine
from gmm.api.contract.examples import fits as example_fits
from gmm.api.contract.operation import COMPUTED, JSON, operation
from gmm.api.limits import refuse_large_sample
from gmm.api.schemas.sample import SampleAnswer, SampleRequest
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.api.wire.answers import finite_list
from gmm.api.wire.body import read_json
from gmm.api.wire.row_answers import ROWS_ANSWERS, rows_answer
from gmm.api.work.computing import computing
from gmm.io.readers.names import usable_names

blueprint = Blueprint("sample", __name__)


@blueprint.post("/sample")
@operation(
    body=SampleRequest,
    answers={JSON: (SampleAnswer,), **ROWS_ANSWERS},
    problems=(*COMPUTED, 404, 406),
    example=example_fits.SAMPLE,
    example_answer=example_fits.SAMPLED,
)
@computing
def sample() -> Response:
    """Draw rows from a mixture

    The same seed draws the same rows. By `Accept` the answer is JSON, CSV, an Arrow stream, .npy or raw
    numbers, as of `POST /predict`.
    """
    wanted = read_json(SampleRequest)
    mixture = requested_mixture(wanted)
    refuse_large_sample(mixture, wanted.n_samples)
    samples, labels = engine.sample(mixture, wanted.n_samples, wanted.seed)
    fields: dict[str, NDArray[Any]] = {
        name: samples[:, column] for column, name in enumerate(mixture.columns)
    }
    fields[_unlike("label", mixture.columns)] = labels

    def answer() -> SampleAnswer:
        return SampleAnswer(
            data=finite_list(samples, "values"), labels=labels.tolist(), columns=list(mixture.columns)
        )

    return rows_answer(fields, answer, "samples", None)


def _unlike(name: str, others: Sequence[str]) -> str:
    """The name, or one like it that no other column has."""
    return usable_names([*others, name])[-1]
