"""Asking how sure the parameters are: whole, line by line, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest
from flask.testing import FlaskClient

from gmm.api.contract.operation import NDJSON
from tests.api.conftest import Json

MODEL: Json = {
    "schema_version": 1,
    "covariance_type": "full",
    "columns": ["u", "v"],
    "weights": [0.5, 0.5],
    "means": [[0.0, 0.0], [9.0, 9.0]],
    "covariances": [[[1.0, 0.0], [0.0, 1.0]]] * 2,
}
ROWS = [[0.0, 0.1], [1.0, 0.0], [0.2, 1.3], [-1.0, 0.4], [9.0, 8.0], [8.1, 9.5], [10.0, 9.9], [9.4, 8.8]]


@pytest.fixture
def request_of(fitted: Json, faithful_request: Json) -> Json:
    """A bootstrap of Old Faithful, quick enough for a test."""
    return {"model_id": fitted["model_id"], "data": faithful_request["data"], "n_replicates": 40}


def test_every_parameter_has_an_error_an_interval_and_a_bias(
    client: FlaskClient, request_of: Json, fitted: Json
) -> None:
    answer = client.post("/bootstrap", json=request_of).get_json()

    assert answer["replicates"] == {"used": 40, "component_lost": 0, "spurious": 0, "failed": 0}
    assert answer["columns"] == ["eruptions", "waiting"] and answer["warnings"] == []
    for part in ("weights", "means", "covariances"):
        estimate = np.array(fitted["model"][part])
        errors, lower, upper, bias = (
            np.array(answer[what][part]) for what in ("standard_errors", "lower", "upper", "bias")
        )
        assert errors.shape == estimate.shape and np.all(errors > 0)
        assert np.all(lower < upper)
        assert np.all(np.abs(bias) < errors)
        assert np.all(np.abs(lower + upper - 2 * estimate) < 3 * errors)


def test_the_stream_tells_every_replicate_and_ends_with_the_whole_answer(
    client: FlaskClient, request_of: Json
) -> None:
    asked = {**request_of, "n_replicates": 5, "kind": "weighted-likelihood"}
    streamed = client.post("/bootstrap", json=asked, headers={"Accept": NDJSON})
    *told, result = [json.loads(line) for line in streamed.data.splitlines()]

    assert streamed.mimetype == NDJSON
    assert [event["event"] for event in told] == ["replicate"] * 5
    assert [(event["replicate"], event["n_replicates"]) for event in told] == [(i, 5) for i in range(5)]
    weights = np.array([event["model"]["weights"] for event in told])
    assert result["standard_errors"]["weights"] == pytest.approx(weights.std(axis=0, ddof=1))
    assert result.pop("event") == "result"
    assert result == client.post("/bootstrap", json=asked).get_json()


@pytest.mark.parametrize("accept", ["application/json", NDJSON])
def test_nobodys_bootstrap_is_computed_to_its_end(client: FlaskClient, request_of: Json, accept: str) -> None:
    asked: list[int] = []

    def left() -> bool:
        asked.append(1)
        return len(asked) > 3

    answer = client.post(
        "/bootstrap",
        json={**request_of, "n_replicates": 60},
        headers={"Accept": accept},
        environ_overrides={"waitress.client_disconnected": left},
    )

    assert len(answer.data.splitlines()) == (3 if accept == NDJSON else 1)
    assert answer.status_code == (200 if accept == NDJSON else 499)
    assert len(asked) == 4


def test_what_is_left_out_is_told_and_counted(client: FlaskClient) -> None:
    asked = {"model": MODEL, "data": ROWS, "n_replicates": 30}
    streamed = client.post("/bootstrap", json=asked, headers={"Accept": NDJSON})
    *told, result = [json.loads(line) for line in streamed.data.splitlines()]
    left_out = [event for event in told if event["fate"] != "used"]

    assert left_out and all(event["model"] is None for event in left_out)
    assert result["event"] == "result"
    assert sum(result["replicates"].values()) == 30
    assert result["replicates"]["used"] == 30 - len(left_out)
    assert "replicates_left_out" in [warning["code"] for warning in result["warnings"]]


def test_a_stream_without_one_good_replicate_ends_with_the_problem(client: FlaskClient) -> None:
    twice = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [9.0, 9.0]]
    asked = {"model": MODEL, "data": twice, "n_replicates": 3}
    streamed = client.post("/bootstrap", json=asked, headers={"Accept": NDJSON})
    *told, problem = [json.loads(line) for line in streamed.data.splitlines()]
    whole = client.post("/bootstrap", json=asked)

    assert len(told) == 3 and all(event["fate"] != "used" for event in told)
    assert problem["event"] == "problem" and problem["type"] == "/problems/fit-failed"
    assert whole.status_code == 422 and whole.get_json()["detail"] == problem["detail"]


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"n_replicates": 1}, "n_replicates", "n_replicates"),
        ({"n_replicates": 2.5}, "n_replicates", "whole number"),
        ({"level": 1}, "level", "level"),
        ({"level": 0}, "level", "level"),
        ({"kind": "jackknife"}, "kind", "nonparametric, parametric, weighted-likelihood"),
        ({"seed": -1}, "seed", "seed"),
        ({"max_iter": -1}, "max_iter", "max_iter"),
        ({"tol": -1}, "tol", "tol"),
        ({"covariance_floor": 1}, "covariance_floor", "covariance_floor"),
        ({"n_bootstraps": 9}, "n_bootstraps", "n_bootstraps"),
        ({"data": [[1.0]]}, "data", "2 columns (u, v)"),
        ({"data": [[1.0, None]]}, "data", "column 'v' is missing"),
        ({"data": []}, "data", "empty"),
        ({"model_id": "some"}, "model_id", "one of the two"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    client: FlaskClient, changed: Json, field: str, said: str
) -> None:
    answer = client.post("/bootstrap", json={"model": MODEL, "data": ROWS, "n_replicates": 2, **changed})
    problem = answer.get_json()

    assert (answer.status_code, problem["field"]) == (422, field), problem
    assert said in problem["detail"]


def test_an_unknown_model_is_not_found(client: FlaskClient) -> None:
    answer = client.post("/bootstrap", json={"model_id": "nobody", "data": ROWS})

    assert answer.status_code == 404 and answer.get_json()["type"] == "/problems/unknown-model"


@pytest.mark.parametrize(
    ("limit", "allowed", "asked"),
    [
        ("max_replicates", 9, "10 replicates"),
        ("max_answer_numbers", 79, "80 numbers in all replicates"),
        ("max_rows", 7, "8 rows"),
        ("max_components", 1, "2 components"),
    ],
)
def test_more_than_the_service_allows_is_refused_with_the_estimate_and_the_limit(
    client_with: Callable[..., FlaskClient], limit: str, allowed: int, asked: str
) -> None:
    wanted = {"model": MODEL, "data": ROWS, "n_replicates": 10}
    problem = client_with(**{limit: allowed}).post("/bootstrap", json=wanted).get_json()

    assert problem["type"] == "/problems/over-limit"
    assert asked in problem["detail"] and f"{allowed} (`{limit}`)" in problem["detail"]


def test_a_bootstrap_that_would_take_too_long_is_refused_before_it_begins(
    client_with: Callable[..., FlaskClient],
) -> None:
    wanted = {"model": MODEL, "data": ROWS * 1_000, "n_replicates": 5_000}
    problem = client_with(max_seconds=30).post("/bootstrap", json=wanted).get_json()

    assert (problem["type"], problem["field"]) == ("/problems/over-limit", "n_replicates")
    assert "seconds of one core, as estimated; the limit is 30 (`max_seconds`)" in problem["detail"]
    shorter = {**wanted, "n_replicates": 2, "max_iter": 1}
    assert client_with(max_seconds=30).post("/bootstrap", json=shorter).status_code == 200
