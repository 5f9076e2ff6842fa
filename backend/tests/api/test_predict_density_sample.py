"""Asking a mixture questions: whose is this row, how dense is it here, draw me some more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from gmm.engine import Mixture, log_density
from tests.api.conftest import Json


@pytest.fixture
def post(client: FlaskClient, fitted: Json) -> Callable[..., Any]:
    """Ask about the fitted mixture; the answer's JSON."""

    def ask(path: str, **body: object) -> Any:
        return client.post(path, json={"model_id": fitted["model_id"], **body}).get_json()

    return ask


def test_responsibilities_of_a_row_sum_to_one_and_the_label_is_the_largest(post: Callable[..., Any]) -> None:
    answer = post("/predict", data=[[3.0, 65.0], [4.5, 80.0], [1.9, 50.0]])
    resp = np.array(answer["responsibilities"])

    assert resp.sum(axis=1) == pytest.approx(np.ones(3))
    assert answer["labels"] == resp.argmax(axis=1).tolist()


def test_the_density_of_rows_is_that_of_predict(post: Callable[..., Any]) -> None:
    rows = [[3.0, 65.0], [4.5, 80.0]]
    assert post("/density", data=rows)["log_density"] == post("/predict", data=rows)["log_density"]


def test_a_grid_holds_the_density_with_one_row_for_each_y(post: Callable[..., Any]) -> None:
    grid = {"columns": ["eruptions", "waiting"], "x": [1, 6, 5], "y": [40, 100, 3]}
    answer = post("/density", grid=grid)

    assert answer["x"] == [1, 2.25, 3.5, 4.75, 6] and answer["y"] == [40, 70, 100]
    corner = post("/density", data=[[answer["x"][3], answer["y"][1]]])["log_density"][0]
    assert answer["log_density"][1][3] == pytest.approx(corner)


def test_the_columns_of_a_grid_may_be_swapped(post: Callable[..., Any]) -> None:
    straight = post("/density", grid={"columns": ["eruptions", "waiting"], "x": [1, 6, 4], "y": [40, 100, 3]})
    swapped = post("/density", grid={"columns": ["waiting", "eruptions"], "x": [40, 100, 3], "y": [1, 6, 4]})

    assert np.array(swapped["log_density"]) == pytest.approx(np.array(straight["log_density"]).T)


def test_a_grid_over_one_column_is_the_curve_of_its_marginal(post: Callable[..., Any]) -> None:
    answer = post("/density", grid={"columns": ["waiting"], "x": [0, 150, 1501]})
    density = np.exp(answer["log_density"])

    assert density.sum() * 0.1 == pytest.approx(1, abs=1e-3)


def test_the_levels_hold_the_probability_they_name(post: Callable[..., Any]) -> None:
    grid = {"columns": ["eruptions", "waiting"], "x": [0, 7, 400], "y": [20, 120, 400]}
    answer = post("/density", grid=grid)
    logs, cell = np.array(answer["log_density"]), (7 / 399) * (100 / 399)

    for probability, level in answer["levels"].items():
        held = np.exp(logs[logs >= level]).sum() * cell
        assert held == pytest.approx(float(probability), abs=0.01)


def test_samples_come_from_the_mixture_and_the_seed_decides_which(post: Callable[..., Any]) -> None:
    first, again, other = (post("/sample", n_samples=2000, seed=seed) for seed in (1, 1, 2))

    assert first == again != other
    assert first["columns"] == ["eruptions", "waiting"]
    assert np.bincount(first["labels"])[0] / 2000 == pytest.approx(0.644, abs=0.05)
    assert np.mean(first["data"], axis=0) == pytest.approx([3.49, 70.9], rel=0.05)


def test_a_row_too_far_away_for_a_density_is_refused_by_its_number(post: Callable[..., Any]) -> None:
    problem = post("/density", data=[[3.0, 65.0], [1e90, -1e90]])

    if "log_density" in problem:  # a finite number is as good an answer
        assert np.isfinite(problem["log_density"]).all()
    else:
        assert problem["type"] == "/problems/not-finite" and problem["row"] == 2


def test_a_grid_that_cannot_be_is_refused_by_its_field(post: Callable[..., Any]) -> None:
    both = ["eruptions", "waiting"]
    for grid, field in [
        ({"columns": ["eruptions"], "x": [0, 1, 0]}, "grid.x"),
        ({"columns": ["eruptions"], "x": [1, 0, 5]}, "grid.x"),
        ({"columns": ["eruptions"], "x": [0, 1, 5], "y": [0, 1, 5]}, "grid.y"),
        ({"columns": both, "x": [0, 1, 5]}, "grid.y"),
        ({"columns": ["eruptions", "height"], "x": [0, 1, 5], "y": [0, 1, 5]}, "grid.columns"),
        ({"columns": ["eruptions", "eruptions"], "x": [0, 1, 5], "y": [0, 1, 5]}, "grid.columns"),
        ({"columns": both, "x": [0, 1, 50_000], "y": [0, 1, 50_000]}, "grid"),
    ]:
        problem = post("/density", grid=grid)
        assert (problem["status"], problem["field"]) == (422, field), grid


def test_a_mixture_sent_along_need_not_be_stored(client: FlaskClient) -> None:
    model = {
        "schema_version": 1,
        "covariance_type": "spherical",
        "columns": ["u"],
        "weights": [0.25, 0.75],
        "means": [[0.0], [4.0]],
        "covariances": [[[1.0]], [[2.0]]],
    }
    answer = client.post("/density", json={"model": model, "data": [[0.5], [3.0]]}).get_json()
    mixture = Mixture.from_parameters(
        model["weights"], model["means"], model["covariances"], "spherical", model["columns"]
    )

    assert answer["log_density"] == log_density(mixture, np.array([[0.5], [3.0]])).tolist()
