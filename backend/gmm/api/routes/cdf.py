"""`POST /cdf`."""

from __future__ import annotations

import numpy as np
from flask import Blueprint, Response

from gmm import engine
from gmm.api.contract.examples import densities as example_densities
from gmm.api.contract.operation import COMPUTED, JSON, operation
from gmm.api.errors import NOT_FINITE, Problem
from gmm.api.limits import refuse_long_list
from gmm.api.schemas.cdf import CdfAnswer, CdfRequest
from gmm.api.tasks.requested_mixture import requested_mixture
from gmm.api.wire.answers import finite_list, json_answer
from gmm.api.wire.body import read_json
from gmm.api.work.computing import computing
from gmm.api.work.departure import in_parts
from gmm.engine import log_cdf

blueprint = Blueprint("cdf", __name__)


@blueprint.post("/cdf")
@operation(
    body=CdfRequest,
    answers={JSON: (CdfAnswer,)},
    problems=(*COMPUTED, 404),
    example=example_densities.CDF,
    example_answer=example_densities.CDF_FOUND,
)
@computing
def cdf() -> Response:
    """Say how probable smaller or greater values are

    The cumulative distribution function of one column: the probability of a value up to each of `values`, or,
    with `upper`, beyond it.
    """
    wanted = read_json(CdfRequest)
    mixture = requested_mixture(wanted)
    refuse_long_list(wanted.values, "values")
    column = wanted.column or None
    logs = in_parts(lambda part: log_cdf(mixture, part, column, wanted.upper), wanted.values)
    for bad in np.flatnonzero(~np.isfinite(logs))[:1].tolist():
        raise Problem(
            NOT_FINITE,
            f"Entry {bad + 1} of values lies so far from the mixture that the log of its probability is no "
            "number. Leave it out.",
            field="values",
            pointer=f"/values/{bad}",
        )
    found = engine.cdf(mixture, wanted.values, column, wanted.upper)
    return json_answer(
        CdfAnswer(
            probabilities=finite_list(found, "probability"),
            log_probabilities=finite_list(logs, "log-probability"),
        )
    )
