"""`POST /regression`."""

from __future__ import annotations

from flask import Blueprint, Response

from gmm.api.contract.examples import densities as example_densities
from gmm.api.contract.operation import COMPUTED, JSON, operation
from gmm.api.limits import refuse_large_regression
from gmm.api.schemas.regression import RegressionAnswer, RegressionRequest
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.api.wire.answers import finite_list, json_answer
from gmm.api.wire.requests import read_request
from gmm.api.work.computing import computing
from gmm.engine import regress
from gmm.engine.distribution.columns import column_numbers
from gmm.io.samples import partial_samples_of

blueprint = Blueprint("regression", __name__)


@blueprint.post("/regression")
@operation(
    body=RegressionRequest,
    takes_tables=True,
    answers={JSON: (RegressionAnswer,)},
    problems=(*COMPUTED, 404),
    example=example_densities.REGRESSION,
    example_answer=example_densities.REGRESSED,
)
@computing
def regression() -> Response:
    """Predict some columns from others

    For each row of `data`, whose columns are `columns`: the mean and the covariance of the `targets` under
    the model. This is Gaussian mixture regression: curves that bend from one component to the next, with a
    spread of their own at every place. `null` is a missing value: what is expected then follows from the
    others.
    """
    wanted = read_request(RegressionRequest)
    mixture = requested_mixture(wanted)
    column_numbers(mixture.columns, wanted.columns, "columns")
    n_targets = len(wanted.targets) if wanted.targets else mixture.n_features - len(wanted.columns)
    refuse_large_regression(mixture, wanted.data, n_targets)
    rows = partial_samples_of(wanted.data, wanted.columns)
    found = regress(mixture, rows, wanted.columns, wanted.targets or None)
    return json_answer(
        RegressionAnswer(
            targets=list(found.columns),
            means=finite_list(found.means, "mean"),
            covariances=finite_list(found.covariances, "covariance"),
        )
    )
