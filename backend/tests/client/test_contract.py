"""The client has a method for every route of the contract, and none that is not there."""

from __future__ import annotations

import inspect
import json
from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
from flask import Flask

from gmm.api.app import create_app
from gmm.api.contract.examples.datasets import DATASET_ID
from gmm.api.contract.examples.fits import MODEL_ID
from gmm.api.contract.examples.jobs import JOB, JOB_ID
from gmm.api.contract.openapi import CONTRACT_FILE
from gmm.api.contract.operation import JSON, NDJSON
from gmm.api.schemas import anomalies, cdf, density, fit, predict, regression, sample
from gmm.api.settings import Settings
from gmm.client import Client, arrays
from gmm.client.connection import problem_in

Json = dict[str, Any]
OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in json.loads(CONTRACT_FILE.read_bytes())["paths"].items()
    for method, operation in methods.items()
]
IN_ARRAYS = {
    arrays.Fitted: (fit.FitAnswer,),
    arrays.Prediction: (predict.PredictAnswer,),
    arrays.Densities: (density.PointDensities, density.CurveDensities, density.SurfaceDensities),
    arrays.Samples: (sample.SampleAnswer,),
    arrays.Regressed: (regression.RegressionAnswer,),
    arrays.Probabilities: (cdf.CdfAnswer,),
    arrays.Judged: (anomalies.AnomaliesAnswer,),
}


def content_of(operation: Json) -> Json:
    """The kinds of body that a success may have."""
    success = next(answer for status, answer in operation["responses"].items() if status[0] == "2")
    content: Json = success.get("content", {})
    return content


class InProcess:
    """In the place of a connection: the application itself; it remembers which routes it was asked for."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()
        self._routes = app.url_map.bind("localhost")
        self.asked: list[tuple[str, str]] = []

    def ask(self, method: str, path: str, **sent: Any) -> bytes:
        return self._answer(method, path, **sent).data

    def lines(self, method: str, path: str, **sent: Any) -> Iterator[bytes]:
        yield from self._answer(method, path, **sent).data.splitlines()

    def close(self) -> None:
        return

    def _answer(
        self, method: str, path: str, query: Any = None, body: Any = None, headers: Any = None
    ) -> Any:
        rule, _ = self._routes.match(path, method, return_rule=True)
        self.asked.append((method, rule.rule.replace("<", "{").replace(">", "}")))
        asked = f"{path}?{urlencode(query or {}, doseq=True)}"
        answer = self._client.open(asked, method=method, data=body, headers=headers)
        if answer.status_code >= 300:
            raise problem_in(answer.data, answer.status_code)
        return answer


@pytest.fixture
def client(database_url: str) -> Client:
    client = Client()
    client._connection = InProcess(create_app(Settings(database_url=database_url)))  # type: ignore[assignment]
    return client


@pytest.fixture
def model_id(client: Client) -> str:
    """A stored fit that the worked calls may name."""
    return client.fit([[3.6, 79], [1.8, 54], [3.3, 74], [2.3, 62]], n_components=1).model_id


def ended_job(client: Client) -> str:
    """The id of a job that is done."""
    job_id = client.start_job(**JOB).job_id
    *_, last = client.follow_job(job_id)
    assert last["event"] == "result" and client.get_job(job_id).answer
    return job_id


def name_of(case: Any) -> str:
    return case["operationId"] if isinstance(case, dict) else str(case)


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=name_of)
def test_every_route_has_a_method_that_asks_it(
    client: Client, model_id: str, method: str, path: str, operation: Json
) -> None:
    kept = client.keep_dataset([[3.6, 79], [1.8, 54]]).dataset_id
    worked = json.dumps(worked_arguments(operation)).replace(MODEL_ID, model_id).replace(DATASET_ID, kept)
    arguments = json.loads(worked.replace(JOB_ID, ended_job(client) if JOB_ID in worked else ""))

    asking = getattr(client, operation["operationId"])
    if "file" in inspect.signature(asking).parameters:
        asking(arguments["data"].encode())
    else:
        told = asking(**arguments)
        if isinstance(told, Iterator):
            assert deque(told, maxlen=1)

    assert asking.__doc__ == operation["summary"]
    assert client._connection.asked[-1] == (method, path)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "operation", [each for *_, each in OPERATIONS if {JSON, NDJSON} <= content_of(each).keys()], ids=name_of
)
def test_every_stream_has_a_method_that_tells_its_events(
    client: Client, model_id: str, operation: Json
) -> None:
    arguments = json.loads(json.dumps(worked_arguments(operation)).replace(MODEL_ID, model_id))

    *_, last = getattr(client, f"{operation['operationId']}_events")(**arguments)

    assert type(last).__struct_config__.tag == "result"


def test_there_is_no_method_without_a_route() -> None:
    known = {operation["operationId"] for *_, operation in OPERATIONS}
    known |= {f"{name}_events" for name in known} | {"close"}

    assert {name for name in vars(Client) if not name.startswith("_")} - known == set()


@pytest.mark.parametrize("kind", IN_ARRAYS, ids=lambda kind: kind.__name__)
def test_answers_in_arrays_have_the_fields_of_those_in_lists(kind: type[msgspec.Struct]) -> None:
    fields = {field for answer in IN_ARRAYS[kind] for field in answer.__struct_fields__}

    assert set(kind.__struct_fields__) == fields


def worked_arguments(operation: Json) -> Json:
    """What the contract's example says, as arguments of a method."""
    in_path = {
        each["name"]: each["example"] for each in operation.get("parameters", []) if each["in"] == "path"
    }
    content = operation.get("requestBody", {}).get("content", {})
    if JSON in content:
        return in_path | content[JSON]["example"]
    return in_path | ({"data": next(iter(content.values()))["example"]} if content else {})
