"""The same fit told line by line."""

from __future__ import annotations

import json
from collections.abc import Generator
from itertools import pairwise

import numpy as np
import pytest
from flask.testing import FlaskClient

from gmm.api.contract.operation import NDJSON
from gmm.api.wire.streaming import ndjson_lines
from gmm.engine import FitError
from tests.api.conftest import Json


def streamed(client: FlaskClient, request: Json) -> list[Json]:
    answer = client.post("/fit", json=request, headers={"Accept": NDJSON})
    assert answer.status_code == 200 and answer.mimetype == NDJSON
    return [json.loads(line) for line in answer.data.splitlines()]


def test_streaming_ends_with_the_whole_answer(
    client: FlaskClient, faithful_request: Json, fitted: Json
) -> None:
    result = streamed(client, faithful_request)[-1]

    assert result.pop("event") == "result"
    assert result.keys() == fitted.keys()
    assert {**result, "model_id": ""} == {**fitted, "model_id": ""}


def test_every_start_is_told_from_its_initial_mixture_to_its_end(
    client: FlaskClient, faithful_request: Json
) -> None:
    *told, result = streamed(client, {**faithful_request, "n_init": 3})

    for outcome in result["starts"]:
        lines = [event for event in told if event["start"] == outcome["start"]]
        assert [event["event"] for event in lines[:-1]] == ["iteration"] * (outcome["n_iterations"] + 1)
        assert [event["iteration"] for event in lines[:-1]] == list(range(outcome["n_iterations"] + 1))
        assert {**outcome, "event": "start"} == lines[-1]


def test_the_likelihood_told_never_falls(client: FlaskClient, faithful_request: Json) -> None:
    told = streamed(client, {**faithful_request, "n_init": 1})
    path = [event["log_likelihood"] for event in told if event["event"] == "iteration"]

    assert all(after >= before - 1e-9 * abs(before) for before, after in pairwise(path))


def test_component_order_leads_from_the_result_to_the_last_iteration(
    client: FlaskClient, faithful_request: Json
) -> None:
    *told, result = streamed(client, faithful_request)
    best = [e for e in told if e["event"] == "iteration" and e["start"] == result["best_start"]][-1]["model"]

    assert [best["weights"][k] for k in result["component_order"]] == pytest.approx(
        result["model"]["weights"]
    )


def test_an_error_before_the_first_event_keeps_its_status(client: FlaskClient) -> None:
    answer = client.post("/fit", json={"data": [[1]], "n_components": 2}, headers={"Accept": NDJSON})

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"


def last_line_when(error: Exception) -> Json:
    """The last line of a stream that fails with this error after its first event."""

    def failing() -> Generator[bytes]:
        yield b'{"event":"start"}\n'
        raise error

    first, last = [json.loads(line) for line in ndjson_lines(failing()).data.splitlines()]
    assert first["event"] == "start" and last["event"] == "problem"
    return dict(last)


def test_an_error_after_the_first_event_is_the_last_line() -> None:
    last = last_line_when(FitError("The likelihood fell."))
    assert last["type"] == "/problems/fit-failed" and last["detail"] == "The likelihood fell."


def test_a_mistake_after_the_first_event_is_logged_and_told_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    last = last_line_when(np.linalg.LinAlgError("a secret number: 42"))

    assert (last["type"], last["status"]) == ("/problems/internal-error", 500)
    assert "secret" not in json.dumps(last)
    assert "LinAlgError" in caplog.text and "secret" in caplog.text


def test_memory_that_runs_out_after_the_first_event_is_told_as_such() -> None:
    assert last_line_when(MemoryError())["type"] == "/problems/unavailable"


def test_json_is_the_answer_unless_a_stream_is_asked_for(client: FlaskClient, faithful_request: Json) -> None:
    for accept in ("*/*", "application/json", "application/json, application/x-ndjson;q=0.5", "text/html"):
        answer = client.post("/fit", json=faithful_request, headers={"Accept": accept})
        assert answer.mimetype == "application/json", accept
