"""However many requests compute, the service still answers those that only ask."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient

from gmm.api.app import create_app
from gmm.api.contract.operation import NDJSON
from gmm.api.settings import Settings
from gmm.api.work.computing import computing_slots
from tests.api.conftest import Json
from tests.api.live import Running, running

JSON = {"Content-Type": "application/json"}
STREAM = {**JSON, "Accept": NDJSON}
SMALL = json.dumps({"data": [[1], [2], [4]], "n_components": 1}).encode()


def long_fit() -> bytes:
    """A fit that goes on for minutes: overlapping components and a tolerance never reached."""
    rows = np.random.default_rng(0).standard_normal((5_000, 2)).round(3).tolist()
    wanted = {"data": rows, "n_components": 6, "tol": 0, "max_iter": 100_000, "n_init": 50}
    return json.dumps({**wanted, "accelerate": False}).encode()


@pytest.fixture
def one_at_a_time(database_url: str) -> FlaskClient:
    """A service that computes for one request at a time."""
    return create_app(Settings(database_url=database_url, computing_requests=1)).test_client()


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[tuple[Running, list[HTTPResponse]]]:
    """A service with four threads, and what four clients hear who all ask for a long fit."""
    with running(database_url=f"sqlite:///{tmp_path / 'models.sqlite3'}", request_threads=4) as service:
        clients = [service.connection() for _ in range(4)]
        for client in clients:
            client.request("POST", "/fit", long_fit(), STREAM)
        answers = [client.getresponse() for client in clients]
        for client in clients:
            client.close()  # the answers keep their connections
        yield service, answers
        leave(answers)


def leave(answers: list[HTTPResponse]) -> None:
    """Close the connections of answers that are not read to their end."""
    for answer in answers:
        answer.close()


def test_a_service_full_of_fits_still_says_that_it_is_up(
    crowded: tuple[Running, list[HTTPResponse]],
) -> None:
    service, answers = crowded
    assert sorted(answer.status for answer in answers) == [200, 200, 429, 429]

    begun = time.monotonic()
    assert service.ask("GET", "/healthz")[0].status == 200
    assert service.ask("GET", "/models")[0].status == 200
    assert time.monotonic() - begun < 2

    refused, content = service.ask("POST", "/table", b"a\n1\n", {"Content-Type": "text/csv"})
    problem = json.loads(content)
    assert refused.status == problem["status"] == 429 and problem["type"] == "/problems/too-busy"
    assert int(refused.headers["Retry-After"]) > 0
    assert problem["detail"].endswith(".")


def test_those_who_leave_make_room(crowded: tuple[Running, list[HTTPResponse]]) -> None:
    service, answers = crowded
    leave(answers)

    deadline = time.monotonic() + 10
    while (status := service.ask("POST", "/fit", SMALL, JSON)[0].status) == 429:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert status == 200


@pytest.mark.parametrize("accept", ["application/json", NDJSON])
@pytest.mark.parametrize("body", [SMALL, b"no JSON", b'{"data": [[1]], "n_components": 2}'])
def test_every_answer_makes_room_for_the_next(one_at_a_time: FlaskClient, accept: str, body: bytes) -> None:
    for _ in range(3):
        answer = one_at_a_time.post("/fit", data=body, headers={**JSON, "Accept": accept})
        assert answer.data and answer.status_code != 429


def test_a_stream_computes_until_it_is_read_or_closed(
    one_at_a_time: FlaskClient, faithful_request: Json
) -> None:
    def status_of_another() -> int:
        return one_at_a_time.post("/fit", data=SMALL, headers=JSON).status_code

    for end in ("read", "close"):
        stream = one_at_a_time.post("/fit", json=faithful_request, headers={"Accept": NDJSON})
        assert status_of_another() == 429
        stream.get_data() if end == "read" else stream.close()
        assert status_of_another() == 200


@pytest.mark.parametrize(("threads", "asked", "slots"), [(8, 0, 6), (3, 0, 1), (1, 0, 1), (8, 3, 3)])
def test_two_threads_are_left_unless_the_setting_says_otherwise(threads: int, asked: int, slots: int) -> None:
    free = computing_slots(Settings(request_threads=threads, computing_requests=asked))
    assert [free.acquire(blocking=False) for _ in range(slots + 1)] == [True] * slots + [False]
