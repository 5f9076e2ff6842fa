"""`POST /predict`."""

from __future__ import annotations

from flask import Blueprint, Response
from msgspec import UNSET

from gmm.api.contract.examples import fits as example_fits
from gmm.api.contract.operation import COMPUTED, JSON, operation
from gmm.api.limits import refuse_large_prediction
from gmm.api.schemas.predict import PredictAnswer, PredictRequest
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.api.wire.answers import finite_list
from gmm.api.wire.requests import read_request
from gmm.api.wire.row_answers import ROWS_ANSWERS, rows_answer, taken_rows
from gmm.api.work.computing import computing
from gmm.engine import NOISE, assignment_entropies, responsibilities, uncertainties
from gmm.io.samples import placing, refuse_other_width

blueprint = Blueprint("predict", __name__)


@blueprint.post("/predict")
@operation(
    body=PredictRequest,
    takes_tables=True,
    answers={JSON: (PredictAnswer,), **ROWS_ANSWERS},
    problems=(*COMPUTED, 404, 406),
    example=example_fits.PREDICT,
    example_answer=example_fits.PREDICTED,
)
@computing
def predict() -> Response:
    """Assign rows to components

    For each row of `data`: its most probable component, the probability of every component, and the natural
    log of the mixture's density there (low densities are anomalies); with `uncertainty`, how doubtful its
    component is. A row with missing values (`null`) is judged by what is observed of it; where nothing is,
    its probabilities are the weights. Name a stored mixture by `model_id` or send one as `model`.

    By `Accept` the answer is JSON or a table with a row for each row: CSV, an Arrow stream, .npy, or
    `application/octet-stream; dtype=float32` (or float64), which is little-endian numbers alone, field after
    field: all labels, all responsibilities row by row, all log-densities; the answer's Content-Type tells the
    `layout`, such as `label:1,responsibility:2,log_density:1`, in numbers a row.
    """
    wanted = read_request(PredictRequest)
    mixture = requested_mixture(wanted)
    refuse_large_prediction(mixture, wanted.data)
    refuse_other_width(wanted.data, mixture.columns)
    with placing(wanted.data, mixture.columns):
        resp, log_density = responsibilities(mixture, wanted.data.matrix)
    K = mixture.n_components
    labels = resp.argmax(axis=1)
    labels[labels == K] = NOISE
    fields = {"label": labels, "responsibility": resp[:, :K]}
    if mixture.noise:
        fields["noise"] = resp[:, K]
    fields["log_density"] = log_density
    if wanted.uncertainty:
        fields |= {"uncertainty": uncertainties(resp), "entropy": assignment_entropies(resp)}

    def answer() -> PredictAnswer:
        return PredictAnswer(
            labels=labels.tolist(),
            rows=taken_rows(wanted.data),
            responsibilities=finite_list(resp[:, :K], "responsibilities"),
            noise=finite_list(resp[:, K], "probability of noise") if mixture.noise else UNSET,
            log_density=finite_list(log_density, "log-density"),
            uncertainty=fields["uncertainty"].tolist() if wanted.uncertainty else UNSET,
            entropy=fields["entropy"].tolist() if wanted.uncertainty else UNSET,
        )

    return rows_answer(fields, answer, "predictions", wanted.data)
