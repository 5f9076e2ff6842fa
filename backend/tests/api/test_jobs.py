"""Jobs: asked for in one request, fetched, followed and cancelled in others."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from gmm.api.app import create_app
from gmm.api.settings import Settings
from tests.api.conftest import Json
from tests.api.live import Running, running
from tests.api.test_computing import JSON, long_fit

LONG = b'{"fit": ' + long_fit() + b"}"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service that does one heavy piece of work at a time."""
    store = tmp_path_factory.mktemp("store") / "models.sqlite3"
    with running(database_url=f"sqlite:///{store}", child_processes=1) as service:
        yield service


def told(client: FlaskClient, job_id: str) -> list[Json]:
    """Every line of a job, to the last."""
    answer = client.get(f"/jobs/{job_id}/events")
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.data.splitlines()]


def test_a_job_answers_what_its_route_would_have_and_stores_it(
    client: FlaskClient, faithful_request: Json, fitted: Json
) -> None:
    started = client.post("/jobs", json={"fit": faithful_request})
    job = started.get_json()
    assert started.status_code == 202 and started.headers["Location"] == f"/jobs/{job['job_id']}"
    assert (job["task"], job["state"] in ("queued", "running")) == ("fit", True)

    last = told(client, job["job_id"])[-1]
    done = client.get(f"/jobs/{job['job_id']}").get_json()
    assert (done["state"], done["remaining_seconds"]) == ("done", 0)
    assert done["answer"] == {name: value for name, value in last.items() if name != "event"}
    assert {**done["answer"], "model_id": ""} == {**fitted, "model_id": ""}
    assert client.get(f"/models/{done['answer']['model_id']}").status_code == 200


def test_what_was_told_can_be_heard_again(client: FlaskClient, faithful_request: Json) -> None:
    job_id = client.post("/jobs", json={"fit": faithful_request}).get_json()["job_id"]
    first, again = told(client, job_id), told(client, job_id)
    kept = [event for event in first if event["event"] not in ("progress", "queued")]
    assert kept == again
    assert {"iteration", "start", "result"} <= {event["event"] for event in kept}


def test_several_may_listen_to_a_job_and_nobody_stops_it_by_leaving(service: Running) -> None:
    job_id = start(service)
    listeners = [service.connection() for _ in range(3)]
    for listener in listeners:
        listener.request("GET", f"/jobs/{job_id}/events")
        answer = listener.getresponse()
        assert json.loads(answer.readline())["event"] in ("iteration", "progress", "start")
        answer.close()
        listener.close()
    time.sleep(0.3)
    assert state_of(service, job_id) == "running"
    service.ask("DELETE", f"/jobs/{job_id}")


def test_a_cancelled_job_says_so_to_those_who_listen_and_makes_room(service: Running) -> None:
    first, second = start(service), start(service)
    until(lambda: state_of(service, first) == "running")
    assert json.loads(service.ask("GET", f"/jobs/{second}")[1])["place"] == 1
    listener = service.connection()
    listener.request("GET", f"/jobs/{first}/events")
    answer = listener.getresponse()

    deleted = json.loads(service.ask("DELETE", f"/jobs/{first}")[1])
    assert deleted["state"] == "cancelled"
    assert json.loads(answer.read().splitlines()[-1])["type"] == "/problems/cancelled"
    listener.close()
    document = json.loads(service.ask("GET", f"/jobs/{first}")[1])
    assert document["problem"]["type"] == "/problems/cancelled" and "answer" not in document

    until(lambda: state_of(service, second) == "running")
    assert {first, second} <= {job["job_id"] for job in json.loads(service.ask("GET", "/jobs")[1])["jobs"]}
    service.ask("DELETE", f"/jobs/{second}")
    service.ask("DELETE", f"/jobs/{second}")  # ended, and now forgotten
    assert service.ask("GET", f"/jobs/{second}")[0].status == 404


def test_a_job_that_fails_has_the_problem_that_its_route_would_have_answered(client: FlaskClient) -> None:
    wanted = {"data": [[1]], "n_components": 2}
    refused = client.post("/fit", json=wanted).get_json()
    job_id = client.post("/jobs", json={"fit": wanted}).get_json()["job_id"]

    last = told(client, job_id)[-1]
    failed = client.get(f"/jobs/{job_id}").get_json()
    assert failed["state"] == "failed"
    for problem in (last, failed["problem"]):
        assert (problem["type"], problem["detail"]) == (refused["type"], refused["detail"])


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, None),
        ({"fit": {"data": [[1]], "n_components": 1}, "merge": {"data": [[1]]}}, 422, None),
        ({"fit": {"data": [[1], ["x"]], "n_components": 1}}, 422, "fit.data"),
        ({"fit": {"data": [[1]], "n_components": 1, "n_inits": 2}}, 422, "fit.n_inits"),
        ({"fit": {"data": [[1], [2, 3]], "n_components": 1}}, 422, "fit.data"),
        ({"bootstrap": {"data": [[1]], "model_id": "nobody"}}, 404, "bootstrap.model_id"),
        ({"dance": {}}, 422, "dance"),
        ([], 422, None),
    ],
)
def test_what_asks_for_no_job_is_refused_where_it_is_at_fault(
    client: FlaskClient, body: Json, status: int, field: str | None
) -> None:
    answer = client.post("/jobs", json=body)
    problem = answer.get_json()
    assert (answer.status_code, problem.get("field")) == (status, field), problem
    if field == "fit.data":
        assert problem["row"] == 2 and problem["pointer"].startswith("/fit/data/1")
    assert client.get("/jobs").get_json() == {"jobs": []}


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("GET", "/events"), ("DELETE", "")])
def test_a_job_that_is_not_there_is_not_found(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(f"/jobs/nobody{path}", method=method)
    assert answer.status_code == 404 and answer.get_json()["type"] == "/problems/unknown-job"


@pytest.mark.parametrize("setting", [{"job_seconds": 1}, {"jobs_bytes": 1}])
def test_jobs_that_ended_are_forgotten_in_time_or_for_room(database_url: str, setting: Json) -> None:
    client = create_app(Settings(database_url=database_url, **setting)).test_client()
    job_id = client.post("/jobs", json={"fit": {"data": [[1], [2], [4]], "n_components": 1}}).get_json()[
        "job_id"
    ]
    told(client, job_id)
    until(lambda: client.get(f"/jobs/{job_id}").status_code == 404)
    assert client.get("/jobs").get_json() == {"jobs": []}


def test_a_job_of_a_service_that_stops_says_so_to_those_who_listen(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'models.sqlite3'}"
    with running(database_url=store, grace_seconds=0.2) as service:
        job_id = start(service)
        listener = service.connection()
        listener.request("GET", f"/jobs/{job_id}/events")
        answer = listener.getresponse()
        code, _ = service.stop()[:2]
        assert code == 0
        assert json.loads(answer.read().splitlines()[-1])["type"] == "/problems/stopping"
        listener.close()


def start(service: Running) -> str:
    """The id of a job that would go on for minutes."""
    answer, content = service.ask("POST", "/jobs", LONG, JSON)
    assert answer.status == 202
    return str(json.loads(content)["job_id"])


def state_of(service: Running, job_id: str) -> str:
    return str(json.loads(service.ask("GET", f"/jobs/{job_id}")[1])["state"])


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, which it soon does."""
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
