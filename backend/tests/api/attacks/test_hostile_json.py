"""JSON made to break parsers: nested too deeply, ambiguous, with numbers that are none; on every route."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from gmm.api.app import create_app
from gmm.api.contract.operation import operation_of
from gmm.api.settings import Settings

DEEP = 200_000


def json_routes() -> list[str]:
    app = create_app(Settings(database_url="sqlite://"))
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and (operation := operation_of(app.view_functions[rule.endpoint]))
        and operation.body is not None
        and operation.body is not bytes
        and not rule.arguments
    )


HOSTILE = [
    b"[" * DEEP,
    b'{"a":' * DEEP,
    b'{"data":' + b"[" * DEEP + b"]" * DEEP + b"}",
    b'{"model":' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"}",
    b'{"model":{"columns":' + b"[" * DEEP + b"}}",
    b'{"columns":' + b"[" * DEEP,
    b'{"' + b"k" * 1_000_000 + b'": 1}',
    b'{"n_components": ' + b"9" * 100_000 + b"}",
    b'{"data": [[1e999]]}',
    b'{"data": [[-1e999]]}',
    b'{"data": [[' + b"1" * 400 + b"]]}",
    b'{"data": [[NaN]]}',
    b'{"data": [[Infinity, -Infinity]]}',
    b'{"data": [[0x10]]}',
    b'{"data": [[01]]}',
    b'{"data": [["\\ud800"]]}',
    b'{"data": [[1]], "data": {}}',
    b'{"__proto__": {"a": 1}}',
    b'{"data": [[1]], "constructor": 1}',
    b"\xef\xbb\xbf{}",
    b"\xff\xfe{\x00}\x00",
    b'{"data": [[1]]}' + b"\x00" * 10,
    b'{"data": [[1]]} {"data": [[2]]}',
    b"null",
    b"[]",
    b'"text"',
    b"",
    b"\x00",
]


@pytest.mark.parametrize("path", json_routes())
def test_it_is_refused_as_what_it_is(client: FlaskClient, path: str) -> None:
    for body in HOSTILE:
        answer = client.post(path, data=body, content_type="application/json")
        document = json.loads(answer.data, parse_constant=lambda name: pytest.fail(name))
        assert answer.status_code in (400, 422), (path, body[:60], document)
        assert len(document["detail"]) < 1_000 and len(answer.data) < 4_000, (path, body[:60])


def test_of_two_fields_with_one_name_it_is_said_or_the_last_one_counts(client: FlaskClient) -> None:
    """What a proxy has checked must not differ from what is read: the last one, as in browsers."""
    twice = b'{"data": [[1], [2], [4]], "n_components": 9, "n_components": 1}'
    answer = client.post("/fit", data=twice, content_type="application/json")
    assert answer.status_code in (400, 422) or len(answer.get_json()["model"]["weights"]) == 1
