"""Conversations about fitting: a person posts data, gets a mixture, and goes on using it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from flask.testing import FlaskClient

from gmm import __version__
from gmm.api.app import create_app
from gmm.api.settings import Settings
from tests.api.conftest import Json


def test_old_faithful_is_fitted_to_the_likelihood_that_the_literature_gives(fitted: Json) -> None:
    assert fitted["log_likelihood"] == pytest.approx(-1130.26396, abs=1e-4)
    assert fitted["model"]["columns"] == ["eruptions", "waiting"]
    assert fitted["n_samples"] == len(fitted["labels"]) == 272
    assert fitted["n_parameters"] == 11
    assert fitted["converged"] and fitted["stop_reason"] == "converged" and fitted["stop_message"]
    assert fitted["warnings"] == []


def test_the_criteria_are_those_of_the_textbook(fitted: Json) -> None:
    deviance, n_parameters = -2 * fitted["log_likelihood"], fitted["n_parameters"]

    assert fitted["aic"] == pytest.approx(deviance + 2 * n_parameters)
    assert fitted["bic"] == pytest.approx(deviance + n_parameters * np.log(272))
    assert fitted["icl"] >= fitted["bic"]


def test_every_start_tells_how_it_ended(fitted: Json) -> None:
    assert [start["start"] for start in fitted["starts"]] == list(range(len(fitted["starts"])))
    best = fitted["starts"][fitted["best_start"]]
    assert best["log_likelihood"] == pytest.approx(
        max(s["log_likelihood"] for s in fitted["starts"]), abs=1e-3
    )


@pytest.mark.parametrize("covariance_type", ["full", "tied", "diag", "spherical"])
def test_covariances_are_dense_whatever_the_structure(
    client: FlaskClient, faithful_request: Json, covariance_type: str
) -> None:
    answer = client.post("/fit", json={**faithful_request, "covariance_type": covariance_type}).get_json()

    assert np.shape(answer["model"]["covariances"]) == (2, 2, 2)
    assert answer["model"]["covariance_type"] == covariance_type


def test_the_same_request_gets_the_same_mixture(client: FlaskClient, faithful_request: Json) -> None:
    first, second = (client.post("/fit", json=faithful_request).get_json() for _ in range(2))

    assert first["model"] == second["model"]
    assert first["model_id"] != second["model_id"]


def test_a_fitted_mixture_is_used_by_its_id(
    client: FlaskClient, faithful_request: Json, fitted: Json
) -> None:
    rows = faithful_request["data"]
    predicted = client.post("/predict", json={"model_id": fitted["model_id"], "data": rows}).get_json()

    assert predicted["labels"] == fitted["labels"]
    assert sum(predicted["log_density"]) == pytest.approx(fitted["log_likelihood"])


def test_a_fitted_mixture_is_used_as_a_document(client: FlaskClient, fitted: Json) -> None:
    rows = [[3.6, 79], [1.8, 54]]
    by_id = client.post("/predict", json={"model_id": fitted["model_id"], "data": rows}).get_json()
    by_document = client.post("/predict", json={"model": fitted["model"], "data": rows}).get_json()

    assert by_document == by_id


def test_a_stored_fit_is_listed_and_read_again(client: FlaskClient, fitted: Json) -> None:
    (entry,) = client.get("/models").get_json()["models"]
    stored = client.get(f"/models/{entry['model_id']}").get_json()

    assert entry["model_id"] == fitted["model_id"]
    assert entry["n_components"] == 2 and entry["bic"] == fitted["bic"]
    assert stored == {
        **{name: value for name, value in fitted.items() if name != "labels"},
        "origin": "fit",
        "created_at": entry["created_at"],
        "program_version": __version__,
        "name": None,
        "tags": [],
        "note": None,
    }


def test_the_newest_fit_is_listed_first(client: FlaskClient, faithful_request: Json, fitted: Json) -> None:
    newer = client.post("/fit", json={**faithful_request, "n_components": 1}).get_json()

    listed = [entry["model_id"] for entry in client.get("/models").get_json()["models"]]
    assert listed == [newer["model_id"], fitted["model_id"]]


def test_a_model_survives_a_restart(database_url: str, fitted: Json) -> None:
    restarted = create_app(Settings(database_url=database_url)).test_client()

    answer = restarted.post("/predict", json={"model_id": fitted["model_id"], "data": [[1.8, 54]]})
    assert answer.status_code == 200
    assert restarted.get(f"/models/{fitted['model_id']}").get_json()["model"] == fitted["model"]


def test_unnamed_columns_are_called_x1_x2(client: FlaskClient) -> None:
    answer = client.post("/fit", json={"data": [[1, 2], [3, 4], [5, 7]], "n_components": 1}).get_json()
    assert answer["model"]["columns"] == ["x1", "x2"]


def test_a_constant_column_is_fitted_with_a_warning(client: FlaskClient) -> None:
    request = {"data": [[1, 5], [2, 5], [4, 5], [9, 5]], "columns": ["u", "v"], "n_components": 1}
    answer = client.post("/fit", json=request)

    assert answer.status_code == 200 and b"NaN" not in answer.data
    (warning,) = answer.get_json()["warnings"]
    assert warning["code"] == "constant_column" and "'v'" in warning["message"]


def test_duplicated_rows_are_fitted_with_finite_numbers(client: FlaskClient) -> None:
    answer = client.post("/fit", json={"data": [[1, 2], [3, 5]] * 20, "n_components": 2})

    assert answer.status_code == 200
    assert all(np.isfinite(answer.get_json()[name]) for name in ("log_likelihood", "bic", "aic", "icl"))


def test_a_request_over_a_limit_names_limit_and_field(
    client_with: Callable[..., FlaskClient], faithful_request: Json
) -> None:
    for limit, field in [
        ("max_rows", "data"),
        ("max_columns", "data"),
        ("max_components", "n_components"),
        ("max_model_numbers", "n_components"),
        ("max_starts", "n_init"),
        ("max_iterations", "max_iter"),
    ]:
        problem = client_with(**{limit: 1}).post("/fit", json=faithful_request).get_json()
        assert problem["type"] == "/problems/over-limit"
        assert problem["field"] == field and limit in problem["detail"]
