"""`python app.py` from its first line to its end, and what only a real server can get wrong."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from gmm.api.server.serve import main
from tests.api.conftest import Json
from tests.api.live import Running, running, taken_port

JSON = {"Content-Type": "application/json"}
LIMIT = 20_000


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One service with a small body limit, shared by the tests that do not stop it."""
    store = tmp_path_factory.mktemp("store") / "models.sqlite3"
    with running(database_url=f"sqlite:///{store}", max_body_bytes=LIMIT) as service:
        yield service


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'models.sqlite3'}"


def chunks_of(body: bytes, size: int = 1_000) -> Iterator[bytes]:
    for start_ in range(0, len(body), size):
        yield body[start_ : start_ + size]


def fit_of_noise(**options: float) -> bytes:
    """A fit that goes on as long as it may: overlapping components and a tolerance never reached."""
    rows = np.random.default_rng(0).standard_normal((5_000, 2)).round(3).tolist()
    return json.dumps({"data": rows, "n_components": 6, "tol": 0, **options}).encode()


def test_one_line_says_where_the_service_answers(service: Running) -> None:
    assert "API on http://localhost:" in service.first_line and "/docs" in service.first_line
    answer, content = service.ask("GET", "/healthz")
    assert answer.status == 200 and json.loads(content)["status"] == "ok"


def test_fits_are_answered_and_streamed(service: Running, faithful_request: Json) -> None:
    body = json.dumps(faithful_request).encode()
    _, whole = service.ask("POST", "/fit", body, JSON)
    _, stream = service.ask("POST", "/fit", body, {**JSON, "Accept": "application/x-ndjson"})

    last = json.loads(stream.splitlines()[-1])
    assert last["event"] == "result" and last["model"] == json.loads(whole)["model"]


def test_a_chunked_body_is_read_whole(service: Running, faithful_request: Json) -> None:
    body = json.dumps(faithful_request).encode()
    answer, content = service.ask("POST", "/fit", chunks_of(body), JSON)

    assert answer.status == 200 and json.loads(content)["n_samples"] == 272


@pytest.mark.parametrize("size", [LIMIT + 1, 3 * LIMIT])
@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_body_over_the_limit_is_refused_whole(service: Running, size: int, is_chunked: bool) -> None:
    # Cut at the limit, this body would be a valid request for fewer rows: exactly what must not be fitted.
    body = b'{"n_components": 1, "data": [[1], [2], [4]]}'.ljust(LIMIT) + b" " * (size - LIMIT)
    answer, content = service.ask("POST", "/fit", chunks_of(body) if is_chunked else body, JSON)

    assert answer.status == 413
    assert json.loads(content)["type"] == "/problems/body-too-large"


def test_what_is_far_over_the_limit_is_cut_off_with_a_problem(service: Running) -> None:
    head = "POST /fit HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    answer = service.raw(f"{head}Content-Length: {1000 * LIMIT}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 413") and b"/problems/body-too-large" in answer


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 32_768 + b"\r\n\r\n", b"431"),
        (b"GET /healthz HTTP/1.1\r\nHost localhost\r\n\r\n", b"400"),
        (b"POST /fit HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", b"400"),
    ],
)
def test_what_the_server_itself_refuses_is_a_problem_document(
    service: Running, request_head: bytes, status: bytes
) -> None:
    answer = service.raw(request_head)
    head, _, content = answer.partition(b"\r\n\r\n")

    assert head.startswith((b"HTTP/1.1 " + status, b"HTTP/1.0 " + status))
    assert b"application/problem+json" in head
    assert json.loads(content)["status"] == int(status)


def test_a_name_that_is_not_this_machine_is_refused(service: Running) -> None:
    answer, content = service.ask("GET", "/models", headers={"Host": "evil.example"})
    assert answer.status == 400 and json.loads(content)["type"] == "/problems/bad-request"


def test_a_fit_stops_when_its_client_leaves(store: str) -> None:
    with running(database_url=store) as service:
        for accept in ("application/json", "application/x-ndjson"):
            connection = service.connection()
            connection.request(
                "POST", "/fit", fit_of_noise(max_iter=100_000, n_init=50), {**JSON, "Accept": accept}
            )
            time.sleep(0.5)
            connection.sock.close()
            connection.close()

        assert is_idle_within(seconds=5, service=service)
        assert json.loads(service.ask("GET", "/models")[1])["models"] == []


def test_a_model_whose_id_was_answered_survives_a_kill(store: str, faithful_request: Json) -> None:
    with running(database_url=store) as service:
        fitted = json.loads(service.ask("POST", "/fit", json.dumps(faithful_request).encode(), JSON)[1])
        service.process.kill()

    with running(database_url=store) as service:
        answer, content = service.ask("GET", f"/models/{fitted['model_id']}")
        assert answer.status == 200 and json.loads(content)["model"] == fitted["model"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_service_cleanly_and_an_accepted_fit_is_finished(
    store: str, how: signal.Signals
) -> None:
    with running(database_url=store, grace_seconds=20) as service:
        connection = service.connection()
        connection.request("POST", "/fit", fit_of_noise(max_iter=100, n_init=3), JSON)
        time.sleep(0.3)
        service.process.send_signal(how)
        answer = connection.getresponse()
        assert answer.status == 200 and len(json.loads(answer.read())["labels"]) == 5_000
        connection.close()

        out, _ = service.process.communicate(timeout=10)
        assert (service.process.returncode, out) == (0, "")
        assert [line["event"] for line in service.logged()] == ["request"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_commands_in_the_docs_work_when_pasted(service: Running) -> None:
    page = service.ask("GET", "/docs")[1].decode()
    commands = [
        html.unescape(command) for command in re.findall(r"<pre[^>]*>((?:curl|printf)[^<]*)</pre>", page)
    ]

    assert len(commands) > 10
    for command in commands:
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=20, check=True)
        if not re.search("/(models|datasets|jobs)/", command):  # those in the docs are nobody's
            assert done.stdout and '"/problems/' not in done.stdout[:40], command


def refusal(
    arguments: list[str], settings: Json, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    """What a start that cannot work says; it must end with exit code 1 and without a traceback."""
    for name in [name for name in os.environ if name.startswith("GMM_")]:
        monkeypatch.delenv(name)
    for name, value in settings.items():
        monkeypatch.setenv(f"GMM_{name.upper()}", str(value))
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert out == "" and "Traceback" not in err and err.count("\n") == 1
    return err


def test_a_taken_port_gets_one_sentence(
    store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with taken_port() as port:
        said = refusal([], {"api_port": port, "database_url": store}, monkeypatch, capsys)
    assert f"Port {port} is taken" in said and f"GMM_API_PORT={port + 1}" in said


@pytest.mark.parametrize(
    ("arguments", "settings", "mentions"),
    [
        ([], {"max_rows": "many"}, "GMM_MAX_ROWS"),
        ([], {"max_rows": 0}, "GMM_MAX_ROWS"),
        ([], {"max_row": 10}, "GMM_MAX_ROW"),
        ([], {"allowed_origins": "*"}, "GMM_ALLOWED_ORIGINS"),
        ([], {"database_url": "nonsense"}, "GMM_DATABASE_URL"),
        ([], {"database_url": "sqlite:////no/such/directory/models.sqlite3"}, "GMM_DATABASE_URL"),
        (["--page", "no/such/directory"], {}, "npm run build"),
    ],
)
def test_what_cannot_be_started_says_why_in_a_sentence(
    store: str,
    arguments: list[str],
    settings: Json,
    mentions: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    usable = {"api_port": 0, "page_port": 0, "database_url": store}
    assert mentions in refusal(arguments, {**usable, **settings}, monkeypatch, capsys)


def is_idle_within(seconds: float, service: Running) -> bool:
    """Whether the service comes to rest: the fits above would go on for minutes."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        before = cpu_seconds(service)
        time.sleep(0.4)
        if cpu_seconds(service) - before < 0.1:
            return True
    return False


def cpu_seconds(service: Running) -> float:
    """Processor time the service has used so far."""
    fields = Path(f"/proc/{service.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
