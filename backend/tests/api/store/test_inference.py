"""The Open Inference Protocol, as its specification and its clients have it, beside what `/predict` says."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.api.conftest import Json

ROWS = [[3.6, 79.0], [1.8, 54.0], [3.0, 66.0]]
COLUMNS = ["eruptions", "waiting"]


@pytest.fixture
def database_url(tmp_path: Any) -> str:
    """SQLite: nothing here depends on the database."""
    return f"sqlite:///{tmp_path / 'models.sqlite3'}"


@pytest.fixture
def model_id(fitted: Json) -> str:
    return fitted["model_id"]


def tensor(name: str, data: Any, shape: list[int], datatype: str = "FP64", **parameters: Any) -> Json:
    described = {"name": name, "shape": shape, "datatype": datatype}
    return described | ({"data": data} if data is not None else {}) | {"parameters": parameters}


def infer(client: FlaskClient, model_id: str, inputs: list[Json], **rest: Any) -> TestResponse:
    return client.post(f"/v2/models/{model_id}/infer", json={"inputs": inputs, **rest})


def outputs_of(answer: TestResponse) -> dict[str, Any]:
    assert answer.status_code == 200, answer.data
    return {each["name"]: np.reshape(each["data"], each["shape"]) for each in answer.get_json()["outputs"]}


def predicted(client: FlaskClient, model_id: str) -> Json:
    return client.post("/predict", json={"model_id": model_id, "data": ROWS}).get_json()


def test_the_server_says_that_it_lives_and_what_it_is(client: FlaskClient) -> None:
    assert client.get("/v2").get_json().keys() == {"name", "version", "extensions"}
    assert client.get("/v2/health/live").get_json() == {"live": True}
    assert client.get("/v2/health/ready").get_json() == {"ready": True}


def test_metadata_name_what_goes_in_and_what_comes_out(client: FlaskClient, model_id: str) -> None:
    described = client.get(f"/v2/models/{model_id}").get_json()
    answer = infer(client, model_id, [tensor("rows", ROWS, [3, 2])]).get_json()

    assert described["inputs"] == [{"name": "rows", "datatype": "FP64", "shape": [-1, 2]}]
    assert client.get(f"/v2/models/{model_id}/ready").get_json() == {"name": model_id, "ready": True}
    for promised, given in zip(described["outputs"], answer["outputs"], strict=True):
        assert (promised["name"], promised["datatype"]) == (given["name"], given["datatype"])
        assert promised["shape"] == [-1, *given["shape"][1:]]


@pytest.mark.parametrize(
    "inputs",
    [
        [tensor("rows", [value for row in ROWS for value in row], [3, 2])],
        [tensor("rows", ROWS, [3, 2])],
        [tensor("waiting", [79, 54, 66], [3], "INT64"), tensor("eruptions", [3.6, 1.8, 3.0], [3])],
        [tensor("eruptions", [[3.6], [1.8], [3]], [3, 1]), tensor("waiting", [79, 54, 66], [3], "INT32")],
    ],
    ids=["flat", "nested", "a tensor a column", "columns of width 1"],
)
def test_rows_may_be_written_in_any_way_and_mean_the_same(
    client: FlaskClient, model_id: str, inputs: list[Json]
) -> None:
    found, expected = outputs_of(infer(client, model_id, inputs)), predicted(client, model_id)

    assert set(found) == {"labels", "responsibilities", "log_density"}
    assert all(np.array_equal(found[name], expected[name]) for name in found)


def test_fp32_is_read_with_the_digits_that_it_has(client: FlaskClient, model_id: str) -> None:
    found = outputs_of(infer(client, model_id, [tensor("rows", [[3.6, 79]], [1, 2], "FP32")]))
    rows = np.array([[3.6, 79]], np.float32).astype(float).tolist()
    expected = client.post("/density", json={"model_id": model_id, "data": rows}).get_json()

    assert found["log_density"].tolist() == expected["log_density"]


def test_only_the_outputs_asked_for_come_and_the_id_comes_back(client: FlaskClient, model_id: str) -> None:
    wanted = [{"name": "log_density"}, {"name": "labels", "parameters": {"binary_data": False}}]
    answer = infer(client, model_id, [tensor("rows", ROWS, [3, 2])], id="a/ß", outputs=wanted).get_json()

    assert [each["name"] for each in answer["outputs"]] == ["log_density", "labels"]
    assert (answer["id"], answer["model_name"]) == ("a/ß", model_id)
    assert "id" not in infer(client, model_id, [tensor("rows", ROWS, [3, 2])]).get_json()


def test_noise_is_an_output_of_a_mixture_with_noise(client: FlaskClient, faithful_request: Json) -> None:
    model_id = client.post("/fit", json={**faithful_request, "noise": True}).get_json()["model_id"]
    found, expected = (
        outputs_of(infer(client, model_id, [tensor("rows", ROWS, [3, 2])])),
        predicted(client, model_id),
    )

    assert {each["name"] for each in client.get(f"/v2/models/{model_id}").get_json()["outputs"]} == set(found)
    assert np.array_equal(found["noise"], expected["noise"])


def binary(client: FlaskClient, model_id: str, asked: Json, behind: bytes, **headers: str) -> TestResponse:
    text = json.dumps(asked).encode()
    headers = {"Inference-Header-Content-Length": str(len(text)), **headers}
    return client.post(f"/v2/models/{model_id}/infer", data=text + behind, headers=headers)


def test_numbers_may_travel_as_bytes_both_ways_as_tritons_client_sends_them(
    client: FlaskClient, model_id: str
) -> None:
    rows = np.array(ROWS)
    asked = {
        "inputs": [tensor("rows", None, [3, 2], binary_data_size=rows.nbytes)],
        "parameters": {"binary_data_output": True},
    }
    answer = binary(client, model_id, asked, rows.astype("<f8").tobytes())
    length = int(answer.headers["Inference-Header-Content-Length"])
    told, behind = json.loads(answer.data[:length]), answer.data[length:]

    expected = predicted(client, model_id)
    for output in told["outputs"]:
        size = output["parameters"]["binary_data_size"]
        dtype = "<i8" if output["datatype"] == "INT64" else "<f8"
        found = np.frombuffer(behind[:size], dtype).reshape(output["shape"])
        assert np.array_equal(found, expected[output["name"]]) and "data" not in output
        behind = behind[size:]
    assert behind == b""


def test_some_outputs_may_be_bytes_and_others_json(client: FlaskClient, model_id: str) -> None:
    wanted = [{"name": "labels", "parameters": {"binary_data": True}}, {"name": "log_density"}]
    answer = infer(client, model_id, [tensor("rows", ROWS, [3, 2])], outputs=wanted)
    length = int(answer.headers["Inference-Header-Content-Length"])
    labels, densities = json.loads(answer.data[:length])["outputs"]

    assert np.frombuffer(answer.data[length:], "<i8").tolist() == predicted(client, model_id)["labels"]
    assert labels["parameters"] == {"binary_data_size": 24} and len(densities["data"]) == 3


def whole(*inputs: Json, **rest: Any) -> Json:
    return {"inputs": list(inputs), **rest}


ROW = tensor("rows", [3.6, 79], [1, 2])


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (whole(), "empty"),
        (whole(tensor("rows", [3.6], [1, 2])), "takes 2 numbers; there are 1"),
        (whole(tensor("rows", [3.6, 79], [2])), "must have the shape [N, 2]"),
        (whole(tensor("rows", [3.6, 79, 1], [1, 3])), "must have the shape [N, 2]"),
        (whole(tensor("rows", [], [0, 2])), "N at least 1"),
        (whole(tensor("rows", [[3.6], [79]], [1, 2])), "Row 1 of input rows has 1 numbers"),
        (whole(tensor("rows", [[3.6, 79]], [2, 2])), "takes 4 numbers; there are 2"),
        (whole(tensor("rows", [3.6, 79], [1, 2], "INT64")), "whole numbers"),
        (whole(tensor("rows", [3, 2**31], [1, 2], "INT32")), "beyond INT32"),
        (whole(tensor("rows", [3, 2**63], [1, 2], "INT64")), "beyond INT64"),
        (whole(tensor("rows", [3, 1e39], [1, 2], "FP32")), "beyond FP32"),
        (whole(tensor("rows", [3, 79], [1, 2], "FP16")), "Choose one of FP64, FP32, INT64, INT32"),
        (whole(tensor("rows", ["3", 79], [1, 2])), "finite numbers"),
        (whole(tensor("rows", [None, 79], [1, 2])), "finite numbers"),
        (whole(tensor("rows", [True, 79], [1, 2])), "finite numbers"),
        (whole(tensor("rows", [[[3], [79]]], [1, 2])), "finite numbers"),
        (whole(tensor("rows", {"a": 1}, [1, 2])), "finite numbers"),
        (whole(tensor("rows", [1, 2, 3, 4], [1, 2, 2])), "at most 2"),
        (whole(tensor("rows", [1, 2], [-1, 2])), "at least 0"),
        (whole(tensor("rows", [1, 2], [10**15, 10**15])), "there are 2"),
        (whole(tensor("rows", None, [1, 2])), "has no data"),
        (whole(tensor("rows", [1, 1e200], [1, 2])), "row 1"),
        (whole(ROW, ROW), "given twice"),
        (whole(ROW, tensor("waiting", [79], [1])), "one for each of the columns: eruptions, waiting"),
        (whole(tensor("waiting", [79], [1])), "one for each of the columns"),
        (whole(tensor("waiting", [79], [1]), tensor("eruptions", [1, 2], [2])), "all need the same"),
        (whole(ROW, outputs=[{"name": "scores"}]), "There is no output 'scores'"),
        (whole(ROW, timeout=3), "no field timeout"),
        (whole(tensor("rows", None, [1, 2], binary_data_size=16)), "0 bytes are left"),
        (whole(tensor("rows", [1, 2], [1, 2], binary_data_size="x")), "binary_data_size is x"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_the_protocols_words(
    client: FlaskClient, model_id: str, asked: Json, says: str
) -> None:
    answer = client.post(f"/v2/models/{model_id}/infer", json=asked)

    assert answer.status_code == 422 and answer.mimetype == "application/json"
    assert answer.get_json().keys() == {"error"}
    assert says.lower() in answer.get_json()["error"].lower(), answer.get_json()


@pytest.mark.parametrize(
    ("size", "behind", "header", "status"),
    [
        (48, b"\0" * 47, None, 422),
        (48, b"\0" * 49, None, 422),
        (47, b"\0" * 48, None, 422),
        (-1, b"\0" * 48, None, 422),
        (True, b"\0" * 48, None, 422),
        (48.5, b"\0" * 48, None, 422),
        (48, np.full(6, np.nan).tobytes(), None, 422),
        (48, np.full(6, np.inf).tobytes(), None, 422),
        (48, b"\0" * 48, "9" * 30, 400),
        (48, b"\0" * 48, "-1", 400),
        (48, b"\0" * 48, "²", 400),
        (48, b"\0" * 48, "10", 400),
        (48, b"\0" * 48, "0", 400),
    ],
)
def test_bytes_that_are_not_what_the_json_says_are_refused(
    client: FlaskClient, model_id: str, size: Any, behind: bytes, header: str | None, status: int
) -> None:
    asked = whole(tensor("rows", None, [3, 2], binary_data_size=size))
    headers = {} if header is None else {"Inference-Header-Content-Length": header}
    answer = binary(client, model_id, asked, behind, **headers)

    assert answer.status_code == status and answer.get_json().keys() == {"error"}


def test_everything_below_v2_is_refused_in_the_protocols_words(client: FlaskClient, model_id: str) -> None:
    refusals = [
        (client.get("/v2/models/nope"), 404),
        (client.get("/v2/models/nope/ready"), 404),
        (client.post("/v2/models/nope/infer", json=whole(ROW)), 404),
        (client.get("/v2/nothing"), 404),
        (client.get(f"/v2/models/{model_id}/infer"), 405),
        (client.post(f"/v2/models/{model_id}/infer", data=b"{"), 415),
        (client.post(f"/v2/models/{model_id}/infer", data=b"{", content_type="application/json"), 400),
    ]
    for answer, status in refusals:
        assert answer.status_code == status and answer.get_json().keys() == {"error"}, answer.data
    assert client.get("/v2x").get_json()["type"] == "/problems/not-found"


def test_a_deleted_model_is_no_longer_ready(client: FlaskClient, model_id: str) -> None:
    client.delete(f"/models/{model_id}")
    assert client.get(f"/v2/models/{model_id}/ready").status_code == 404
