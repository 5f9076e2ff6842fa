"""What a fit may be told, told to the routes that doubt, merge and judge: gaps, weights and more."""

from __future__ import annotations

import numpy as np
import pytest
from flask.testing import FlaskClient

from gmm.engine import (
    BootstrapOptions,
    FitOptions,
    Mixture,
    bootstrap,
    cross_calibrated,
    dataset_of,
    merge_tree,
)
from tests.api.conftest import Json
from tests.api.test_error_contract import assert_problem, post
from tests.api.test_partial_knowledge import GAPS, GROUPS, MODEL, SCATTERED, answered

PLAIN: Json = {**{name: part for name, part in MODEL.items() if name != "noise"}, "weights": [0.6, 0.4]}
WEIGHTS = [1.0, 2.0, 0.0, 1.0] * 25
KNOWN: list[int | None] = [0, None, None, None] * 15 + [1, None, None, -1] * 10


def mixture_with(**changed: object) -> Mixture:
    parameters = {name: PLAIN[name] for name in ("weights", "means", "covariances", "columns")}
    return Mixture.from_parameters(**{**parameters, **changed})


def test_a_bootstrap_takes_all_that_a_fit_takes(client: FlaskClient) -> None:
    told = {"data": GAPS, "weights": WEIGHTS, "known_components": KNOWN, "prior": True, "fixed": ["means"]}
    found = answered(client, "/bootstrap", {"model": PLAIN, "n_replicates": 6, **told})
    known = [-1 if k is None else k for k in KNOWN]
    dataset = dataset_of(np.array(GAPS, dtype=float), ["u", "v"], WEIGHTS, known)
    options = FitOptions(2, prior=True, fixed=("means",))
    expected = bootstrap(dataset, mixture_with(), BootstrapOptions(n_replicates=6), options)

    assert found["standard_errors"]["weights"] == expected.standard_errors.weights.tolist()
    assert found["lower"]["covariances"] == expected.lower.covariances.tolist()
    assert np.all(np.array(found["standard_errors"]["means"]) == 0)


@pytest.mark.parametrize("told", [{"weights": WEIGHTS}, {"known_components": KNOWN}, {"prior": True}])
def test_what_a_bootstrap_is_told_changes_its_errors(client: FlaskClient, told: Json) -> None:
    body = {"model": {**PLAIN, "means": [[0, 0], [4, 4]]}, "data": GROUPS.tolist(), "n_replicates": 6}
    plain, changed = (answered(client, "/bootstrap", {**body, **more}) for more in ({}, told))

    assert plain["standard_errors"] != changed["standard_errors"]


@pytest.mark.parametrize("kind", ["nonparametric", "parametric", "weighted-likelihood"])
def test_a_bootstrap_varies_the_noise_that_the_mixture_has(client: FlaskClient, kind: str) -> None:
    rows = [*SCATTERED.tolist(), [0.5, None]]
    fitted = answered(client, "/fit", {"data": rows, "n_components": 2, "n_init": 4, "noise": True})
    body = {"model_id": fitted["model_id"], "data": rows, "kind": kind, "n_replicates": 20}
    found = answered(client, "/bootstrap", body)
    middle = np.add(found["lower"]["weights"], found["upper"]["weights"]).sum() / 2

    assert found["replicates"]["used"] == 20
    assert 1 - middle == pytest.approx(fitted["model"]["noise"]["weight"], abs=0.06)
    assert "not_an_optimum" not in {notice["code"] for notice in found["warnings"]}


def test_merging_counts_rows_by_weight_and_labels_all_of_them(client: FlaskClient) -> None:
    body = {"model": {**PLAIN, "means": [[0, 0], [4, 4]]}, "data": GAPS}
    whole, weighted = (answered(client, "/merge", {**body, **more}) for more in ({}, {"weights": WEIGHTS}))
    X = np.array(GAPS, dtype=float)
    (step,) = merge_tree(dataset_of(X, ["u", "v"], WEIGHTS), mixture_with(means=[[0, 0], [4, 4]])).merges
    (found,) = weighted["steps"]

    assert (found["entropy_before"], found["n_rows"]) == (step.entropy_before, step.n_rows)
    assert whole["steps"][0]["entropy_before"] != found["entropy_before"]
    assert [len(one["labels"]) for one in weighted["clusterings"]] == [100, 100]
    assert weighted["clusterings"][0]["labels"] == answered(client, "/predict", body)["labels"]


def test_a_diagnosis_counts_rows_by_weight_and_leaves_those_with_gaps_out(client: FlaskClient) -> None:
    rows: list[list[float | None]] = [*GROUPS.tolist(), [4.0, 60.0], [None, 1.0]]
    body = {"model": PLAIN, "data": rows}
    found = {f["code"]: f for f in answered(client, "/diagnose", body)["findings"]}
    ignored = {
        f["code"]: f
        for f in answered(client, "/diagnose", {**body, "weights": [1.0] * 100 + [0.0, 1.0]})["findings"]
    }

    assert found["incomplete_rows"]["number"] == 1
    assert found["incomplete_rows"]["message"].startswith("1 of 102 rows")
    assert found["influential_row"]["rows"] == [100]
    assert 100 not in ignored.get("influential_row", {"rows": []})["rows"]
    assert ignored["incomplete_rows"]["message"].startswith("1 of 101 rows")


def test_rows_with_gaps_are_judged_by_fits_to_the_others(client: FlaskClient) -> None:
    rows = [*GAPS, [None, 300.0], [None, None]]
    settings = {"n_components": 2, "n_init": 2, "columns": ["u", "v"], "noise": True, "prior": True}
    found = answered(client, "/anomalies", {"data": rows, "fit": settings})
    dataset = dataset_of(np.array(rows, dtype=float), ["u", "v"])
    expected = cross_calibrated(dataset, FitOptions(2, n_init=2, noise=True, prior=True), 0.05)

    assert found["scores"] == expected.verdicts.scores.tolist()
    assert found["scores"][-1] == 0.0
    assert found["alarms"][0] == found["explanations"][0]["index"] == 100
    (only,) = found["explanations"][0]["columns"]
    assert only["column"] == "v" and only["sentence"].startswith("v is 300 where about ")
    assert found["detector"]["model"]["noise"]["weight"] > 0


def test_rows_with_gaps_calibrate_a_detector_and_are_judged_by_it(client: FlaskClient) -> None:
    rows = [[None, 90.0], [1.0, None], [5.0, -40.0]]
    body = {"model": PLAIN, "data": rows, "calibration": GAPS}
    found = answered(client, "/anomalies", body)
    again = answered(client, "/anomalies", {"detector": found["detector"], "data": rows})
    densities = answered(client, "/density", {"model": PLAIN, "data": rows})["log_density"]

    assert found["scores"] == again["scores"] == [-density for density in densities]
    assert found["alarms"] == again["alarms"] and set(found["alarms"]) == {0, 2}
    explained = {one["index"]: [c["column"] for c in one["columns"]] for one in found["explanations"]}
    assert explained == {0: ["v"], 2: ["v", "u"]}


def test_a_row_of_which_nothing_is_known_may_raise_an_alarm_without_a_reason(client: FlaskClient) -> None:
    """The others lie so close together that their densities are high, and an unseen row's score is 0."""
    tight = {**PLAIN, "weights": [1.0], "means": [[0, 0]], "covariances": [[[1e-6, 0], [0, 1e-6]]]}
    calibration = (np.random.default_rng(0).normal(0, 1e-3, (40, 2))).tolist()
    body = {"model": tight, "data": [[None, None]], "calibration": calibration}

    assert answered(client, "/anomalies", body)["explanations"] == [{"index": 0, "columns": []}]


@pytest.mark.parametrize("path", ["/predict", "/bootstrap", "/merge", "/diagnose"])
def test_a_mixture_may_call_its_structure_by_another_name(client: FlaskClient, path: str) -> None:
    body = {"data": GROUPS.tolist(), **({"n_replicates": 3} if path == "/bootstrap" else {})}
    named, letters = (
        answered(client, path, {**body, "model": {**PLAIN, "covariance_type": name}})
        for name in ("full", "VVV")
    )

    assert named == letters


@pytest.mark.parametrize(("given", "canonical"), [("VVV", "full"), ("VII", "spherical"), ("EEE", "tied")])
def test_answers_call_a_structure_by_its_one_name(client: FlaskClient, given: str, canonical: str) -> None:
    model = {**PLAIN, "covariance_type": given, "covariances": [[[2.0, 0.0], [0.0, 2.0]]] * 2}
    part = answered(client, "/marginal", {"model": model, "columns": ["u"]})["model"]
    start = {"data": GROUPS.tolist(), "n_components": 2, "covariance_type": given, "initial": model}

    assert part["covariance_type"] == canonical
    assert answered(client, "/fit", start)["model"]["covariance_type"] == canonical


@pytest.mark.parametrize(
    ("path", "changed", "kind", "place", "said"),
    [
        ("/bootstrap", {"weights": [1.0]}, "data", {"field": "weights"}, "100 rows"),
        ("/bootstrap", {"weights": [-1.0] * 100}, "data", {"field": "weights", "row": 1}, "not negative"),
        ("/bootstrap", {"known_components": [2] * 100}, "data", {"field": "known_components"}, "from 0 to 1"),
        ("/bootstrap", {"known_components": [0]}, "data", {"field": "known_components"}, "100 rows"),
        ("/bootstrap", {"fixed": ["median"]}, "value", {"field": "fixed"}, "weights, means, covariances"),
        ("/bootstrap", {"noise": True}, "value", {"field": "noise"}, "noise"),
        ("/merge", {"weights": [0.0] * 100}, "data", {"field": "weights"}, "All weights are zero"),
        ("/merge", {"data": [[1, None]]}, "data", {"field": "data", "column": "v"}, "is missing"),
        ("/diagnose", {"weights": [1.0]}, "data", {"field": "weights"}, "100 rows"),
        ("/diagnose", {"data": [[1, None]]}, "data", {"field": "data", "column": "v"}, "is missing"),
        ("/diagnose", {"known_components": [0] * 100}, "value", {"field": "known_components"}, "known"),
        ("/anomalies", {"weights": [1.0] * 100}, "value", {"field": "weights"}, "weights"),
        ("/predict", {"model": {**PLAIN, "covariance_type": "VVX"}}, "value", {}, "EII"),
    ],
)
def test_what_cannot_be_taken_is_named(
    client: FlaskClient, path: str, changed: Json, kind: str, place: Json, said: str
) -> None:
    body = {"model": PLAIN, "data": GROUPS.tolist(), **changed}
    problem = assert_problem(post(client, path, body), 422, f"invalid-{kind}", **place)

    assert said in problem["detail"]
