"""Ids, documents, names and marks as an attacker would send them: a 4xx that says why, and nothing stored."""

from __future__ import annotations

import base64
import copy
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from gmm.api.contract.examples import fits as example_fits
from tests.api.conftest import Json

MODEL: Json = example_fits.MODEL
UUID = "0b7a2f0e-5f0c-4f7a-9a53-0d5a4a1f7c11"

IDS = [
    "..",
    "../models",
    "..%2F..%2Fetc%2Fpasswd",
    "%00",
    "a%00b",
    f"{UUID}%00",
    f"{UUID}%0a",
    UUID.upper(),
    f"{{{UUID}}}",
    f"{UUID}'%20OR%20'1'='1",
    "' OR 1=1 --",
    "%25",
    "_" * 36,
    "x" * 20_000,
    "%F0%9F%92%A3",
    "%E2%80%AE",
    "%FF%FE",
    "%EF%BC%90" * 36,
    "-1",
    "null",
]


@pytest.mark.parametrize("model_id", IDS, ids=lambda each: each[:24])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/models/{}"),
        ("GET", "/models/{}/document"),
        ("GET", "/models/{}/code/python"),
        ("GET", "/v2/models/{}"),
        ("PATCH", "/models/{}"),
        ("DELETE", "/models/{}"),
    ],
)
def test_ids_that_nobody_was_given_lead_nowhere(
    client: FlaskClient, method: str, path: str, model_id: str
) -> None:
    answer = client.open(path.format(model_id), method=method, json={} if method == "PATCH" else None)
    # `..` is resolved, so that the address may be another one, but never one that gives a model away
    assert answer.status_code in (404, 405, 308) or (answer.status_code == 200 and ".." in model_id)


@pytest.mark.parametrize("model_id", ["\x00", "a\x00b", "' OR 1=1 --", "../x", "é" * 64, UUID])
def test_ids_in_bodies_lead_nowhere_either(client: FlaskClient, model_id: str) -> None:
    answer = client.post("/predict", json={"model_id": model_id, "data": [[1, 2]]})
    assert answer.status_code == 404 and answer.get_json()["field"] == "model_id"


def changed(path: str, value: Any) -> Json:
    """The document with something else in one place."""
    document = copy.deepcopy(MODEL)
    place: Any = document
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return document


MUTATIONS = [
    ("weights", []),
    ("weights", [0.5]),
    ("weights", [0.5, 0.5, 0.0]),
    ("weights", [0.6, 0.6]),
    ("weights", [1.5, -0.5]),
    ("weights", [1.0, 0.0]),
    ("weights", ["0.625", 0.375]),
    ("weights", [[0.625], [0.375]]),
    ("weights", {"0": 1}),
    ("weights", None),
    ("weights", ...),
    ("weights", [1e308, 1e308]),
    ("weights/0", 0.626),
    ("weights/0", True),
    ("means", []),
    ("means", [[1, 2]]),
    ("means/0", [1]),
    ("means/0", [1, 2, 3]),
    ("means/0", []),
    ("means/0/0", None),
    ("means/0/0", 1e200),
    ("means/0/0", "1"),
    ("covariances", []),
    ("covariances", [[[1, 0], [0, 1]]]),
    ("covariances/0", [[1, 0]]),
    ("covariances/0", [1, 0]),
    ("covariances/0/0", [1]),
    ("covariances/0/0/0", 0),
    ("covariances/0/0/0", -1),
    ("covariances/0/0/0", 1e300),
    ("covariances/0/0/1", 0.5),
    ("covariances/0", [[1, 2], [2, 1]]),
    ("covariances/0", [[1, 1], [1, 1]]),
    ("covariances/0/1/1", "25"),
    ("columns", []),
    ("columns", ["a"]),
    ("columns", ["a", "b", "c"]),
    ("columns", ["a", "a"]),
    ("columns", ["a", ""]),
    ("columns", ["a", "b" * 129]),
    ("columns", ["a", 1]),
    ("columns", "ab"),
    ("covariance_type", "round"),
    ("covariance_type", "tied"),
    ("covariance_type", "spherical"),
    ("covariance_type", None),
    ("schema_version", 2),
    ("schema_version", "1"),
    ("schema_version", ...),
    ("noise", {"weight": 0.5, "low": [0, 0], "high": [1, 1]}),
    ("noise", {"weight": 2, "low": [0, 0], "high": [1, 1]}),
    ("noise", {"weight": 0.1, "low": [0], "high": [1, 1]}),
    ("noise", None),
    ("__reduce__", "os.system"),
    ("$schema", "http://evil.example/schema"),
    ("model_id", UUID),
]


@pytest.mark.parametrize(("path", "value"), MUTATIONS, ids=lambda each: repr(each)[:40])
def test_a_document_that_is_no_mixture_is_refused_by_its_field(
    client: FlaskClient, path: str, value: Any
) -> None:
    answer = client.post("/models", json={"model": changed(path, value)})

    assert answer.status_code == 422 and answer.mimetype == "application/problem+json", answer.data
    assert answer.get_json()["field"].startswith("model")
    assert client.get("/models").get_json()["models"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"model": ' + b"[" * 100_000, 422),
        (b'{"model": {"weights": ' + b"[" * 100_000, 422),
        (b'{"model": {"weights": [NaN]}}', 422),
        (b'{"model": {"weights": [1e999]}}', 422),
        (b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.", 400),
        (b"PK\x03\x04", 400),
        (b"", 400),
        (b'{"model": {"covariance_type": "\\ud800"}}', 400),
    ],
)
def test_what_is_no_document_at_all_is_refused(client: FlaskClient, body: bytes, status: int) -> None:
    answer = client.post("/models", data=body, content_type="application/json")
    assert answer.status_code in (400, 422) and answer.mimetype == "application/problem+json"
    assert status in (400, answer.status_code)


def test_mixtures_beyond_the_limits_are_refused_before_they_are_looked_at(client: FlaskClient) -> None:
    wide = {**MODEL, "columns": [f"c{i}" for i in range(300)]}
    many = {**MODEL, "weights": [1 / 2_000] * 2_000}
    for document, limit in ((wide, "max_columns"), (many, "max_components")):
        problem = client.post("/models", json={"model": document}).get_json()
        assert problem["type"] == "/problems/over-limit" and limit in problem["detail"]


GOOD_NAMES = [
    "a",
    "x" * 128,
    "日本語の名前",
    "Ångström №5",
    "\U0001f469\u200d\U0001f52c labs",  # of two signs, held together by one that is not seen
    "a  b",
    "نام",
    "<b>&\"'",
    "=1+1",
    "%00",
    "../x",
]
BAD_NAMES = [
    "",
    " ",
    " a",
    "a ",
    "a\n",
    "a\tb",
    "\x00",
    "a\x00b",
    "\x1b[31m",
    "a\u202eb",
    "\u200b",
    "\u2028",
    "x" * 129,
    1,
    ["a"],
]


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_names_and_tags_of_all_languages_come_back_as_they_were(client: FlaskClient, name: str) -> None:
    stored = client.post("/models", json={"model": MODEL, "name": name, "tags": [name]}).get_json()

    assert (stored["name"], stored["tags"]) == (name, [name])
    for query in ({"tag": name}, {"name": name[:128]}):
        found = client.get("/models", query_string=query).get_json()["models"]
        assert [each["name"] for each in found] == [name]


@pytest.mark.parametrize("name", BAD_NAMES, ids=repr)
def test_names_and_tags_that_cannot_be_seen_are_refused(client: FlaskClient, fitted: Json, name: Any) -> None:
    at = f"/models/{fitted['model_id']}"
    for answer, field in (
        (client.post("/models", json={"model": MODEL, "name": name}), "name"),
        (client.post("/models", json={"model": MODEL, "tags": [name]}), "tags"),
        (client.patch(at, json={"name": name}), "name"),
        (client.patch(at, json={"tags": ["good", name]}), "tags"),
        (client.post("/fit", json={**example_fits.FIT, "name": name}), "name"),
    ):
        assert answer.status_code == 422 and answer.get_json()["field"] == field, answer.data
    assert client.get(at).get_json()["tags"] == []


def test_too_many_tags_and_too_long_notes_are_refused(client: FlaskClient, fitted: Json) -> None:
    at = f"/models/{fitted['model_id']}"
    for change, field in (
        ({"tags": [str(n) for n in range(33)]}, "tags"),
        ({"note": "n" * 2_001}, "note"),
        ({"note": "a\x00"}, "note"),
        ({"model": MODEL}, "model"),
        ({"bic": 0}, "bic"),
    ):
        answer = client.patch(at, json=change)
        assert answer.status_code == 422 and answer.get_json()["field"] == field


def mark(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"after": "x"}, "after"),
        ({"after": "\x00"}, "after"),
        ({"after": "é"}, "after"),
        ({"after": "A" * 1_001}, "after"),
        ({"after": mark([])}, "after"),
        ({"after": mark(["-created_at", 1, UUID])}, "after"),
        ({"after": mark(["-created_at", "a\x00", UUID])}, "after"),
        ({"after": mark(["-created_at", "a", "a\x00"])}, "after"),
        ({"after": mark(["bic", 1.0, UUID]), "sort": "-bic"}, "after"),
        ({"after": mark(["bic", "x", UUID]), "sort": "bic"}, "after"),
        ({"after": mark(["n_components", 2**64, UUID]), "sort": "n_components"}, "after"),
        ({"after": mark(["n_components", 1.5, UUID]), "sort": "n_components"}, "after"),
        ({"after": mark("[" * 500)}, "after"),
        ({"limit": 0}, "limit"),
        ({"limit": 1_001}, "limit"),
        ({"limit": "1.5"}, "limit"),
        ({"sort": "body"}, "sort"),
        ({"sort": "name; DROP TABLE models"}, "sort"),
        ({"fingerprint": "x"}, "fingerprint"),
        ({"fingerprint": "0" * 64 + "\n"}, "fingerprint"),
        ({"tag": ["t"] * 33}, "tag"),
        ({"column": ""}, "column"),
        ({"tag": "\x00"}, "tag"),
        ({"name": "\x00"}, "name"),
        ({"tags": "t"}, "tags"),
    ],
    ids=lambda each: repr(each)[:40],
)
def test_lists_that_cannot_be_asked_for_are_refused(client: FlaskClient, query: Json, field: str) -> None:
    answer = client.get("/models", query_string=query)
    assert answer.status_code == 422 and answer.get_json()["field"] == field, answer.data


@pytest.mark.parametrize(
    "query",
    [
        {"name": "%' OR 1=1 --"},
        {"name": "\\"},
        {"column": "\x00"},
        {"after": mark(["-created_at", "9", "x"])},
        {"after": mark(["-created_at", None, UUID])},
    ],
    ids=repr,
)
def test_strange_searches_find_what_there_is(client: FlaskClient, query: Json) -> None:
    client.post("/models", json={"model": MODEL, "name": "a"})
    answer = client.get("/models", query_string=query)
    assert answer.status_code in (200, 422)
    assert answer.status_code == 422 or len(answer.get_json()["models"]) <= 1
