"""Taking a density apart over HTTP: parts, expectations, quantiles, regions, averages, and every refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from gmm.engine import conditional, highest_density_regions, log_density, quantile, regress
from gmm.io.model_document import ModelDocument, mixture_of
from tests.api.conftest import Json

ROUTES = ["marginal", "conditional", "regression", "cdf", "quantiles", "regions", "entropy", "divergence"]
TIGHT: Json = {
    "schema_version": 1,
    "covariance_type": "full",
    "columns": ["u"],
    "weights": [0.5, 0.5],
    "means": [[0.0], [1.0]],
    "covariances": [[[1e-200]], [[1e-200]]],
}


@pytest.fixture
def post(client: FlaskClient, fitted: Json) -> Callable[..., Any]:
    """Ask about the fitted mixture; the answer's JSON."""

    def ask(path: str, **body: object) -> Any:
        return client.post(path, json={"model_id": fitted["model_id"], **body}).get_json()

    return ask


@pytest.fixture
def mixture(fitted: Json) -> Any:
    return mixture_of(ModelDocument(**fitted["model"]))


def test_a_marginal_can_be_sent_on(post: Callable[..., Any], client: FlaskClient) -> None:
    model = post("/marginal", columns=["waiting"])["model"]
    rows = [[60.0], [80.0]]
    curve = post("/density", grid={"columns": ["waiting"], "x": [60, 80, 2]})

    assert model["columns"] == ["waiting"]
    answer = client.post("/density", json={"model": model, "data": rows}).get_json()
    assert answer["log_density"] == pytest.approx(curve["log_density"], rel=1e-12)


def test_columns_of_a_marginal_come_in_the_order_asked_for(post: Callable[..., Any]) -> None:
    assert post("/marginal", columns=["waiting", "eruptions"])["model"]["columns"] == ["waiting", "eruptions"]


def test_a_conditional_and_the_density_of_what_is_given_make_the_joint_density(
    post: Callable[..., Any], client: FlaskClient
) -> None:
    answer = post("/conditional", given={"waiting": 66})
    rest = client.post("/density", json={"model": answer["model"], "data": [[2.5]]}).get_json()
    joint = post("/density", data=[[2.5, 66]])

    assert answer["model"]["columns"] == ["eruptions"]
    assert rest["log_density"][0] + answer["log_density"] == pytest.approx(joint["log_density"][0], rel=1e-10)


@pytest.mark.parametrize("value", [1e3, -1e30, 1e99])
def test_a_conditional_on_an_absurd_value_is_a_mixture_still(
    post: Callable[..., Any], client: FlaskClient, value: float
) -> None:
    model = post("/conditional", given={"eruptions": value})["model"]

    assert sum(model["weights"]) == pytest.approx(1) and min(model["weights"]) > 0
    assert client.post("/sample", json={"model": model, "n_samples": 3}).status_code == 200


def test_a_regression_is_the_engines(post: Callable[..., Any], mixture: Any) -> None:
    answer = post("/regression", columns=["waiting"], data=[[50], [70], [90]])
    found = regress(mixture, [[50], [70], [90]], ["waiting"])

    assert answer == {
        "targets": ["eruptions"],
        "means": found.means.tolist(),
        "covariances": found.covariances.tolist(),
    }
    here = conditional(mixture, {"waiting": 70})
    assert answer["means"][1] == pytest.approx(here.mean)


def test_probabilities_and_quantiles_undo_each_other(post: Callable[..., Any]) -> None:
    p = [1e-300, 0.1, 0.5, 0.99]
    for upper in (False, True):
        values = post("/quantiles", column="waiting", probabilities=p, upper=upper)["values"]
        answer = post("/cdf", column="waiting", values=values, upper=upper)

        assert answer["probabilities"] == pytest.approx(p, rel=1e-11, abs=0)
        assert answer["log_probabilities"] == pytest.approx(np.log(p), rel=1e-12)


def test_a_log_probability_goes_on_where_the_probability_is_nought(post: Callable[..., Any]) -> None:
    answer = post("/cdf", column="waiting", values=[-1e4])

    assert answer["probabilities"] == [0.0] and answer["log_probabilities"][0] < -1e5


def test_a_column_need_not_be_said_where_there_is_one(
    post: Callable[..., Any], client: FlaskClient, mixture: Any
) -> None:
    model = post("/marginal", columns=["waiting"])["model"]
    answer = client.post("/quantiles", json={"model": model, "probabilities": [0.25]}).get_json()

    assert answer["values"] == quantile(mixture, [0.25], "waiting").tolist()


def test_regions_of_one_column_are_intervals_that_hold_their_probability(
    post: Callable[..., Any], mixture: Any
) -> None:
    answer = post("/regions", column="waiting", probabilities=[0.5, 0.95])["regions"]
    exact = highest_density_regions(mixture, [0.5, 0.95], "waiting")

    for told, region in zip(answer, exact, strict=True):
        assert told["log_density"] == region.log_density
        assert [each["low"] for each in told["intervals"]] == [each.low for each in region.intervals]
        held = sum(each["probability"] for each in told["intervals"])
        assert held == pytest.approx(told["probability"], abs=1e-12)


def test_a_region_of_several_columns_is_told_by_its_level(post: Callable[..., Any], mixture: Any) -> None:
    (region,) = post("/regions", probabilities=[0.9], seed=4)["regions"]
    drawn = np.array(post("/sample", n_samples=50_000, seed=9)["data"])

    assert region["intervals"] is None
    inside = log_density(mixture, drawn) >= region["log_density"]
    assert inside.mean() == pytest.approx(0.9, abs=0.01)
    assert post("/regions", probabilities=[0.9], seed=4)["regions"] == [region]


def test_averages_come_with_their_error_and_depend_on_the_seed(
    post: Callable[..., Any], fitted: Json
) -> None:
    same = {"other": {"model_id": fitted["model_id"]}}
    moved = {**fitted["model"], "means": (np.array(fitted["model"]["means"]) + 0.5).tolist()}

    assert post("/divergence", **same)["value"] == pytest.approx(0, abs=1e-12)
    apart = post("/divergence", other={"model": moved}, n_samples=20_000)
    assert apart["value"] > 10 * apart["standard_error"] > 0
    first, again, other = (post("/entropy", n_samples=20_000, seed=seed) for seed in (1, 1, 2))
    assert first == again != other
    assert first["value"] == pytest.approx(
        other["value"], abs=5 * (first["standard_error"] + other["standard_error"])
    )


def test_the_entropy_of_one_component_is_exact(client: FlaskClient) -> None:
    one = {**TIGHT, "weights": [1.0], "means": [[0.0]], "covariances": [[[1.0]]]}
    answer = client.post("/entropy", json={"model": one}).get_json()

    assert answer == {
        "value": pytest.approx(0.5 * np.log(2 * np.pi * np.e)),
        "standard_error": 0,
        "n_samples": 0,
    }


@pytest.mark.parametrize(
    ("path", "body", "field", "said"),
    [
        ("/marginal", {"columns": []}, "columns", "empty"),
        ("/marginal", {"columns": ["height"]}, "columns", "'height', which is no column"),
        ("/marginal", {"columns": ["waiting", "waiting"]}, "columns", "'waiting' twice"),
        ("/conditional", {"given": {}}, "given", "empty"),
        ("/conditional", {"given": {"height": 1}}, "given", "there are eruptions, waiting"),
        ("/conditional", {"given": {"waiting": 1, "eruptions": 1}}, "given", "all columns"),
        (
            "/conditional",
            {"given": {"waiting": None}},
            "given",
            "A value in given must be a number, not null",
        ),
        (
            "/conditional",
            {"given": {"waiting": "70"}},
            "given",
            "A value in given must be a number, not text",
        ),
        ("/conditional", {"given": {"": 1}}, "given", "A name in given must be text"),
        ("/conditional", {"given": {"waiting": 1e101}}, "given", "too far from the mixture"),
        ("/conditional", {"given": [70]}, "given", "must be an object"),
        ("/regression", {"data": [[1]], "columns": ["height"]}, "columns", "no column"),
        ("/regression", {"data": [[1, 2]], "columns": ["waiting", "eruptions"]}, "columns", "all columns"),
        ("/regression", {"data": [[1]], "columns": ["waiting"], "targets": []}, "targets", "empty"),
        (
            "/regression",
            {"data": [[1]], "columns": ["waiting"], "targets": ["waiting"]},
            "targets",
            "is known",
        ),
        ("/regression", {"data": [], "columns": ["waiting"]}, "data", "empty"),
        ("/regression", {"data": [[1, 2]], "columns": ["waiting"]}, "data", "Row 1 of data has 2 numbers"),
        ("/cdf", {"values": [1]}, "column", "2 columns: eruptions, waiting"),
        ("/cdf", {"values": [], "column": "waiting"}, "values", "empty"),
        ("/cdf", {"values": [1, None], "column": "waiting"}, "values", "Entry 2 of values must be a number"),
        ("/cdf", {"values": [1, -1e300], "column": "waiting"}, "values", "Entry 2 of values lies so far"),
        ("/quantiles", {"probabilities": [0.5, 1], "column": "waiting"}, "probabilities", "Entry 2"),
        ("/quantiles", {"probabilities": [0], "column": "waiting"}, "probabilities", "greater than 0"),
        ("/quantiles", {"probabilities": [0.5], "column": "height"}, "column", "no column"),
        ("/quantiles", {"probabilities": [0.5]}, "column", "Say which one"),
        ("/regions", {"probabilities": [1.5]}, "probabilities", "less than 1"),
        ("/regions", {"probabilities": [0.5] * 21}, "probabilities", "at most 20"),
        ("/regions", {"probabilities": [0.5], "column": "height"}, "column", "no column"),
        ("/entropy", {"n_samples": 1}, "n_samples", "at least 2"),
        ("/entropy", {"n_samples": 10**9}, "n_samples", "`max_rows`"),
        ("/divergence", {}, "other", "missing"),
        ("/divergence", {"other": {}}, "other.model_id", "Give either model_id"),
        ("/divergence", {"other": {"model": TIGHT}}, "other", "this one has eruptions, waiting"),
        (
            "/divergence",
            {"other": {"model": {**TIGHT, "weights": [0.5, 0.9]}}},
            "other.model.weights",
            "sum to 1",
        ),
        ("/divergence", {"other": {"model": {**TIGHT, "colour": 1}}}, "other.model.colour", "no field"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_its_field(
    client: FlaskClient, fitted: Json, path: str, body: Json, field: str, said: str
) -> None:
    answer = client.post(path, json={"model_id": fitted["model_id"], **body})
    problem = answer.get_json()

    assert answer.status_code == 422, problem
    assert (problem["field"], problem["status"]) == (field, 422)
    assert said in problem["detail"]


def test_a_missing_value_of_a_regression_is_left_out_of_what_is_given(post: Callable[..., Any]) -> None:
    answer = post("/regression", columns=["waiting"], data=[[70], [None]])
    whole = post("/marginal", columns=["eruptions"])["model"]

    assert answer["means"][0] == post("/regression", columns=["waiting"], data=[[70]])["means"][0]
    mean = sum(w * m[0] for w, m in zip(whole["weights"], whole["means"], strict=True))
    assert answer["means"][1] == [pytest.approx(mean)]


def test_a_bad_cell_of_a_regression_is_named_by_the_column_of_the_data(
    client: FlaskClient, fitted: Json
) -> None:
    for cell in ('"x"', "NaN", "1e200"):
        body = f'{{"model_id": "{fitted["model_id"]}", "columns": ["waiting"], "data": [[70], [{cell}]]}}'
        problem = client.post("/regression", data=body, content_type="application/json").get_json()

        assert (problem["field"], problem["row"], problem["column"]) == ("data", 2, "waiting")


def test_an_unknown_other_model_is_told_as_that(client: FlaskClient, fitted: Json) -> None:
    body = {"model_id": fitted["model_id"], "other": {"model_id": "nobody"}}
    answer = client.post("/divergence", json=body)

    assert answer.status_code == 404
    assert answer.get_json()["pointer"] == "/other/model_id"


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # NumPy's, of the overflow that is refused here
def test_mixtures_too_far_apart_to_compute_with_are_refused(client: FlaskClient) -> None:
    far = {**TIGHT, "means": [[0.0], [1e99]], "covariances": [[[1.0]], [[1.0]]]}

    answer = client.post("/divergence", json={"model": far, "other": {"model": TIGHT}})
    assert (answer.status_code, answer.get_json()["field"]) == (422, "other")
    apart = {**TIGHT, "means": [[0.0], [1e90]]}
    for path, asked in [("/quantiles", {"probabilities": [0.5]}), ("/regions", {"probabilities": [0.5]})]:
        answer = client.post(path, json={"model": apart, **asked})
        assert (answer.status_code, answer.get_json()["field"]) == (422, "model.means")


def test_answers_larger_than_the_limits_are_refused(
    client_with: Callable[..., FlaskClient], fitted: Json
) -> None:
    client = client_with(max_rows=3, max_answer_numbers=5)
    for path, body, field in [
        ("/regression", {"columns": ["waiting"], "data": [[1], [2], [3]]}, "data"),
        ("/regression", {"columns": ["waiting"], "data": [[1]] * 4}, "data"),
        ("/cdf", {"column": "waiting", "values": [1, 2, 3, 4]}, "values"),
        ("/quantiles", {"column": "waiting", "probabilities": [0.5] * 4}, "probabilities"),
        ("/entropy", {"n_samples": 4}, "n_samples"),
        ("/divergence", {"n_samples": 4, "other": {"model": fitted["model"]}}, "n_samples"),
    ]:
        problem = client.post(path, json={"model": fitted["model"], **body}).get_json()
        assert (problem["type"], problem["field"]) == ("/problems/over-limit", field), path


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/cdf", {"column": "waiting", "values": [70.0] * 100_000}),
        ("/quantiles", {"column": "waiting", "probabilities": [0.5] * 100_000}),
        ("/regions", {"column": "waiting", "probabilities": [0.1, 0.2, 0.3, 0.4, 0.5]}),
        ("/entropy", {"n_samples": 2_000_000}),
        ("/divergence", {"n_samples": 2_000_000}),
    ],
)
def test_nobodys_answer_is_computed_to_its_end(
    client: FlaskClient, fitted: Json, path: str, body: Json
) -> None:
    looks: list[int] = []

    def left() -> bool:
        looks.append(1)
        return len(looks) == 2

    other = {"other": {"model_id": fitted["model_id"]}} if path == "/divergence" else {}
    answer = client.post(
        path,
        json={"model_id": fitted["model_id"], **body, **other},
        environ_overrides={"waitress.client_disconnected": left},
    )

    assert answer.status_code == 499
    assert len(looks) == 2


def test_many_values_are_answered_in_their_order(post: Callable[..., Any]) -> None:
    p = np.linspace(0.001, 0.999, 25_001).tolist()
    values = post("/quantiles", column="waiting", probabilities=p)["values"]

    assert len(values) == 25_001 and np.all(np.diff(values) > 0)
    assert values[12_500] == post("/quantiles", column="waiting", probabilities=[p[12_500]])["values"][0]


@pytest.mark.parametrize("route", ROUTES)
def test_unknown_fields_and_unknown_models_are_refused(client: FlaskClient, route: str) -> None:
    assert client.post(f"/{route}", json={"model_id": "x", "colour": "red"}).status_code == 422
    bodies: dict[str, Json] = {
        "marginal": {"columns": ["u"]},
        "conditional": {"given": {"u": 1}},
        "regression": {"columns": ["u"], "data": [[1]]},
        "cdf": {"values": [1]},
        "quantiles": {"probabilities": [0.5]},
        "regions": {"probabilities": [0.5]},
        "entropy": {},
        "divergence": {"other": {"model_id": "x"}},
    }
    assert client.post(f"/{route}", json={"model_id": "x", **bodies[route]}).status_code == 404
