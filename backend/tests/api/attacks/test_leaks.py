"""Nothing that clients send, and nothing of the service's inside, is told to others or written to the log."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gmm.api.app import create_app
from gmm.api.observation.logs import log_to_stderr
from gmm.api.routes import models as models_route
from gmm.api.server.serve import main
from gmm.api.settings import Settings, SettingsError
from gmm.api.work.workshop import Workshop
from tests.api.live import running
from tests.api.test_workshop import begun, ended

SECRET = "hunter2secret"
NUMBER = "31415926.5358"
JSON = {"Content-Type": "application/json"}
WORDS_OF_THE_INSIDE = (
    "Traceback",
    'File "',
    ".py",
    "site-packages",
    "sqlite",
    "SELECT",
    "werkzeug",
    "waitress",
)


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """All that the service logs, at the level that says the most."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    log_to_stderr(request.param, "debug")
    yield written
    root.handlers[:], root.level = before, level


class _Client(FlaskClient):
    """A client that reads every answer to its end, which is when the request is logged."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{**kwargs, "buffered": True})


@pytest.fixture
def client(database_url: str) -> FlaskClient:
    app = create_app(Settings(database_url=database_url, api_token="a-token-that-nobody-guesses"))
    app.test_client_class = _Client
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = "Bearer a-token-that-nobody-guesses"
    return client


def bodies() -> list[bytes]:
    """Good and bad requests about data that concern nobody else."""
    good = {"data": [[float(NUMBER), 1], [2, 3], [5, 7], [8, 8]], "columns": [SECRET, "v"], "n_components": 1}
    return [
        json.dumps(good).encode(),
        json.dumps({**good, "columns": [SECRET, SECRET]}).encode(),
        json.dumps({**good, "data": [[SECRET, 1], [2, 3]]}).encode(),
        json.dumps({**good, SECRET: 1}).encode(),
        json.dumps({**good, "n_components": 99}).encode(),
        b"{" + SECRET.encode(),
    ]


def test_data_names_and_headers_are_not_logged(client: FlaskClient, log: io.StringIO) -> None:
    headers = {**JSON, "User-Agent": SECRET, "Referer": f"http://{SECRET}/", "Cookie": f"a={SECRET}"}
    for body in bodies():
        for accept in ("application/json", "application/x-ndjson"):
            client.post(f"/fit?{SECRET}", data=body, headers={**headers, "Accept": accept}).get_data()
    client.get(f"/models/{SECRET}", headers=headers)
    client.get(f"/{SECRET}", headers=headers)
    client.get("/models", headers={"Host": SECRET})
    client.get("/models", headers={"Authorization": f"Bearer {SECRET}"})
    client.get("/models", headers={"X-Request-ID": f"{SECRET} x"})
    client.open("/models", method=SECRET.upper())
    client.get("/metrics").get_data()

    assert len(log.getvalue().splitlines()) > 15
    for secret in (SECRET, SECRET.upper(), NUMBER, "nobody-guesses"):
        assert secret not in log.getvalue()
    assert SECRET not in client.get("/metrics").text


def test_what_the_service_did_not_foresee_is_logged_without_its_words(
    client: FlaskClient, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(model_id: str) -> None:
        try:
            {}[SECRET]
        except KeyError as error:
            raise ValueError(f"could not convert {SECRET}") from error

    monkeypatch.setattr(models_route, "stored_model", fail)
    answer = client.get(f"/models/{SECRET}")

    assert answer.status_code == 500 and SECRET not in answer.text
    assert not any(word in answer.text for word in WORDS_OF_THE_INSIDE)
    written = log.getvalue()
    assert "ValueError" in written and "KeyError" in written and "routes/models.py" in written
    assert SECRET not in written and answer.headers["X-Request-ID"] in written


def test_a_store_that_fails_tells_the_client_nothing_of_it(
    client: FlaskClient, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    def fail(*_: object) -> None:
        raise OperationalError(f"SELECT '{SECRET}'", {"name": SECRET}, OSError(SECRET))

    monkeypatch.setattr("sqlalchemy.Connection.execute", fail)
    answer = client.get("/models")
    assert answer.status_code == 503
    assert not any(word in answer.text for word in (SECRET, *WORDS_OF_THE_INSIDE))
    assert "OperationalError" in log.getvalue() and SECRET not in log.getvalue()


def test_a_child_process_that_fails_is_logged_without_its_words(log: io.StringIO) -> None:
    workshop = Workshop(Settings(database_url="sqlite://"))
    failed = ended(begun(workshop, "is mistaken"))
    assert failed.problem is not None and "secret" not in failed.problem.detail

    written = log.getvalue()
    assert "LookupError" in written and "odd_tasks.py" in written and "secret" not in written


@pytest.mark.parametrize("path", ["/fit", "/models/x", "/nope", "/table", "/models/%00", "/models/a%0ab"])
def test_refusals_say_nothing_of_the_inside(client: FlaskClient, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        answer = client.open(path, method=method, data=b"\xff\xfe{", headers=JSON)
        assert answer.status_code < 500
        assert not any(word in answer.text for word in WORDS_OF_THE_INSIDE), answer.text
        assert not {"Server", "X-Powered-By"} & set(answer.headers.keys())


def test_nobody_writes_lines_into_the_log(client: FlaskClient, log: io.StringIO) -> None:
    forged = "x\r\n2026-01-01T00:00:00.000Z info request status=200"
    client.get("/models/" + forged.replace("\r", "%0d").replace("\n", "%0a").replace(" ", "%20"))
    client.open(
        "/models", environ_overrides={"HTTP_X_REQUEST_ID": forged, "REQUEST_METHOD": "GET\n" + forged}
    )
    logging.getLogger("gmm").warning("a name: %s", forged + "\x1b[31m\u2028")

    lines = log.getvalue().split("\n")
    assert len(lines) == 4 and lines[-1] == ""
    assert not any(mark in log.getvalue() for mark in ("\r", "\x1b", "\u2028"))
    assert not any(line.startswith("2026-01-01") for line in lines)


def test_secret_settings_are_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment({"GMM_API_TOKEN": f"{SECRET} x"})
    assert SECRET not in str(refusal.value) and "GMM_API_TOKEN" in str(refusal.value)

    monkeypatch.setenv(
        "GMM_DATABASE_URL", f"postgresql+psycopg://gmm:{SECRET}@127.0.0.1:1/gmm?connect_timeout=2"
    )
    monkeypatch.setenv("GMM_API_PORT", "0")
    assert main([]) == 1
    said = capsys.readouterr()
    assert "GMM_DATABASE_URL" in said.err and SECRET not in said.err + said.out


def test_a_running_service_shows_neither_its_name_nor_its_errors(tmp_path: Path) -> None:
    with running(database_url=f"sqlite:///{tmp_path / 'models.sqlite3'}") as service:
        for answer in (
            service.raw(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
            service.raw(
                b"GET /" + SECRET.encode() + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            ),
            service.raw(b"no request " + SECRET.encode() + b"\r\n\r\n"),
        ):
            assert answer and b"server:" not in answer.lower() and b"waitress" not in answer.lower()
        written = service.stop()[2]
        assert len(written.splitlines()) == 2 and SECRET not in written and "Traceback" not in written
