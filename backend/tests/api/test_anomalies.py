"""`POST /anomalies`: three ways to judge rows, the detector that comes back, every refusal by its field."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest
from flask.testing import FlaskClient

from gmm.engine import Dataset, FitOptions, cross_calibrated
from gmm.io.model_document import document_of
from tests.api.conftest import Json

COLUMNS = ["eruptions", "waiting"]


@pytest.fixture
def found(client: FlaskClient, faithful: np.ndarray) -> Json:
    """The answer for Old Faithful's own rows, one of them tampered with."""
    data = faithful.copy()
    data[17, 1] = 150.0
    request = {"data": data.tolist(), "fit": {"columns": COLUMNS, "n_components": 2, "n_init": 4}}
    return dict(client.post("/anomalies", json=request).get_json())


def test_the_rows_themselves_are_judged_as_the_engine_judges_them(found: Json, faithful: np.ndarray) -> None:
    data = faithful.copy()
    data[17, 1] = 150.0
    engine = cross_calibrated(Dataset(data, COLUMNS), FitOptions(2, n_init=4), 0.05)

    assert found["scores"] == engine.verdicts.scores.tolist()
    assert found["p_values"] == engine.verdicts.p_values.tolist()
    assert sorted(found["alarms"]) == np.flatnonzero(engine.verdicts.alarms).tolist()
    assert (found["threshold"], found["promise"]) == (engine.detector.threshold, engine.detector.promise)
    assert found["discoveries"] is None


def test_the_most_unusual_row_comes_first_and_is_explained_in_words(found: Json) -> None:
    first = found["explanations"][0]

    assert found["alarms"][0] == first["index"] == 17
    assert [column["column"] for column in first["columns"]] == ["waiting", "eruptions"]
    assert first["columns"][0]["sentence"].startswith("waiting is 150 where about ")
    assert first["columns"][0]["tail_probability"] < 1e-9
    assert len(found["explanations"]) == len(found["alarms"])


def test_a_detector_sent_back_as_json_judges_new_rows_to_the_last_bit(
    client: FlaskClient, found: Json
) -> None:
    rows = [[3.6, 79.0], [1.8, 90.0], [4.3, 80.0]]
    stored = json.loads(json.dumps(found["detector"]))
    answer = client.post("/anomalies", json={"detector": stored, "data": rows}).get_json()

    assert answer["detector"] == found["detector"]
    assert answer["threshold"] == found["threshold"]
    assert answer["alarms"] == [1]
    steps = list(zip(stored["scores"], stored["counts"], strict=True))
    ranks = [max((count for s, count in steps if s >= score), default=0) for score in answer["scores"]]
    assert answer["p_values"] == [(1 + rank) / 137 for rank in ranks]


def test_another_rate_may_be_asked_of_a_stored_detector(client: FlaskClient, found: Json) -> None:
    request = {"detector": found["detector"], "data": [[3.0, 66.0]]}
    surer = client.post("/anomalies", json={**request, "confidence": 0.9}).get_json()
    rarer = client.post("/anomalies", json={**request, "false_alarm_rate": 0.01}).get_json()

    assert surer["detector"]["confidence"] == 0.9 and surer["threshold"] > found["threshold"]
    assert rarer["threshold"] > surer["threshold"] and rarer["average_rate"] <= 0.01
    back = client.post("/anomalies", json={**request, "detector": surer["detector"], "confidence": None})
    assert back.get_json()["threshold"] == found["threshold"]


def test_a_given_mixture_is_calibrated_on_rows_it_has_not_seen(
    client: FlaskClient, fitted: Json, faithful: np.ndarray
) -> None:
    request = {
        "model_id": fitted["model_id"],
        "calibration": faithful[:100].tolist(),
        "data": [[3.6, 79.0], [1.8, 90.0], [3.0, 140.0]],
        "false_discovery_rate": 0.05,
        "max_explanations": 1,
    }
    answer = client.post("/anomalies", json=request).get_json()

    assert answer["detector"]["n_calibration_rows"] == 100
    assert answer["detector"]["model"] == fitted["model"]
    assert answer["alarms"] == answer["discoveries"] == [2, 1]
    assert [explanation["index"] for explanation in answer["explanations"]] == [2]
    by_document = {**request, "model": fitted["model"]}
    del by_document["model_id"]
    assert client.post("/anomalies", json=by_document).get_json() == answer


GOOD: Json = {"data": [[1.0, 2.0]] * 40, "fit": {"n_components": 1}}


@pytest.fixture
def detector() -> Json:
    """A small detector's document."""
    from gmm.engine import Mixture

    model = document_of(Mixture.from_parameters([1.0], [[0.0, 0.0]], [np.eye(2)], columns=["u", "v"]))
    return {
        "schema_version": 1,
        "model": msgspec.to_builtins(model),
        "false_alarm_rate": 0.25,
        "confidence": None,
        "n_calibration_rows": 4,
        "scores": [4.0, 3.0, 2.0],
        "counts": [1, 2, 4],
    }


def refusal(client: FlaskClient, request: Json) -> Any:
    answer = client.post("/anomalies", json=request)
    assert answer.status_code == 422, answer.data
    return answer.get_json()


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"false_alarm_rate": 0.0}, "false_alarm_rate", "greater than 0"),
        ({"false_alarm_rate": 1.0}, "false_alarm_rate", "less than 1"),
        ({"false_alarm_rate": 0.01}, "false_alarm_rate", "at least 99 calibration rows, but there are 20"),
        ({"confidence": 2}, "confidence", "less than 1"),
        ({"confidence": 0.99}, "false_alarm_rate", "with confidence 0.99 takes at least"),
        ({"false_discovery_rate": 0.1}, "false_discovery_rate", "known to be ordinary"),
        ({"max_explanations": -1}, "max_explanations", "of at least 0"),
        ({"fit": {"n_components": 30}}, "fit.n_components", "20 of the 40 rows are left"),
        (
            {"fit": {"n_components": 1, "n_folds": 41, "n_init": 1}},
            "fit.n_folds",
            "up to the number of rows, 40",
        ),
        ({"fit": {"n_components": 1, "n_folds": 30}}, "fit.n_folds", "max_starts"),
        ({"fit": {"n_components": 1, "covariance_floor": 1e-15}}, "fit.covariance_floor", "between"),
        ({"fit": {"n_components": 1, "n_fold": 3}}, "fit.n_fold", "Did you mean n_folds?"),
        ({"fit": {"n_components": 1, "columns": ["a"]}}, "fit.columns", "1 names for 2 columns"),
        ({"calibration": [[1.0, 2.0]]}, "calibration", "one of three"),
        ({"model_id": "nobody"}, "fit", "one of three"),
        ({"fit": None}, "fit", "must be an object"),
    ],
)
def test_what_cannot_be_judged_by_is_refused_by_its_field(
    client: FlaskClient, change: Json, field: str, said: str
) -> None:
    problem = refusal(client, {**GOOD, **change})
    assert said in problem["detail"], problem
    assert problem["field"] == field or (field == "fit" and problem["field"] == "calibration")


def test_a_request_without_anything_to_judge_by_is_told_the_three_ways(client: FlaskClient) -> None:
    assert "fit" in refusal(client, {"data": [[1.0]]})["detail"]


def test_bad_cells_are_named_in_the_rows_they_stand_in(
    client: FlaskClient, fitted: Json, detector: Json
) -> None:
    by_rows = {
        "model_id": fitted["model_id"],
        "data": [[3.0, 66.0]],
        "calibration": [[3.0, 66.0], [3.0, "x"]],
    }
    for request, field, column in [
        (by_rows, "calibration", "waiting"),
        ({**by_rows, "calibration": [[3.0, 66.0], [3.0, 1e200]]}, "calibration", "waiting"),
        ({"detector": detector, "data": [[1.0, 2.0], [1.0, -1e200]]}, "data", "v"),
        ({"fit": {"n_components": 1, "columns": ["a", "b"]}, "data": [[1, 2], [3, "x"]]}, "data", "b"),
    ]:
        problem = refusal(client, request)
        assert (problem["field"], problem["row"], problem["column"]) == (field, 2, column), problem
        assert column in problem["detail"]
    problem = refusal(client, {**by_rows, "calibration": [[3.0, 66.0], [3.0]]})
    assert (problem["field"], problem["row"]) == ("calibration", 2)
    problem = refusal(client, {"detector": detector, "data": [[1.0, 2.0, 3.0]]})
    assert (problem["field"], problem["row"]) == ("data", 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scores": [1.0, 2.0, 3.0]}, "detector.scores"),
        ({"counts": [1, 2, 3]}, "detector.counts"),
        ({"counts": [1, 2, 2**60]}, "detector.counts"),
        ({"n_calibration_rows": 3}, "detector.counts"),
        ({"false_alarm_rate": 0.1}, "detector.false_alarm_rate"),
        ({"schema_version": 2}, "detector.schema_version"),
        ({"colour": "red"}, "detector.colour"),
    ],
)
def test_a_document_that_is_no_detector_is_refused_by_its_field(
    client: FlaskClient, detector: Json, change: Json, field: str
) -> None:
    assert client.post("/anomalies", json={"detector": detector, "data": [[0, 0]]}).status_code == 200
    problem = refusal(client, {"detector": {**detector, **change}, "data": [[0, 0]]})
    assert problem["field"] == field, problem


def test_a_detector_with_no_mixture_is_refused_by_the_field_of_its_model(
    client: FlaskClient, detector: Json
) -> None:
    model = {**detector["model"], "weights": [0.5]}
    problem = refusal(client, {"detector": {**detector, "model": model}, "data": [[0, 0]]})
    assert (problem["field"], problem["pointer"]) == ("detector.model.weights", "/detector/model/weights")


def test_what_is_larger_than_the_service_allows_is_refused(client_with: Callable[..., FlaskClient]) -> None:
    small = client_with(max_rows=10, max_components=2, max_answer_numbers=3)
    for change, field in [
        ({}, "data"),
        ({"data": [[1.0, 2.0]] * 5}, "max_explanations"),
        ({"data": [[1.0, 2.0]] * 5, "max_explanations": 1, "fit": {"n_components": 3}}, "fit.n_components"),
    ]:
        problem = refusal(small, {**GOOD, **change})
        assert (problem["field"], problem["type"]) == (field, "/problems/over-limit")


def test_nothing_is_computed_for_a_client_that_has_left(
    client: FlaskClient, fitted: Json, faithful: np.ndarray
) -> None:
    gone = {"waitress.client_disconnected": lambda: True}
    by_fit = {"data": faithful.tolist(), "fit": {"n_components": 2}}
    diagnosed = {"data": faithful.tolist(), "model_id": fitted["model_id"]}

    assert client.post("/anomalies", json=by_fit, environ_overrides=gone).status_code == 499
    assert client.post("/diagnose", json=diagnosed, environ_overrides=gone).status_code == 499
