"""Asking which mixture suits the data: the table, what it says, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from gmm.api.contract.examples import selection as example_selection
from gmm.api.contract.operation import NDJSON
from gmm.engine import STRUCTURES
from tests.api.conftest import Json
from tests.api.test_error_contract import assert_problem, post
from tests.api.test_service import near


@pytest.fixture
def wanted(faithful_request: Json) -> Json:
    """Up to three components of Old Faithful, under the structures of scikit-learn."""
    data = {name: faithful_request[name] for name in ("data", "columns")}
    structures = ["full", "tied", "diag", "spherical"]
    return {**data, "n_components": [1, 2, 3], "covariance_type": structures}


def test_the_table_has_a_cell_for_all_that_was_asked_for(client: FlaskClient, wanted: Json) -> None:
    answer = client.post("/select", json=wanted).get_json()

    named = {(cell["n_components"], cell["covariance_type"]) for cell in answer["cells"]}
    assert named == {(K, name) for K in (1, 2, 3) for name in wanted["covariance_type"]}
    assert answer["failures"] == [] and answer["tests"] == [] and answer["n_samples"] == 272
    assert [choice["criterion"] for choice in answer["choices"]] == ["bic", "aic", "icl", "icl_entropy"]
    for cell in answer["cells"]:
        assert cell["bic"] <= cell["icl"] <= cell["icl_entropy"] and cell["cross_validation"] is None


def test_the_choice_is_the_least_bic_and_says_how_decided_it_is(client: FlaskClient, wanted: Json) -> None:
    answer = client.post("/select", json=wanted).get_json()

    choice = answer["choices"][0]
    best = min((cell for cell in answer["cells"] if cell["sound"]), key=lambda cell: cell["bic"])
    assert choice["preferred"] == {"n_components": 3, "covariance_type": "tied", "letters": "EEE"}
    assert best["bic"] == pytest.approx(2314.2956, abs=1e-3)
    assert choice["margin"] > 0 and choice["strength"] and answer["verdict"][0] == choice["sentence"]


def test_the_model_that_comes_back_answers_questions(client: FlaskClient, wanted: Json) -> None:
    answer = client.post("/select", json=wanted).get_json()
    predicted = client.post("/predict", json={"model": answer["model"], "data": wanted["data"]}).get_json()

    (best,) = [
        cell
        for cell in answer["cells"]
        if cell["covariance_type"] == answer["model"]["covariance_type"]
        and cell["n_components"] == len(answer["model"]["weights"])
    ]
    assert sum(predicted["log_density"]) == pytest.approx(best["log_likelihood"])


def test_a_stream_tells_cell_by_cell_and_ends_with_the_whole_answer(
    client: FlaskClient, wanted: Json
) -> None:
    asked = {**wanted, "n_components": [1, 2], "n_folds": 3, "n_replicates": 2, "level": 0.9}
    whole = client.post("/select", json=asked).get_json()
    answer = client.post("/select", json=asked, headers={"Accept": NDJSON})
    *told, result = [json.loads(line) for line in answer.data.splitlines()]

    assert result.pop("event") == "result" and result == whole
    told = [event for event in told if event["event"] != "progress"]
    last = {(event["n_components"], event.get("covariance_type"), event["event"]): event for event in told}
    for cell in whole["cells"]:
        event = last[cell["n_components"], cell["covariance_type"], "cell"]
        assert event == {"event": "cell", **cell}
    assert [event["event"] for event in told[-3:]] == ["replicate", "replicate", "test"]


def test_all_structures_and_nine_components_are_asked_for_by_default(client: FlaskClient) -> None:
    rows = [[float(i % 7), float(i * i % 11)] for i in range(12)]
    answer = client.post("/select", json={"data": rows}).get_json()
    found = answer["cells"] + answer["failures"]

    assert {cell["covariance_type"] for cell in found} == set(STRUCTURES)
    assert {cell["n_components"] for cell in found} == set(range(1, 10))


def test_the_worked_answer_is_what_the_service_answers(client: FlaskClient) -> None:
    answer = client.post("/select", json=example_selection.SELECT).get_json()
    promised = dict(example_selection.SELECTED)
    for told in (answer, promised):  # how many iterations it takes is nobody's promise
        told["cells"] = [{**cell, "n_iterations": 0} for cell in told["cells"]]

    assert answer == near(promised)


def test_a_cell_that_cannot_be_fitted_is_reported_with_its_reason(client: FlaskClient) -> None:
    body = {"data": [[1], [2], [4]], "n_components": [1, 4], "covariance_type": ["full"]}
    (failure,) = client.post("/select", json=body).get_json()["failures"]

    assert failure["n_components"] == 4 and "at least 4 rows" in failure["reason"]


@pytest.mark.parametrize(
    ("option", "field"),
    [
        ({"n_components": []}, "n_components"),
        ({"n_components": 3}, "n_components"),
        ({"n_components": [0]}, "n_components"),
        ({"covariance_type": []}, "covariance_type"),
        ({"covariance_type": "round"}, "covariance_type"),
        ({"covariance_type": ["round"]}, "covariance_type"),
        ({"criterion": "wic"}, "criterion"),
        ({"n_folds": -1}, "n_folds"),
        ({"n_replicates": 1.5}, "n_replicates"),
        ({"level": 1}, "level"),
        ({"tol": -1}, "tol"),
        ({"covariance_floor": 0}, "covariance_floor"),
        ({"seed": -1}, "seed"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_bad_option_is_named(client: FlaskClient, option: Json, field: str) -> None:
    refused = post(client, "/select", {"data": [[1, 2], [3, 4]], **option})
    assert_problem(refused, 422, "invalid-value", field=field)


def test_a_structure_that_is_none_is_answered_with_those_there_are(client: FlaskClient) -> None:
    for wrong in ("round", ["full", "round"]):
        refused = post(client, "/select", {"data": [[1, 2], [3, 4]], "covariance_type": wrong}).get_json()
        assert "cannot be 'round'. Choose one of all, full, tied" in refused["detail"]


def test_one_structure_may_go_without_a_list_and_by_any_of_its_names(
    client: FlaskClient, wanted: Json
) -> None:
    for name in ("full", "VVV", ["VVV"]):
        answer = client.post("/select", json={**wanted, "covariance_type": name}).get_json()
        assert {cell["covariance_type"] for cell in answer["cells"]} == {"full"}


def test_a_selection_takes_what_a_fit_takes(client: FlaskClient, wanted: Json) -> None:
    data = [[None if i % 9 == 0 else x, y] for i, (x, y) in enumerate(wanted["data"])]
    asked = {"data": data, "weights": [1 + i % 2 for i in range(len(data))], "noise": True, "prior": True}
    answer = client.post("/select", json={**wanted, **asked, "n_components": [2]}).get_json()
    fitted = client.post("/fit", json={**asked, "n_components": 2}).get_json()

    (cell,) = [cell for cell in answer["cells"] if cell["covariance_type"] == "full"]
    assert cell["log_likelihood"] == pytest.approx(fitted["log_likelihood"], abs=1e-2)
    assert answer["model"]["noise"]["weight"] > 0


def test_options_that_do_not_go_together_are_named(client: FlaskClient) -> None:
    data: Json = {"data": [[1, 2], [3, 4], [5, 7]], "n_components": [1]}
    for option in ({"criterion": "cross_validation"}, {"n_folds": 1}):
        assert_problem(post(client, "/select", {**data, **option}), 422, "invalid-option", field="n_folds")
    assert_problem(post(client, "/select", {**data, "n_folds": 4}), 422, "invalid-data", field="n_folds")


def test_bad_rows_are_named_as_in_a_fit(client: FlaskClient) -> None:
    body = b'{"data": [[1, 2], [3, 1e200]], "columns": ["u", "v"]}'
    assert_problem(post(client, "/select", body), 422, "invalid-data", field="data", row=2, column="v")


def test_if_no_cell_can_be_fitted_the_sweep_is_refused(client: FlaskClient) -> None:
    body = {"data": [[1, 2], [3, 4]], "n_components": [3]}
    assert_problem(post(client, "/select", body), 422, "fit-failed")


@pytest.mark.parametrize(
    ("limit", "option", "field"),
    [
        ({"max_rows": 2}, {}, "data"),
        ({"max_columns": 1}, {}, "data"),
        ({"max_components": 2}, {}, "n_components"),
        ({"max_model_numbers": 10}, {}, "n_components"),
        ({"max_starts": 2}, {"n_init": 3}, "n_init"),
        ({"max_iterations": 2}, {"max_iter": 3}, "max_iter"),
        ({"max_replicates": 2}, {"n_replicates": 3}, "n_replicates"),
    ],
)
def test_what_is_beyond_a_limit_is_refused(
    client_with: Callable[..., FlaskClient], limit: dict[str, int], option: Json, field: str
) -> None:
    (name,) = limit
    body = {"data": [[1, 2], [3, 4], [5, 7]], "n_components": [1, 3], **option}
    problem = assert_problem(post(client_with(**limit), "/select", body), 422, "over-limit", field=field)
    assert name in problem["detail"]


def test_a_sweep_too_large_is_refused_with_the_estimate_and_the_limit(
    client_with: Callable[..., FlaskClient], wanted: Json
) -> None:
    asked: dict[str, Any] = {**wanted, "n_components": list(range(1, 40)), "n_replicates": 10_000}
    problem = assert_problem(
        post(client_with(max_seconds=60), "/select", asked), 422, "over-limit", field="n_components"
    )
    assert "seconds of one core, as estimated; the limit is 60" in problem["detail"]
