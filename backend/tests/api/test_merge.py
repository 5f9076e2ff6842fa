"""Asking which components make one cluster, and how doubtful rows are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from flask.testing import FlaskClient

from tests.api.conftest import Json

# Two clusters; components 0 and 2 are halves of one.
MODEL: Json = {
    "schema_version": 1,
    "covariance_type": "spherical",
    "columns": ["u"],
    "weights": [0.4, 0.3, 0.3],
    "means": [[0.0], [20.0], [1.5]],
    "covariances": [[[1.0]], [[1.0]], [[1.0]]],
}
ROWS = [[-1.0], [0.0], [0.7], [0.8], [1.5], [2.0], [19.0], [20.5], [21.0]]


def test_halves_of_a_cluster_merge_first(client: FlaskClient) -> None:
    answer = client.post("/merge", json={"model": MODEL, "data": ROWS}).get_json()

    assert [step["merged"] for step in answer["steps"]] == [[[0], [2]], [[0, 2], [1]]]
    assert [one["n_clusters"] for one in answer["clusterings"]] == [3, 2, 1]
    assert answer["clusterings"][1]["clusters"] == [[0, 2], [1]]
    assert answer["clusterings"][1]["labels"] == [0] * 6 + [1] * 3
    assert answer["clusterings"][2]["labels"] == [0] * 9
    assert answer["elbow"] == 2
    entropies = [one["entropy"] for one in answer["clusterings"]]
    assert entropies == sorted(entropies, reverse=True)
    assert answer["steps"][0]["entropy_before"] == entropies[0]
    assert answer["steps"][0]["n_rows"] == pytest.approx(6)


def test_labels_of_all_components_are_those_of_predict(client: FlaskClient) -> None:
    merged = client.post("/merge", json={"model": MODEL, "data": ROWS}).get_json()
    predicted = client.post("/predict", json={"model": MODEL, "data": ROWS}).get_json()

    assert merged["clusterings"][0]["labels"] == predicted["labels"]


def test_one_component_makes_no_tree(client: FlaskClient) -> None:
    model = {**MODEL, "weights": [1.0], "means": [[0.0]], "covariances": [[[1.0]]]}
    answer = client.post("/merge", json={"model": model, "data": ROWS}).get_json()

    assert answer["steps"] == [] and answer["elbow"] is None
    assert [one["clusters"] for one in answer["clusterings"]] == [[[0]]]


def test_the_doubt_of_each_row_is_told_on_request(client: FlaskClient) -> None:
    asked = {"model": MODEL, "data": ROWS}
    plain = client.post("/predict", json=asked).get_json()
    answer = client.post("/predict", json={**asked, "uncertainty": True}).get_json()
    resp = np.array(answer["responsibilities"])

    assert answer["uncertainty"] == pytest.approx(1 - resp.max(axis=1))
    assert answer["entropy"] == pytest.approx(-(resp * np.log(np.maximum(resp, 1e-300))).sum(axis=1))
    assert plain == {name: answer[name] for name in plain}
    assert answer.keys() - plain.keys() == {"uncertainty", "entropy"}


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"data": [[1.0, 2.0]]}, "data", "1 column (u)"),
        ({"data": [["one"]]}, "data", "column u must be a number"),
        ({"n_clusters": 2}, "n_clusters", "n_clusters"),
        ({"model_id": "some"}, "model_id", "one of the two"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    client: FlaskClient, changed: Json, field: str, said: str
) -> None:
    answer = client.post("/merge", json={"model": MODEL, "data": ROWS, **changed})

    assert (answer.status_code, answer.get_json()["field"]) == (422, field)
    assert said in answer.get_json()["detail"]


@pytest.mark.parametrize(
    ("limit", "allowed", "asked"),
    [
        ("max_answer_numbers", 26, "27 labels"),
        ("max_rows", 8, "9 rows"),
    ],
)
def test_more_than_the_service_allows_is_refused_with_the_estimate_and_the_limit(
    client_with: Callable[..., FlaskClient], limit: str, allowed: int, asked: str
) -> None:
    problem = client_with(**{limit: allowed}).post("/merge", json={"model": MODEL, "data": ROWS}).get_json()

    assert problem["type"] == "/problems/over-limit"
    assert asked in problem["detail"] and f"{allowed} (`{limit}`)" in problem["detail"]


def test_a_tree_that_would_take_too_long_is_refused_before_it_begins(
    client_with: Callable[..., FlaskClient],
) -> None:
    K = 400
    many = {**MODEL, "weights": [1 / K] * K, "means": [[k] for k in range(K)], "covariances": [[[1]]] * K}
    problem = client_with(max_seconds=5).post("/merge", json={"model": many, "data": ROWS * 1_000}).get_json()

    assert (problem["type"], problem["field"]) == ("/problems/over-limit", "data")
    assert "seconds of one core, as estimated; the limit is 5 (`max_seconds`)" in problem["detail"]
