"""Fits of what is only partly known, and of what more is known of, as conversations over HTTP."""

from __future__ import annotations

import json

import numpy as np
import pytest
from flask.testing import FlaskClient
from scipy.stats import multivariate_normal

from gmm.engine import FitOptions, dataset_of, fit
from tests.api.conftest import Json
from tests.api.test_error_contract import assert_problem, post

rng = np.random.default_rng(7)
GROUPS = np.vstack([rng.normal(0, 1, (60, 2)), rng.normal(9, 1.5, (40, 2))])
SCATTERED = np.vstack([GROUPS, rng.uniform(-30, 40, (12, 2))])
GAPS = [[None if i % 5 == 0 else x, None if i % 5 == 2 else y] for i, (x, y) in enumerate(GROUPS.tolist())]
MODEL: Json = {
    "schema_version": 1,
    "covariance_type": "full",
    "columns": ["u", "v"],
    "weights": [0.5, 0.3],
    "means": [[0.0, 0.0], [9.0, 9.0]],
    "covariances": [[[1.0, 0.2], [0.2, 1.0]], [[2.0, -0.5], [-0.5, 3.0]]],
    "noise": {"weight": 0.2, "low": [-30.0, -20.0], "high": [40.0, 30.0]},
}


def request(**changed: object) -> Json:
    return {"data": GROUPS.tolist(), "columns": ["u", "v"], "n_components": 2, "n_init": 4, **changed}


def answered(client: FlaskClient, path: str, body: Json) -> Json:
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.data
    return dict(answer.get_json())


def density(model: Json, row: list[float]) -> float:
    """The formula, by SciPy's normal density."""
    parts = zip(model["weights"], model["means"], model["covariances"], strict=True)
    gaussians = sum(w * multivariate_normal(m, c).pdf(row) for w, m, c in parts)
    sides = np.subtract(model["noise"]["high"], model["noise"]["low"])
    return float(np.log(gaussians + model["noise"]["weight"] / np.prod(sides)))


def test_null_is_a_missing_value_and_a_notice_counts_them(client: FlaskClient) -> None:
    found = answered(client, "/fit", request(data=GAPS))
    expected = fit(dataset_of(np.array(GAPS, dtype=float), ["u", "v"]), FitOptions(2, n_init=4))

    assert found["log_likelihood"] == expected.log_likelihood
    assert found["model"]["means"] == expected.mixture.means.tolist()
    (notice,) = found["warnings"]
    assert notice["code"] == "missing_values"
    assert "40 values are missing, in 40 of 100 rows" in notice["message"]
    assert len(found["labels"]) == 100


def test_rows_without_any_value_are_told_of(client: FlaskClient) -> None:
    found = answered(client, "/fit", request(data=[*GROUPS.tolist(), [None, None]]))

    assert [each["code"] for each in found["warnings"]] == ["missing_values", "empty_rows"]
    assert found["labels"][-1] == 0  # that of the heaviest component


def test_a_row_with_gaps_is_judged_by_the_marginal_of_what_is_observed(client: FlaskClient) -> None:
    rows = [[3.0, None], [None, 8.0], [1.0, 1.0]]
    whole = answered(client, "/predict", {"model": MODEL, "data": rows})
    for i, column, value in [(0, "u", 3.0), (1, "v", 8.0)]:
        marginal = answered(client, "/marginal", {"model": MODEL, "columns": [column]})["model"]
        alone = answered(client, "/predict", {"model": marginal, "data": [[value]]})
        for part in ("labels", "responsibilities", "noise", "log_density"):
            assert whole[part][i] == pytest.approx(alone[part][0], rel=1e-12), part

    assert answered(client, "/density", {"model": MODEL, "data": rows})["log_density"] == whole["log_density"]


def test_a_row_of_which_nothing_is_known_has_the_weights_for_probabilities(client: FlaskClient) -> None:
    found = answered(client, "/predict", {"model": MODEL, "data": [[None, None]]})

    assert found["responsibilities"] == [MODEL["weights"]] and found["noise"] == [0.2]
    assert found["log_density"] == [0.0]


def test_weights_count_rows(client: FlaskClient) -> None:
    weights = np.random.default_rng(1).integers(0, 4, len(GROUPS))
    weighted = answered(client, "/fit", request(weights=weights.tolist()))
    repeated = answered(client, "/fit", request(data=np.repeat(GROUPS, weights, axis=0).tolist()))

    assert weighted["log_likelihood"] == pytest.approx(repeated["log_likelihood"], rel=1e-10)
    assert np.allclose(weighted["model"]["means"], repeated["model"]["means"], rtol=1e-6)
    assert len(weighted["labels"]) == len(GROUPS), "rows that do not count are labelled all the same"


@pytest.mark.parametrize("first", [0, 1])
def test_known_components_keep_their_numbers_and_their_rows(client: FlaskClient, first: int) -> None:
    known: list[int | None] = [None] * len(GROUPS)
    known[3], known[99] = first, 1 - first
    known[5] = 1 - first  # against all appearances
    found = answered(client, "/fit", request(known_components=known))

    assert [found["labels"][i] for i in (3, 5, 99)] == [first, 1 - first, 1 - first]
    assert np.allclose(found["model"]["means"][first], GROUPS[:60].mean(axis=0), atol=0.5)
    assert (
        found["labels"]
        == answered(client, "/fit", request(known_components=[-1 if k is None else k for k in known]))[
            "labels"
        ]
    )


def test_noise_takes_the_rows_that_belong_to_no_gaussian(client: FlaskClient) -> None:
    found = answered(client, "/fit", request(data=SCATTERED.tolist(), noise=True))
    model, labels = found["model"], np.array(found["labels"])

    assert found["n_parameters"] == 11 + 2
    assert sum(model["weights"]) + model["noise"]["weight"] == pytest.approx(1.0, abs=1e-12)
    assert model["noise"]["low"] == SCATTERED.min(axis=0).tolist()
    assert np.mean(labels[100:] == -1) > 0.9 and np.mean(labels[:100] == -1) < 0.1
    rows = [[0.0, 0.0], [9.0, 8.0], [30.0, -20.0], [500.0, 500.0]]
    for by in ({"model_id": found["model_id"]}, {"model": model}):
        judged = answered(client, "/predict", {**by, "data": rows, "uncertainty": True})
        total = np.sum(judged["responsibilities"], axis=1) + judged["noise"]
        assert judged["labels"][2:] == [-1, -1]
        assert total == pytest.approx(np.ones(4), rel=1e-12)
        assert judged["log_density"] == pytest.approx([density(model, row) for row in rows], rel=1e-9)
        assert judged["uncertainty"] == pytest.approx(
            1 - np.column_stack([judged["responsibilities"], judged["noise"]]).max(axis=1), abs=1e-12
        )


def test_a_mixture_with_noise_is_drawn_from_with_the_label_minus_one(client: FlaskClient) -> None:
    drawn = answered(client, "/sample", {"model": MODEL, "n_samples": 2_000})
    rows, is_noise = np.array(drawn["data"]), np.array(drawn["labels"]) == -1

    assert is_noise.mean() == pytest.approx(0.2, abs=0.03)
    assert rows[is_noise].min() >= -30 and rows[is_noise].max() <= 40


def test_a_prior_keeps_a_component_from_shrinking_onto_repeated_rows(client: FlaskClient) -> None:
    repeated = request(data=[*GROUPS[:60].tolist(), *[[50.0, 50.0]] * 4])
    free, held = (answered(client, "/fit", {**repeated, "prior": prior}) for prior in (False, True))

    assert "collapsed_component" in [each["code"] for each in free["warnings"]]
    assert "collapsed_component" not in [each["code"] for each in held["warnings"]]
    assert np.linalg.eigvalsh(held["model"]["covariances"]).min() > 0.01


def test_a_fit_goes_on_from_a_mixture_and_keeps_what_is_fixed(client: FlaskClient) -> None:
    first = answered(client, "/fit", request())
    start = {**first["model"], "means": [[0.5, 0.0], [8.0, 9.0]]}
    kept = answered(client, "/fit", request(initial=start, fixed=["means", "weights"]))
    by_id, by_document = (
        answered(client, "/fit", request(**start))
        for start in ({"initial_model_id": first["model_id"]}, {"initial": first["model"]})
    )

    assert kept["model"]["means"] == start["means"] and kept["model"]["weights"] == start["weights"]
    assert kept["model"]["covariances"] != start["covariances"]
    assert [each["init"] for each in kept["starts"]] == ["given"]
    assert by_id["model"] == by_document["model"]
    assert by_id["log_likelihood"] >= first["log_likelihood"] - 1e-9
    assert by_id["n_iterations"] < 10


def test_the_columns_of_the_initial_mixture_are_those_of_unnamed_data(client: FlaskClient) -> None:
    body = {name: value for name, value in request(initial=MODEL, noise=True).items() if name != "columns"}

    assert answered(client, "/fit", body)["model"]["columns"] == ["u", "v"]


def test_a_stream_tells_the_noise_of_every_iteration(client: FlaskClient) -> None:
    body = request(data=SCATTERED.tolist(), noise=True, n_init=2)
    answer = client.post("/fit", json=body, headers={"Accept": "application/x-ndjson"})
    events = [json.loads(line) for line in answer.text.splitlines()]

    assert events[-1]["event"] == "result"
    assert all("noise" in event["model"] for event in events if event["event"] == "iteration")


@pytest.mark.parametrize(
    ("changed", "kind", "place", "said"),
    [
        (
            {"data": [[1, None], [2, None], [4, None]]},
            "data",
            {"field": "data", "column": "v"},
            "Every value",
        ),
        ({"weights": [1.0]}, "data", {"field": "weights"}, "100 rows"),
        ({"weights": [-1.0] * 100}, "data", {"field": "weights", "row": 1}, "not negative"),
        ({"weights": [0.0] * 100}, "data", {"field": "weights"}, "All weights are zero"),
        ({"weights": [None] * 100}, "value", {"field": "weights"}, "Entry 1 of weights must be a number"),
        ({"known_components": [0]}, "data", {"field": "known_components"}, "100 rows"),
        ({"known_components": [2] * 100}, "data", {"field": "known_components"}, "from 0 to 1"),
        ({"known_components": [-2] * 100}, "data", {"field": "known_components", "row": 1}, "from 0"),
        ({"known_components": [2**80] * 100}, "data", {"field": "known_components"}, "whole numbers"),
        ({"known_components": [0.5] * 100}, "value", {"field": "known_components"}, "whole number"),
        ({"fixed": ["means"]}, "option", {"field": "fixed"}, "needs an initial mixture"),
        ({"fixed": ["median"], "initial": MODEL}, "value", {"field": "fixed"}, "weights, means, covariances"),
        ({"initial": MODEL}, "option", {"field": "initial"}, "set noise"),
        ({"initial": MODEL, "noise": True, "n_components": 3}, "option", {"field": "initial"}, "asks for 3"),
        (
            {"initial": MODEL, "noise": True, "covariance_type": "diag"},
            "option",
            {"field": "initial"},
            "asks for 2, 2 and 'diag'",
        ),
        ({"initial": MODEL, "noise": True, "columns": ["u", "w"]}, "data", {"field": "data"}, "u, v"),
        (
            {"initial": {**MODEL, "weights": [0.5, 0.5]}, "noise": True},
            "model",
            {"field": "initial.weights"},
            "sum to 1 with the noise",
        ),
        ({"initial": MODEL, "initial_model_id": "x"}, "value", {"field": "initial_model_id"}, "not both"),
        (
            {"noise": True, "data": [[1, 2], [3, 2], [4, 2]]},
            "data",
            {"field": "data", "column": "v"},
            "no room to spread",
        ),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_stored(
    client: FlaskClient, changed: Json, kind: str, place: Json, said: str
) -> None:
    problem = assert_problem(post(client, "/fit", request(**changed)), 422, f"invalid-{kind}", **place)

    assert said in problem["detail"]
    assert client.get("/models").get_json()["models"] == []


def test_an_unknown_initial_mixture_is_a_404(client: FlaskClient) -> None:
    answer = post(client, "/fit", request(initial_model_id="nobody"))
    assert_problem(answer, 404, "unknown-model", field="initial_model_id")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"weight": 0.3}, "model.weights"),
        ({"weight": 0.0}, "model.noise.weight"),
        ({"low": [0.0]}, "model.noise"),
        ({"low": [50.0, 0.0]}, "model.noise"),
        ({"high": [1e200, 1.0]}, "model.noise"),
        ({"colour": "red"}, "model.noise.colour"),
    ],
)
def test_noise_that_is_none_is_refused_by_its_field(client: FlaskClient, change: Json, field: str) -> None:
    model = {**MODEL, "noise": {**MODEL["noise"], **change}}
    answer = post(client, "/predict", {"model": model, "data": [[1, 2]]})

    assert answer.status_code == 422 and answer.get_json()["field"] == field


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/conditional", {"given": {"u": 1}}),
        ("/regression", {"data": [[1]], "columns": ["u"]}),
        ("/cdf", {"column": "u", "values": [1]}),
        ("/quantiles", {"column": "u", "probabilities": [0.5]}),
        ("/regions", {"column": "u", "probabilities": [0.5]}),
        ("/entropy", {}),
        ("/divergence", {"other": {"model": MODEL}}),
    ],
)
def test_what_a_density_without_end_does_not_have_is_refused(
    client: FlaskClient, path: str, asked: Json
) -> None:
    problem = assert_problem(
        post(client, path, {"model": MODEL, **asked}), 422, "invalid-model", field="model.noise"
    )
    assert "its noise has no end" in problem["detail"]


def test_a_mixture_with_noise_is_doubted_merged_and_judged_by_like_any_other(client: FlaskClient) -> None:
    model = answered(client, "/fit", request(data=SCATTERED.tolist(), noise=True))["model"]
    rows = SCATTERED.tolist()
    merged = answered(client, "/merge", {"model": model, "data": rows})
    varied = answered(client, "/bootstrap", {"model": model, "data": rows, "n_replicates": 5})
    judged = answered(client, "/anomalies", {"model": model, "data": [[0, 9]], "calibration": rows})
    fitted = answered(client, "/anomalies", {"data": rows, "fit": {"n_components": 2, "noise": True}})

    assert answered(client, "/diagnose", {"model": model, "data": rows})["summary"]
    assert merged["clusterings"][0]["labels"][:60] == [0] * 60
    assert np.max(varied["standard_errors"]["weights"]) < 0.2
    assert len(judged["p_values"]) == 1 and fitted["detector"]["model"]["noise"]["weight"] > 0
