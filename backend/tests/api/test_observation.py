"""What can be seen of a running service: names of requests, lines in the log, metrics, readiness."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from http.client import HTTPResponse
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from gmm.api.app import create_app
from gmm.api.observation.readiness import Readiness
from gmm.api.settings import Settings
from gmm.api.store.models import ModelStore
from tests.api.conftest import Json
from tests.api.live import Running, running
from tests.api.test_computing import crowded  # noqa: F401 - a service full of fits

FIT = b'{"data": [[1], [2], [4]], "n_components": 1}'
JSON = {"Content-Type": "application/json"}
STREAM = {**JSON, "Accept": "application/x-ndjson"}
MADE = re.compile(r"[0-9a-f]{32}")


def samples(client: FlaskClient) -> dict[tuple[str, str, str], float]:
    """Every metric by its name, route and status; those without are under the empty string."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, sample.labels.get("route", ""), sample.labels.get("status", "")): sample.value
        for family in families
        for sample in family.samples
        if "le" not in sample.labels
    }


@pytest.mark.parametrize("given", ["a", "5c1f2d0a-8e9b-4a6f-9a53-0d5a4a1f7c11", "trace.1_2-3", "x" * 64])
def test_a_request_keeps_the_name_that_it_was_given(client: FlaskClient, given: str) -> None:
    answer = client.post("/fit", data=b"{", headers={**JSON, "X-Request-ID": given})
    assert answer.headers["X-Request-ID"] == given == answer.get_json()["request_id"]


@pytest.mark.parametrize("given", ["", "-x", "a b", "x" * 65, "ä", "a\x7f", "<script>", "a;b", None])
def test_a_name_that_could_do_harm_is_replaced(client: FlaskClient, given: str | None) -> None:
    answer = client.get("/models/none", headers={} if given is None else {"X-Request-ID": given})
    assert MADE.fullmatch(answer.headers["X-Request-ID"])
    assert answer.headers["X-Request-ID"] == answer.get_json()["request_id"]


def test_every_answer_has_a_name_of_its_own(client: FlaskClient) -> None:
    paths = ["/healthz", "/models", "/nope", "/docs/static/docs.css"]
    names = [client.get(path, buffered=True).headers["X-Request-ID"] for path in paths]
    assert len(set(names)) == len(paths)


def test_a_stream_that_fails_names_its_request(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("INSERT", {}, OSError("disk full"))

    monkeypatch.setattr(ModelStore, "put", fail)
    answer = client.post("/fit", data=FIT, headers=STREAM, buffered=True)
    assert json.loads(answer.data.splitlines()[-1])["request_id"] == answer.headers["X-Request-ID"]


def test_a_request_is_one_line_of_the_log(tmp_path: Path) -> None:
    with running(database_url=f"sqlite:///{tmp_path / 'models.sqlite3'}") as service:
        service.ask("POST", "/fit", FIT, {**JSON, "X-Request-ID": "mine"})
        service.ask("GET", "/models/none", headers={"X-Request-ID": "model"})
        service.ask("GET", "/no/such/route", headers={"X-Request-ID": "lost"})
        service.ask("GET", "/healthz")
        service.ask("GET", "/metrics")
        service.raw(b"GET /healthz HTTP/1.1\r\nHost localhost\r\n\r\n")
        service.stop()
        lines = service.logged()

    # A line is written when the answer is out, so lines of requests that follow closely may change places.
    named = {line["request_id"]: line for line in lines if line["event"] == "request"}
    fit, model, nothing = named.pop("mine"), named.pop("model"), named.pop("lost")
    (malformed,) = (line for line in lines if line["event"] != "request")
    assert not named
    assert fit.keys() == {
        *("time", "level", "event", "logger", "method", "route", "status", "seconds", "bytes", "finished"),
        "request_id",
    }
    assert (fit["method"], fit["route"], fit["status"], fit["request_id"]) == ("POST", "/fit", 200, "mine")
    assert fit["event"] == "request" and fit["level"] == "info" and fit["finished"] is True
    assert 0 < fit["seconds"] < 60 and fit["bytes"] > 100 and fit["time"].endswith("Z")
    assert (model["route"], model["status"]) == ("/models/{model_id}", 404)
    assert (nothing["route"], nothing["status"]) == ("other", 404)
    assert (malformed["event"], malformed["status"]) == ("refused unread", 400)


def test_as_text_a_line_is_for_people(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'models.sqlite3'}"
    with running(database_url=store, log_format="text", log_level="debug") as service:
        service.ask("GET", "/healthz", headers={"X-Request-ID": "mine"})
        (line,) = service.stop()[2].splitlines()
    assert re.fullmatch(
        r"\S+Z debug request method=GET route=/healthz status=200 seconds=\S+ bytes=\d+ finished=True "
        r"request_id=mine",
        line,
    )


def test_requests_are_counted_by_route_and_status(client: FlaskClient) -> None:
    client.post("/fit", data=FIT, headers=JSON, buffered=True)
    client.post("/fit", data=FIT, headers=STREAM, buffered=True)
    client.post("/fit", data=b"{", headers=JSON, buffered=True)
    for name in ("a", "b"):
        client.get(f"/models/{name}", buffered=True)
        client.get(f"/nothing/{name}", buffered=True)

    counted = samples(client)
    assert counted["gmm_requests_total", "/fit", "200"] == 2
    assert counted["gmm_requests_total", "/fit", "400"] == 1
    assert counted["gmm_requests_total", "/models/{model_id}", "404"] == 2
    assert counted["gmm_requests_total", "other", "404"] == 2
    assert counted["gmm_request_seconds_count", "/fit", ""] == 3
    assert counted["gmm_fitted_rows_total", "", ""] == 6
    assert counted["gmm_store_bytes", "", ""] > 1_000
    assert counted["process_resident_memory_bytes", "", ""] > 10_000_000


def test_whatever_clients_send_there_are_only_so_many_series(client: FlaskClient) -> None:
    def n_series() -> int:
        return len(client.get("/metrics", buffered=True).text.splitlines())

    n_series()
    before = n_series()
    for number in range(30):
        for path in (f"/models/{number}", f"/{number}", f"/examples/{number}?a={number}"):
            client.open(path, method=f"M{number}", headers={"Host": "localhost"}, buffered=True)
            client.get(path, headers={"User-Agent": str(number)}, buffered=True)
    between = n_series()
    for number in range(30, 60):
        client.open(f"/models/{number}", method=f"M{number}", buffered=True)
        client.get(f"/models/{number}", buffered=True)

    assert n_series() == between and between - before < 150


def test_a_metric_that_cannot_be_had_does_not_hide_the_others(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise OperationalError("SELECT", {}, OSError("gone"))

    monkeypatch.setattr("sqlalchemy.Connection.execute", fail)
    metrics = client.get("/metrics").text
    assert "gmm_store_bytes NaN" in metrics and "gmm_requests_total" in metrics


def test_a_service_that_can_work_is_ready_and_leaves_nothing_behind(client: FlaskClient) -> None:
    assert client.get("/readyz").get_json() == {"status": "ready", "checks": ["store", "child process"]}
    assert client.get("/models").get_json()["models"] == []


def test_a_store_that_cannot_be_written_to_is_not_ready(tmp_path: Path) -> None:
    path = tmp_path / "models.sqlite3"
    create_app(Settings(database_url=f"sqlite:///{path}")).test_client().get("/readyz")
    read_only = f"sqlite:///file:{path}?mode=ro&uri=true"
    answer = create_app(Settings(database_url=read_only)).test_client().get("/readyz")

    assert answer.status_code == 503 and answer.mimetype == "application/problem+json"
    assert "store" in answer.get_json()["detail"]


def test_what_was_found_holds_for_a_moment_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    readiness = Readiness({"store": lambda: tried.append("store"), "child": lambda: tried.append("child")})

    for at in (100.0, 100.5, 100.9, 101.5):
        now[0] = at
        assert readiness.checked() == ["store", "child"]
    assert tried == ["store", "child"] * 2


def test_a_service_full_of_fits_says_how_it_is(crowded: tuple[Running, list[HTTPResponse]]) -> None:  # noqa: F811
    service, _ = crowded
    for path in ("/healthz", "/readyz", "/metrics"):
        answer, content = service.ask("GET", path)
        assert answer.status == 200 and content, path


def test_every_answer_carries_the_headers_that_protect_it(
    client: FlaskClient, client_with: Callable[..., FlaskClient], faithful_request: Json
) -> None:
    small = client_with(max_body_bytes=10)
    answers = [
        client.get("/healthz"),
        client.get("/docs"),
        client.get("/docs/static/docs.css", buffered=True),
        client.get("/"),
        client.get("/nope"),
        client.post("/healthz"),
        client.post("/fit", json={}),
        client.post("/fit", json=faithful_request),
        client.post("/fit", json=faithful_request, headers=STREAM, buffered=True),
        small.post("/fit", json=faithful_request),
    ]
    for answer in answers:
        headers = answer.headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        policy = headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy)
        assert "unsafe" not in headers["Content-Security-Policy"]
