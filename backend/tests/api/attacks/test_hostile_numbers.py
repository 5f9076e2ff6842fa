"""Numbers at the edge of what doubles hold: an answer is finite or a refusal says why, and it comes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

TABLES: dict[str, list[list[Any]]] = {
    "as large as doubles get": [[1.7e308, -1.7e308], [-1.7e308, 1.7e308], [1e308, 1e308]],
    "subnormal": [[5e-324, 1e-310], [1e-320, 0.0], [0.0, 5e-324]],
    "far apart": [[1e300, 1e-300], [-1e300, 1e-300], [0.0, 1.0]],
    "all the same": [[1.0, 1.0]] * 5,
    "all zero": [[0.0, 0.0]] * 5,
    "on a line": [[float(x), 2.0 * x] for x in range(6)],
    "one row": [[1.0, 2.0]],
    "far from the origin": [[1e15 + x, 1e15 - x] for x in range(6)],
    "negative zero": [[-0.0, 0.0], [0.0, -0.0], [1.0, 1.0]],
    "one outlier": [[0.0, 0.0], [1.0, 1.0], [0.5, 0.2], [1e200, -1e200]],
    "missing but for one": [[None, None], [None, 1.0], [None, None]],
}
MODELS: dict[str, dict[str, Any]] = {
    "singular": {"covariances": [[[1.0, 1.0], [1.0, 1.0]]]},
    "indefinite": {"covariances": [[[1.0, 2.0], [2.0, 1.0]]]},
    "not symmetric": {"covariances": [[[1.0, 0.5], [0.1, 1.0]]]},
    "enormous": {"covariances": [[[1e308, 0.0], [0.0, 1e308]]]},
    "tiny": {"covariances": [[[5e-324, 0.0], [0.0, 5e-324]]]},
    "nearly singular": {"covariances": [[[1.0, 1.0 - 1e-16], [1.0 - 1e-16, 1.0]]]},
    "far away": {"means": [[1.7e308, -1.7e308]]},
    "weightless": {"weights": [0.0]},
    "overweight": {"weights": [1e308]},
}
ROUTES = ["/predict", "/density", "/sample", "/entropy", "/regions", "/merge", "/diagnose", "/marginal"]


def post(client: FlaskClient, path: str, body: dict[str, Any]) -> None:
    """The answer is finite, or a refusal that says what is wrong."""
    answer = client.post(path, json=body)
    document = json.loads(answer.data, parse_constant=lambda name: pytest.fail(f"{name} from {path}"))
    assert answer.status_code in (200, 422), (path, document)
    assert answer.status_code == 200 or document["detail"].endswith((".", "?"))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("covariance_type", ["full", "diag", "VVE"])
def test_a_fit_to_hostile_data_ends_and_is_finite(
    client: FlaskClient, table: str, covariance_type: str
) -> None:
    options = {"covariance_type": covariance_type, "n_components": 2, "n_init": 2, "max_iter": 50}
    post(client, "/fit", {"data": TABLES[table], **options})


@pytest.mark.parametrize("model", MODELS)
def test_a_hostile_mixture_is_refused_or_evaluated(client: FlaskClient, model: str) -> None:
    document = {
        "schema_version": 1,
        "covariance_type": "full",
        "columns": ["u", "v"],
        "weights": [1.0],
        "means": [[0.0, 0.0]],
        "covariances": [[[1.0, 0.0], [0.0, 1.0]]],
        **MODELS[model],
    }
    more = {
        "/sample": {"n_samples": 5},
        "/marginal": {"columns": ["u"]},
        "/entropy": {},
        "/regions": {"columns": ["u"]},
    }
    for path in ROUTES:
        post(client, path, {"model": document, **more.get(path, {"data": [[1.0, 2.0], [1e300, -1e300]]})})
