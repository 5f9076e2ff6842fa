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
@pytest.mark.parametrize("cell", ['"text"', "NaN", "-Infinity", "1e999", "[2]", "true", "1e200"])
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
    problem = refusal(client, "/predict", {"model_id": "nobody", "data": [[1, "?"]]})
    assert problem["column"] == "x2"


def test_a_number_that_is_none_is_told_from_a_missing_one(client: FlaskClient) -> None:
    for text in ("NaN", "nan", "-Infinity"):
        problem = refusal(client, "/fit", f'{{"n_components": 1, "data": [[1, null], [3, {text}]]}}')
        assert f"Row 2 of data, column x2 must be a number or null, not {text}." in problem["detail"]


def model_with(**changed: object) -> Json:
    return {"model": {**MODEL, **changed}}


@pytest.mark.parametrize("reach", [1.7e308, 1e300, 1.1e100])
def test_a_grid_that_reaches_too_far_is_refused_by_its_axis(
    client: FlaskClient, fitted: Json, reach: float
) -> None:
    near, far = [0, 1, 3], [-reach, reach, 3]
    for columns, axes, field in [
        (["waiting"], {"x": far}, "grid.x"),
        (["waiting"], {"x": [0, reach, 3]}, "grid.x"),
        (["waiting"], {"x": [-reach, 0, 3]}, "grid.x"),
        (["waiting", "eruptions"], {"x": near, "y": far}, "grid.y"),
    ]:
        grid = {"columns": columns, **axes}
        problem = refusal(client, "/density", {"model_id": fitted["model_id"], "grid": grid})
        assert problem["field"] == field and field in problem["detail"], grid
        assert "row" not in problem


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # NumPy's, of the overflow that is refused here
def test_a_grid_too_far_from_a_narrow_mixture_is_not_blamed_on_a_row(client: FlaskClient) -> None:
    narrow = model_with(covariances=[[[1e-150, 0], [0, 1e-150]]])
    problem = refusal(client, "/density", {**narrow, "grid": {"columns": ["u"], "x": [-1e99, 1e99, 3]}})
    assert problem["field"] == "grid" and "row" not in problem


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/predict", {"data": [[0, 0], [1, 1]]}),
        ("/density", {"data": [[0, 0], [1, 1]]}),
        ("/density", {"grid": {"columns": ["u"], "x": [0, 1, 3]}}),
        ("/sample", {"n_samples": 3}),
    ],
)
def test_a_mixture_too_large_to_compute_with_is_refused_by_its_field(
    client: FlaskClient, path: str, asked: Json
) -> None:
    for changed, field in [
        ({"means": [[0, 1e308]]}, "model.means"),
        ({"means": [[-1.1e100, 0]]}, "model.means"),
        ({"covariances": [[[1e308, 0], [0, 1]]]}, "model.covariances"),
        ({"covariances": [[[1.1e200, 0], [0, 1.1e200]]]}, "model.covariances"),
    ]:
        problem = refusal(client, path, {**model_with(**changed), **asked})
        assert problem["field"] == field, changed


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("spread", [1e200, 1e-300])
def test_a_mixture_without_levels_is_refused_by_its_covariances(client: FlaskClient, spread: float) -> None:
    model = model_with(covariances=[[[spread, 0], [0, spread]]])
    problem = refusal(client, "/density", {**model, "grid": {"columns": ["u"], "x": [0, 0, 1]}})
    assert problem["field"] == "model.covariances" and "row" not in problem


@pytest.mark.parametrize("spread", [1e150, 1e-50])
def test_a_mixture_as_large_as_data_may_be_is_computed_with(client: FlaskClient, spread: float) -> None:
    model = model_with(means=[[1e100, -1e100]], covariances=[[[spread, 0], [0, spread]]])
    at_mean: Json = {"columns": ["u", "v"], "x": [1e100, 1e100, 1], "y": [-1e100, -1e100, 1]}

    for path, asked in [
        ("/predict", {"data": [[1e100, -1e100]]}),
        ("/density", {"grid": at_mean}),
        ("/sample", {"n_samples": 50}),
    ]:
        assert client.post(path, json={**model, **asked}).status_code == 200, path


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"means": [[0, 0], [1]]}, "model.means", "Mean 2 has length 1"),
        (
            {"covariances": [[[1, 0], [0, 1]], [[1, 0], [0]]]},
            "model.covariances",
            "Covariance 2 is not 2 x 2",
        ),
        ({"covariances": [[[1, 0], [0, 1]], [[1, 0]]]}, "model.covariances", "Covariance 2 is not 2 x 2"),
    ],
)
def test_a_component_of_the_wrong_shape_is_named(
    client: FlaskClient, changed: Json, field: str, said: str
) -> None:
    two = {"weights": [0.5, 0.5], "means": [[0, 0], [1, 1]], "covariances": MODEL["covariances"] * 2}
    problem = refusal(client, "/sample", {**model_with(**{**two, **changed}), "n_samples": 1})
    assert problem["field"] == field and said in problem["detail"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"columns": ["u", 2]}, "Entry 2 of model.columns must be text"),
        ({"columns": ["u", ""]}, "Entry 2 of model.columns must be text with a length of at least 1"),
        ({"weights": [0.5, "half"]}, "Entry 2 of model.weights must be a number"),
        ({"means": [[0, None]]}, "Entry 1, 2 of model.means must be a number"),
        ({"covariances": [[[1, 0], [0, "1"]]]}, "Entry 1, 2, 2 of model.covariances must be a number"),
        ({"means": []}, "model.means is empty"),
        ({"schema_version": 2}, "model.schema_version cannot be 2. It has to be 1."),
        ({"covariance_type": "round"}, "Choose one of full, tied, diag, spherical, EII, "),
        ({"covariance_typ": "full"}, "Did you mean covariance_type?"),
        ({"colour": "red"}, "There are schema_version, covariance_type, columns"),
    ],
)
def test_a_fault_inside_a_model_is_told_by_its_entry_and_by_what_would_do(
    client: FlaskClient, changed: Json, said: str
) -> None:
    problem = refusal(client, "/sample", {**model_with(**changed), "n_samples": 1})
    assert said in problem["detail"]


def test_a_wrong_entry_of_an_axis_or_of_the_names_is_told(client: FlaskClient) -> None:
    grid = {"columns": ["u"], "x": [0, 1, 2.5]}
    for path, body, said in [
        ("/density", {"model": MODEL, "grid": grid}, "Entry 3 of grid.x must be a whole number"),
        ("/fit", {"data": [[1, 2]], "columns": ["u", 2], "n_components": 1}, "Entry 2 of columns must be"),
    ]:
        assert said in refusal(client, path, body)["detail"]
