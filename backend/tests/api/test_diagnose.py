"""`POST /diagnose`: the engine's findings as JSON, with what a stored fit knows of its search."""

from __future__ import annotations

import numpy as np
from flask.testing import FlaskClient

from gmm.engine import Dataset, FitOptions, diagnose, fit
from tests.api.conftest import Json


def test_a_stored_fit_is_diagnosed_with_what_is_known_of_its_search(
    client: FlaskClient, iris: np.ndarray
) -> None:
    request = {"data": iris.tolist(), "n_components": 5, "seed": 1}
    fitted = client.post("/fit", json=request).get_json()
    answer = client.post("/diagnose", json={"model_id": fitted["model_id"], "data": iris.tolist()}).get_json()
    best = fit(Dataset(iris), FitOptions(5, seed=1))
    expected = diagnose(Dataset(iris), best.mixture, best.optima, best.warnings)

    assert [finding["code"] for finding in answer["findings"]] == [finding.code for finding in expected]
    assert [finding["message"] for finding in answer["findings"]] == [finding.message for finding in expected]
    assert "spurious_optima" in {finding["code"] for finding in answer["findings"]}
    assert answer["summary"].startswith(str(len(expected)))


def test_a_mixture_sent_along_is_diagnosed_by_its_rows_alone(client: FlaskClient, fitted: Json) -> None:
    data = [[3.6, 79], [1.8, 54], [3.3, 74]]
    answer = client.post("/diagnose", json={"model": fitted["model"], "data": data}).get_json()

    assert {"few_rows"} <= {finding["code"] for finding in answer["findings"]}
    for finding in answer["findings"]:
        assert set(finding) == {"code", "message", "remedy", "components", "rows", "number"}


def test_a_finding_without_a_finite_number_is_told_without_one(client: FlaskClient, fitted: Json) -> None:
    """The one row away from fifty equal ones is all the width there is."""
    model = {
        "schema_version": 1,
        "covariance_type": "full",
        "columns": ["u"],
        "weights": [1.0],
        "means": [[0.02]],
        "covariances": [[[0.02]]],
    }
    answer = client.post("/diagnose", json={"model": model, "data": [[0.0]] * 49 + [[1.0]]}).get_json()
    (finding,) = [finding for finding in answer["findings"] if finding["code"] == "influential_row"]

    assert finding["rows"] == [49] and finding["number"] is None


def test_rows_that_are_not_the_models_are_refused_by_their_place(client: FlaskClient, fitted: Json) -> None:
    for data, row in [([[1, 2], [3]], 2), ([[1, 2], [1e200, 2]], 2), ([[1, 2, 3]], 1)]:
        answer = client.post("/diagnose", json={"model_id": fitted["model_id"], "data": data})
        problem = answer.get_json()
        assert (answer.status_code, problem["field"], problem["row"]) == (422, "data", row), problem
    assert client.post("/diagnose", json={"data": [[1, 2]]}).get_json()["field"] == "model_id"
    assert client.post("/diagnose", json={"model_id": "nobody", "data": [[1, 2]]}).status_code == 404
