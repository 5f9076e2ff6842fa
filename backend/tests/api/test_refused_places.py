"""Refusals name the place that a person can find: the model's own column, the grid's own axis."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from tests.api.conftest import Json

MODEL: Json = {
    "schema_version": 1,
    "covariance_type": "full",
    "columns": ["u", "v"],
    "weights": [1.0],
    "means": [[0.0, 0.0]],
    "covariances": [[[1.0, 0.0], [0.0, 1.0]]],
}


def refusal(client: FlaskClient, path: str, body: Json | str) -> Json:
    """The problem document of a request that must be refused as unusable."""
    text = body if isinstance(body, str) else json.dumps(body)
    answer = client.post(path, data=text, content_type="application/json")
    assert answer.status_code == 422, answer.data
    return dict(answer.get_json())


@pytest.mark.parametrize("path", ["/predict", "/density"])
@pytest.mark.parametrize("cell", ["null", '"text"', "NaN", "-Infinity", "1e999", "[2]", "true", "1e200"])
def test_a_bad_cell_is_named_by_the_models_own_column(
    client: FlaskClient, fitted: Json, path: str, cell: str
) -> None:
    for mixture, column in [
        (f'"model_id": "{fitted["model_id"]}"', "waiting"),
        (f'"model": {json.dumps(MODEL)}', "v"),
    ]:
        for body in (f'{{{mixture}, "data": [[1, {cell}]]}}', f'{{"data": [[1, {cell}]], {mixture}}}'):
            problem = refusal(client, path, body)
            assert (problem["field"], problem["row"], problem["column"]) == ("data", 1, column)
            assert column in problem["detail"]


def test_a_bad_cell_for_an_unknown_model_is_named_by_its_number(client: FlaskClient) -> None:
    problem = refusal(client, "/predict", {"model_id": "nobody", "data": [[1, None]]})
    assert problem["column"] == "x2"
