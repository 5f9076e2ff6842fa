"""Whoever should not ask: other web pages, other names for this machine, and those without the token."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gmm.api.app import create_app
from gmm.api.settings import Settings
from tests.api.conftest import Json

PAGE = "http://localhost:3000"
TOKEN = "a-token-that-nobody-guesses"
FIT = b'{"data": [[1], [2], [4]], "n_components": 1}'


@pytest.fixture
def client_of(database_url: str) -> Callable[..., FlaskClient]:
    """Make a client of a service with settings of its own."""
    return lambda **settings: create_app(Settings(database_url=database_url, **settings)).test_client()


@pytest.fixture
def guarded(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of(api_token=TOKEN)


def authorized(kind: str, credentials: str) -> Json:
    return {"Authorization": f"{kind} {credentials}"}


def basic(user: str, password: str) -> str:
    return b64encode(f"{user}:{password}".encode()).decode()


# Other web pages

STRANGE_ORIGINS = [
    "http://evil.example",
    "http://localhost:3000.evil.example",
    "http://localhost:30000",
    "https://localhost:3000",
    "http://LOCALHOST:3000.evil.example",
    "null",
    "http://localhost:3000/",
    "*",
]


@pytest.mark.parametrize("origin", STRANGE_ORIGINS)
def test_a_page_of_another_origin_may_read_no_answer(client: FlaskClient, origin: str) -> None:
    for answer in (
        client.get("/models", headers={"Origin": origin}),
        client.get("/no/such/route", headers={"Origin": origin}),
        client.options("/fit", headers={"Origin": origin, "Access-Control-Request-Method": "POST"}),
    ):
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_pages_own_origin_may_read_what_it_needs_and_sends_no_cookies(client: FlaskClient) -> None:
    answer = client.get("/models", headers={"Origin": PAGE})
    exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")

    assert answer.headers["Access-Control-Allow-Origin"] == PAGE and "Origin" in answer.headers["Vary"]
    assert {"X-Request-ID", "Retry-After", "Location"} <= set(exposed)
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_refusals_can_be_read_by_the_page_as_well(client: FlaskClient) -> None:
    answer = client.post("/fit", data=b"{", content_type="application/json", headers={"Origin": PAGE})
    assert answer.status_code == 400 and answer.headers["Access-Control-Allow-Origin"] == PAGE


def test_a_preflight_admits_the_headers_that_the_api_reads_and_no_others(client: FlaskClient) -> None:
    def admitted(headers: str) -> str:
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": headers}
        return client.options("/fit", headers={"Origin": PAGE, **asked}).headers.get(
            "Access-Control-Allow-Headers", ""
        )

    assert {"content-type", "authorization"} <= set(
        admitted("content-type, authorization").lower().split(", ")
    )
    assert "x-evil" not in admitted("content-type, x-evil").lower()


# What a browser sends to any address without asking first (a "simple request").
@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
        "",
        "text/plain; x=application/json",
    ],
)
def test_what_any_web_page_can_send_unasked_starts_nothing(client: FlaskClient, media_type: str) -> None:
    posts = [rule.rule for rule in client.application.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(posts) > 10
    for path in posts:
        answer = client.post(path.replace("<model_id>", "x"), data=FIT, content_type=media_type)
        assert answer.status_code == 415, (path, answer.data)
    assert client.get("/models").get_json()["models"] == []


# Other names for this machine (DNS rebinding)

STRANGE_NAMES = [
    "evil.example",
    "evil.example:8000",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evil.example, localhost",
    "localhost:8000@evil.example",
    "[::1].evil.example",
    "2130706433",
]


@pytest.mark.parametrize("name", STRANGE_NAMES)
@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_name_that_is_not_this_machines_is_refused(
    client_of: Callable[..., FlaskClient], address: str, name: str
) -> None:
    answer = client_of(host=address).get("/models", headers={"Host": name})
    assert answer.status_code == 400 and answer.get_json()["type"] == "/problems/bad-request"


@pytest.mark.parametrize("name", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_its_own_names_are_its_names(client: FlaskClient, name: str) -> None:
    assert client.get("/models", headers={"Host": name}).status_code == 200


def test_an_address_is_a_name_where_others_reach_the_service(client_of: Callable[..., FlaskClient]) -> None:
    for name in ("192.0.2.7:8000", "[2001:db8::7]:8000"):
        assert client_of(host="0.0.0.0").get("/models", headers={"Host": name}).status_code == 200
        assert client_of().get("/models", headers={"Host": name}).status_code == 400


def test_more_names_can_be_trusted(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of(host="0.0.0.0", trusted_hosts=("gmm.example.com", ".example.org"))

    def status(name: str) -> int:
        return client.get("/models", headers={"Host": name}).status_code

    assert [status(name) for name in ("gmm.example.com", "a.example.org:8000", "localhost")] == [200] * 3
    assert [status(name) for name in ("example.com", "gmm.example.com.evil.example")] == [400] * 2


# Those without the token


def test_without_the_token_nothing_is_told_but_health(guarded: FlaskClient) -> None:
    for rule in guarded.application.url_map.iter_rules():
        path = rule.rule.replace("<", "").replace(">", "").replace("path:", "")
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            answer = guarded.open(path, method=method)
            is_open = path in ("/healthz", "/readyz")
            assert (answer.status_code == 401) != is_open, path
            assert is_open or refused(answer)
    assert guarded.get("/no/such/route").status_code == 401


def refused(answer: TestResponse) -> bool:
    assert [challenge.split()[0] for challenge in answer.headers.getlist("WWW-Authenticate")] == [
        "Bearer",
        "Basic",
    ]
    document = answer.get_json()  # the Open Inference Protocol has errors of its own
    return document.get("type") == "/problems/unauthorized" or "token" in document["error"]


@pytest.mark.parametrize(
    "headers",
    [
        authorized("Bearer", TOKEN),
        authorized("bearer", TOKEN),
        authorized("Basic", basic("", TOKEN)),
        authorized("Basic", basic("anybody", TOKEN)),
    ],
)
def test_with_the_token_everything_is(guarded: FlaskClient, headers: Json) -> None:
    fitted = guarded.post("/fit", data=FIT, content_type="application/json", headers=headers)
    assert fitted.status_code == 200
    assert guarded.get("/docs", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        authorized("Bearer", ""),
        authorized("Bearer", TOKEN[:-1]),
        authorized("Bearer", TOKEN + "x"),
        authorized("Bearer", TOKEN.upper()),
        authorized("Bearer", f"x {TOKEN}"),
        authorized("Bearer", "tökén"),
        authorized("Token", TOKEN),
        authorized("Digest", f'username="{TOKEN}"'),
        authorized("Basic", basic(TOKEN, "")),
        authorized("Basic", basic(TOKEN, "wrong")),
        authorized("Basic", "no base64"),
        authorized("Basic", TOKEN),
        {"Authorization": TOKEN},
        {"Authorization": "Bearer"},
        {"X-API-Key": TOKEN},
        {"Cookie": f"token={TOKEN}"},
    ],
)
def test_what_is_not_the_token_is_refused(guarded: FlaskClient, headers: Json) -> None:
    assert guarded.get("/models", headers=headers).status_code == 401
    assert guarded.get(f"/models?token={TOKEN}&access_token={TOKEN}").status_code == 401


def test_a_browser_may_ask_first_without_the_token(guarded: FlaskClient) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    answer = guarded.options("/fit", headers={"Origin": PAGE, **asked})
    assert answer.status_code == 200 and answer.headers["Access-Control-Allow-Origin"] == PAGE
