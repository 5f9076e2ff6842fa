"""The contract of refusals.

Whatever goes wrong, the answer is a problem document (RFC 9457) with Content-Type application/problem+json:

- `type` is `/problems/<slug>` of a kind that the docs list, `title` is that kind's title, `status` equals the
  status of the answer;
- `detail` is one or two sentences: what is wrong, where, and what to do;
- where they apply, `field` names the field of the request, `row` the data row (counted from 1), `column` the
  column by its name, `line` the line of a file (counted from 1), `pointer` the place as a JSON pointer;
- nothing else is in it: no traceback, no path of the server, no NaN;
- a fault of the request is a 4xx, never a 5xx, whatever the bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from gmm.api import errors
from gmm.api.app import create_app
from gmm.api.errors import KIND_OF_ERROR, KINDS
from gmm.api.settings import Settings
from gmm.api.store.models import ModelStore
from gmm.engine import EngineError
from gmm.io.errors import ReadError
from tests.api.conftest import Json

MODEL: Json = {
    "schema_version": 1,
    "covariance_type": "full",
    "columns": ["u", "v"],
    "weights": [1.0],
    "means": [[0.0, 0.0]],
    "covariances": [[[1.0, 0.0], [0.0, 1.0]]],
}


def assert_problem(answer: TestResponse, status: int, kind: str, **place: object) -> Json:
    """The whole contract, for one answer; gives the document."""
    assert answer.status_code == status, answer.data
    assert answer.mimetype == "application/problem+json"
    document: Json = json.loads(answer.data, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))
    (known,) = [each for each in KINDS if each.slug == kind]
    assert document["type"] == f"/problems/{kind}"
    assert document["title"] == known.title and document["status"] == known.status == status
    assert document.keys() <= {
        "type",
        "title",
        "status",
        "detail",
        "field",
        "row",
        "column",
        "line",
        "pointer",
        "request_id",
    }
    assert document["detail"].endswith((".", "?")) and "Traceback" not in document["detail"]
    assert {name: document.get(name) for name in place} == place, document
    return document


def post(client: FlaskClient, path: str, body: bytes | Json, media: str = "application/json") -> TestResponse:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(path, data=data, content_type=media)


def fit_body(data: str, rest: str = "") -> bytes:
    return f'{{"data": {data}, "columns": ["u", "v"], "n_components": 1{rest}}}'.encode()


@pytest.mark.parametrize(
    ("data", "row", "column", "pointer"),
    [
        ("[[1, 2], [3]]", 2, None, "/data/1"),
        ("[[1, 2], [3, 4, 5]]", 2, None, "/data/1"),
        ('[[1, 2], [3, "4"]]', 2, "v", "/data/1/1"),
        ("[[1, true], [3, 4]]", 1, "v", "/data/0/1"),
        ('[[1, null], ["", 4]]', 2, "u", "/data/1/0"),
        ("[[null, 2], [null, NaN]]", 2, "v", "/data/1/1"),
        ("[[1, 2], [3, NaN]]", 2, "v", "/data/1/1"),
        ("[[1, NaN], [NaN, 4]]", 1, "v", "/data/0/1"),
        ("[[1, 2], [Infinity, 4]]", 2, "u", "/data/1/0"),
        ("[[1, 2],\n [3, -Infinity ]]", 2, "v", "/data/1/1"),
        ("[[nan, 2]]", 1, "u", "/data/0/0"),
        ("[[1, 1e999]]", 1, "v", "/data/0/1"),
        (f"[[1, {'9' * 400}]]", 1, "v", "/data/0/1"),
        ("[[1, 2], [3, [4]]]", 2, "v", "/data/1/1"),
        ("[[1, 1e200]]", 1, "v", "/data/0/1"),
        ("[[1, 2], []]", 2, None, "/data/1"),
        ("[[1, 2], 3]", 2, None, "/data/1"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(
    client: FlaskClient, data: str, row: int, column: str | None, pointer: str
) -> None:
    answer = post(client, "/fit", fit_body(data))
    problem = assert_problem(
        answer, 422, "invalid-data", field="data", row=row, column=column, pointer=pointer
    )
    assert f"ow {row}" in problem["detail"]


@pytest.mark.parametrize(
    ("rest", "field"),
    [
        (', "n_components": 0', "n_components"),
        (', "n_components": 1.5', "n_components"),
        (', "n_components": "2"', "n_components"),
        (', "n_components": true', "n_components"),
        (', "covariance_type": "round"', "covariance_type"),
        (', "init": "guess"', "init"),
        (', "n_init": 0', "n_init"),
        (', "max_iter": -1', "max_iter"),
        (', "tol": -1', "tol"),
        (', "covariance_floor": 0', "covariance_floor"),
        (', "covariance_floor": 1', "covariance_floor"),
        (', "seed": -1', "seed"),
        (', "seed": 1e400', "seed"),
        (', "columns": ["u", 2]', "columns"),
        (', "columns": []', "columns"),
        (', "n_component": 2', "n_component"),
        (', "colour": "red"', "colour"),
    ],
)
def test_a_bad_option_is_named(client: FlaskClient, rest: str, field: str) -> None:
    problem = assert_problem(
        post(client, "/fit", fit_body("[[1, 2]]", rest)), 422, "invalid-value", field=field
    )
    assert field in problem["detail"]


def test_a_misspelt_field_gets_a_suggestion_and_a_choice_its_choices(client: FlaskClient) -> None:
    misspelt = post(client, "/fit", fit_body("[[1, 2]]", ', "sed": 1')).get_json()
    unknown = post(client, "/fit", fit_body("[[1, 2]]", ', "covariance_type": "round"')).get_json()

    assert "Did you mean seed?" in misspelt["detail"]
    assert "full, tied, diag, spherical" in unknown["detail"]


def test_what_a_refusal_quotes_is_cut_short(client: FlaskClient) -> None:
    for rest in (f', "{"x" * 100_000}": 1', f', "init": "{"x" * 100_000}"'):
        problem = post(client, "/fit", fit_body("[[1, 2]]", rest)).get_json()
        assert problem["status"] == 422 and len(str(problem)) < 2_000


def test_missing_and_empty_fields_are_named(client: FlaskClient) -> None:
    for body, field in [
        (b'{"n_components": 1}', "data"),
        (b'{"data": [[1]]}', "n_components"),
        (b'{"data": [], "n_components": 1}', "data"),
    ]:
        assert_problem(post(client, "/fit", body), 422, "invalid-value", field=field, pointer=f"/{field}")


def test_names_that_do_not_fit_the_columns_are_refused(client: FlaskClient) -> None:
    for names in (["u"], ["u", "u"]):
        body = {"data": [[1, 2], [3, 4]], "columns": names, "n_components": 1}
        assert_problem(post(client, "/fit", body), 422, "invalid-data", field="columns")


def test_more_components_than_rows_are_refused(client: FlaskClient) -> None:
    for data in ([[1, 2], [3, 4]], [[1, 2]] * 10):
        body = {"data": data, "n_components": 3}
        assert_problem(post(client, "/fit", body), 422, "invalid-data", field="n_components")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"{",
        b'{"data": [[1, 2]',
        b'{"data": [[1, 2],]}',
        b"data=1",
        b'{"data": [[1, 2]], "n_components": 1} and more',
        b'\xef\xbb\xbf{"data": [[1, 2]], "n_components": 1}',
        b'{"data": [[1, 2]], "n_components": 1, "init": "\xff"}',
        b'{"data": [[1, nope]], "n_components": 1}',
        b"\x00" * 100,
    ],
)
def test_what_is_not_json_is_a_400(client: FlaskClient, body: bytes) -> None:
    assert_problem(post(client, "/fit", body), 400, "malformed-json")


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"data"', b"[" * 200_000, b'{"data":' * 100_000])
def test_json_that_is_no_request_is_refused_however_deep(client: FlaskClient, body: bytes) -> None:
    answer = post(client, "/fit", body)
    assert answer.status_code in (400, 422)
    assert answer.mimetype == "application/problem+json"


def test_a_media_type_that_is_not_listed_is_a_415_that_names_what_is(client: FlaskClient) -> None:
    for path, accepted, sent in [
        ("/fit", "application/json", "text/plain"),
        ("/fit", "application/json", "application/x-www-form-urlencoded"),
        ("/predict", "application/json", "application/xml"),
        ("/table", "text/csv", "application/json"),
    ]:
        problem = assert_problem(post(client, path, b"{}", sent), 415, "unsupported-media-type")
        assert accepted in problem["detail"] and sent in problem["detail"]
    assert_problem(client.post("/fit", data=b"{}"), 415, "unsupported-media-type")


def test_a_body_compressed_with_anything_but_gzip_is_a_415(client: FlaskClient) -> None:
    headers = {"Content-Encoding": "br", "Content-Type": "application/json"}
    problem = assert_problem(client.post("/fit", data=b"", headers=headers), 415, "unsupported-media-type")
    assert "Content-Encoding" in problem["detail"]


@pytest.fixture
def small(database_url: str) -> FlaskClient:
    """A service that takes bodies of at most 1,000 bytes."""
    from gmm.api.settings import Limits

    limits = Limits(max_body_bytes=1_000, max_rows=3, max_columns=3)
    return create_app(Settings(database_url=database_url, limits=limits)).test_client()


def test_a_body_over_the_limit_is_a_413_whether_or_not_its_length_is_announced(small: FlaskClient) -> None:
    rows = json.dumps({"data": [[1, 2]] * 1_000, "n_components": 1}).encode()
    chunked: dict[str, Any] = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}

    assert_problem(post(small, "/fit", rows), 413, "body-too-large")
    answer = small.post(
        "/fit", input_stream=BytesIO(rows), content_type="application/json", environ_overrides=chunked
    )
    assert_problem(answer, 413, "body-too-large")


def test_a_chunked_body_of_exactly_the_limit_is_read_whole(small: FlaskClient) -> None:
    body = b'{"data": [[1, 2], [3, 5], [4, 4]], "n_components": 1}'.ljust(1_000)
    answer = small.post(
        "/fit",
        input_stream=BytesIO(body),
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )
    assert answer.get_json()["n_samples"] == 3


def test_a_table_that_is_none_is_refused_by_row_and_line(small: FlaskClient) -> None:
    for body, place in [
        (b"", {}),
        (b"PK\x03\x04\x00\x00", {}),
        (b"a,b\n1,2\n3\n", {"row": 2, "line": 3}),
        (b'a,b\n1,2\n3,"4\n5,6\n', {"line": 3}),
    ]:
        assert_problem(post(small, "/table", body, "text/csv"), 422, "unreadable-table", **place)
    for body in (b"1\n2\n3\n4\n", b"1,2,3,4\n"):
        assert_problem(post(small, "/table", body, "text/csv"), 422, "over-limit")


def test_an_unknown_model_is_a_404(client: FlaskClient) -> None:
    for model_id in ("nope", "../../etc/passwd", "0b7a2f0e-5f0c-4f7a-9a53-0d5a4a1f7c11", "x' OR '1'='1"):
        for path, rest in [
            ("/predict", {"data": [[1]]}),
            ("/density", {"data": [[1]]}),
            ("/sample", {"n_samples": 1}),
        ]:
            answer = post(client, path, {"model_id": model_id, **rest})
            assert_problem(answer, 404, "unknown-model", field="model_id", pointer="/model_id")
    assert_problem(client.get("/models/nope"), 404, "unknown-model")


def test_a_request_without_a_mixture_or_with_two_is_refused(client: FlaskClient) -> None:
    for mixture in ({}, {"model_id": "x", "model": MODEL}):
        answer = post(client, "/predict", {**mixture, "data": [[1, 2]]})
        assert_problem(answer, 422, "invalid-value", field="model_id")


@pytest.mark.parametrize(
    ("change", "kind", "field"),
    [
        ({"weights": [0.5]}, "invalid-model", "model.weights"),
        ({"weights": [-1.0]}, "invalid-model", "model.weights"),
        ({"weights": [0.5, 0.5]}, "invalid-model", "model.weights"),
        ({"means": [[0.0]]}, "invalid-model", None),
        ({"covariances": [[[1.0, 2.0], [2.0, 1.0]]]}, "invalid-model", "model.covariances"),
        ({"covariances": [[[1.0, 0.5], [0.0, 1.0]]]}, "invalid-model", "model.covariances"),
        ({"covariances": [[[0.0, 0.0], [0.0, 0.0]]]}, "invalid-model", "model.covariances"),
        ({"columns": ["u"]}, "invalid-model", "model.columns"),
        ({"schema_version": 2}, "invalid-value", "model.schema_version"),
        ({"covariance_type": "round"}, "invalid-value", "model.covariance_type"),
        ({"colour": "red"}, "invalid-value", "model.colour"),
        ({"weights": ["1"]}, "invalid-value", "model.weights"),
    ],
)
def test_a_document_that_is_no_mixture_is_refused_by_its_field(
    client: FlaskClient, change: Json, kind: str, field: str | None
) -> None:
    answer = post(client, "/predict", {"model": {**MODEL, **change}, "data": [[1, 2]]})
    problem = assert_problem(answer, 422, kind)
    assert field is None or problem["field"] == field


def test_rows_that_are_not_the_models_are_refused(client: FlaskClient) -> None:
    for path in ("/predict", "/density"):
        answer = post(client, path, {"model": MODEL, "data": [[1, 2], [1, 2, 3]]})
        problem = assert_problem(answer, 422, "invalid-data", field="data", row=2)
        assert "u, v" in problem["detail"]


def test_an_unknown_address_example_or_method_is_told_so(client: FlaskClient) -> None:
    assert_problem(client.get("/nope"), 404, "not-found")
    problem = assert_problem(client.get("/examples/nope"), 404, "unknown-example")
    assert "old-faithful" in problem["detail"]

    refused = client.get("/fit")
    assert_problem(refused, 405, "method-not-allowed")
    assert "POST" in refused.headers["Allow"]


def test_a_mistake_of_the_service_is_told_without_its_traceback(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a secret path: /srv/gmm")

    monkeypatch.setattr(ModelStore, "page", fail)
    app = create_app(Settings(database_url=database_url))
    problem = assert_problem(app.test_client().get("/models"), 500, "internal-error")
    assert "secret" not in json.dumps(problem)


def every_subclass(cls: type) -> Iterator[type]:
    yield cls
    for subclass in cls.__subclasses__():
        yield from every_subclass(subclass)


def test_every_error_of_engine_and_readers_has_a_kind() -> None:
    known = {*every_subclass(EngineError), *every_subclass(ReadError)}
    assert known == set(KIND_OF_ERROR), "Say in gmm/api/errors.py what kind of problem the new error is."


def test_kinds_differ_by_slug() -> None:
    assert len({kind.slug for kind in errors.KINDS}) == len(errors.KINDS)


def test_the_type_of_a_problem_leads_to_its_explanation(client: FlaskClient) -> None:
    for kind in KINDS:
        answer = client.get(f"/problems/{kind.slug}", follow_redirects=True)
        assert f'id="problem-{kind.slug}"' in answer.text


@pytest.fixture(scope="module")
def shared_client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    store = tmp_path_factory.mktemp("store") / "models.sqlite3"
    return create_app(Settings(database_url=f"sqlite:///{store}")).test_client()


VALID = b'{"data": [[1, 2.5], [3, -4e1], [0, 1]], "columns": ["u", "v"], "n_components": 1, "tol": 0.1}'


@settings(max_examples=300, deadline=None)
@given(
    position=st.integers(0, len(VALID) - 1),
    length=st.integers(0, 6),
    put=st.one_of(
        st.binary(max_size=6),
        st.sampled_from(
            [b"NaN", b"null", b"1e999", b"-", b"[[", b"]]", b'"', b"\\ud800", b"{}", b",", b"9" * 30]
        ),
    ),
)
def test_no_mutation_of_a_request_breaks_the_service(
    shared_client: FlaskClient, position: int, length: int, put: bytes
) -> None:
    body = VALID[:position] + put + VALID[position + length :]
    answer = post(shared_client, "/fit", body)

    if answer.status_code == 200:
        json.loads(answer.data, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))
    else:
        assert answer.status_code in (400, 422), answer.data
        assert answer.mimetype == "application/problem+json"
        assert answer.get_json()["detail"]
