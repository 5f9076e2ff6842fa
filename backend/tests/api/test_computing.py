"""However many requests compute, the service still answers those that only ask."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient

from gmm.api.app import create_app
from gmm.api.contract.operation import NDJSON
from gmm.api.errors import Problem
from gmm.api.settings import Settings
from gmm.api.work import computing
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
def one_at_a_time(database_url: str, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A service that computes for one request at a time, and lets others wait for a moment only."""
    monkeypatch.setattr(computing, "_LONGEST_WAIT_SECONDS", 0.05)
    return create_app(Settings(database_url=database_url, computing_requests=1)).test_client()


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[tuple[Running, list[HTTPResponse]]]:
    """A service that does one heavy piece of work while one waits, and what three clients hear who ask."""
    settings = {"database_url": f"sqlite:///{tmp_path / 'models.sqlite3'}", "request_threads": 8}
    with running(**settings, child_processes=1, max_waiting=1) as service:
        clients = [service.connection() for _ in range(3)]
        answers = []
        for client in clients:
            client.request("POST", "/fit", long_fit(), STREAM)
            answers.append(answer := client.getresponse())
            if answer.will_close:
                client.close()  # a stream keeps its connection
        yield service, answers
        leave([*answers, *clients])


def leave(answers: Sequence[HTTPResponse | HTTPConnection]) -> None:
    """Close the connections of answers that are not read to their end."""
    for answer in answers:
        answer.close()


def test_a_service_full_of_heavy_work_refuses_more_of_it_and_does_all_else(
    crowded: tuple[Running, list[HTTPResponse]],
) -> None:
    service, answers = crowded
    assert [answer.status for answer in answers] == [200, 200, 429]
    refused = answers[2]
    problem = json.loads(refused.read())
    assert (problem["type"], problem["status"]) == ("/problems/too-busy", 429)
    assert "max_waiting" in problem["detail"]
    assert int(refused.headers["Retry-After"]) > 3  # what runs was estimated at minutes

    begun = time.monotonic()
    assert service.ask("GET", "/healthz")[0].status == 200
    assert service.ask("POST", "/fit", SMALL, JSON)[0].status == 200
    assert service.ask("POST", "/table", b"a\n1\n", {"Content-Type": "text/csv"})[0].status == 200
    assert time.monotonic() - begun < 5


def test_those_who_wait_are_told_their_place_and_take_the_place_of_one_who_leaves(
    crowded: tuple[Running, list[HTTPResponse]],
) -> None:
    _, (first, second, _) = crowded
    assert json.loads(second.readline()) == {"event": "queued", "place": 1}

    leave([first])
    while (event := json.loads(second.readline()))["event"] == "queued":
        assert event["place"] == 1
    assert event["event"] in ("iteration", "progress")


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


def test_threads_are_left_for_those_that_only_ask(database_url: str) -> None:
    slots = computing.ComputingSlots(Settings(database_url=database_url, request_threads=8))
    with ExitStack() as held:
        for _ in range(4):
            held.enter_context(slots.admission())
        with pytest.raises(Problem) as refused:
            held.enter_context(slots.admission())
    assert refused.value.document.status == 429
    with slots.admission():
        pass


def test_listeners_leave_threads_to_those_who_compute(database_url: str) -> None:
    slots = computing.ComputingSlots(Settings(database_url=database_url, request_threads=8))
    with ExitStack() as held:
        held.enter_context(slots.listening())
        held.enter_context(slots.listening())
        with pytest.raises(Problem):
            held.enter_context(slots.listening())
        held.enter_context(slots.admission())
