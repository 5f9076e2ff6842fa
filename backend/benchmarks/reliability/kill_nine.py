"""The service killed again and again amid writing: a model whose id has been answered is there afterwards."""

from __future__ import annotations

import json
import signal
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPException
from random import Random
from threading import Thread

from benchmarks.reliability.figure import Figure, none_of
from benchmarks.reliability.service import JSON, Service, running

ROUNDS, WRITERS = 100, 2
MODEL = {
    "schema_version": 1,
    "covariance_type": "full",
    "columns": ["x", "y"],
    "weights": [0.25, 0.75],
    "means": [[0.1, 0.2], [3.3, 4.4]],
    "covariances": [[[1.0, 0.3], [0.3, 2.0]], [[0.7, -0.1], [-0.1, 0.9]]],
}


def figures(quick: bool) -> Iterator[Figure]:
    """Models that were acknowledged and are lost, and stored ones that cannot be read or are not the same."""
    rounds = 3 if quick else ROUNDS
    random = Random(0)
    acknowledged: list[str] = []
    lost: list[str] = []
    torn: list[str] = []
    with tempfile.TemporaryDirectory() as directory:
        for _ in range(rounds):
            with running(directory) as service:
                written: list[str] = []
                writers = [Thread(target=_write, args=(service, written)) for _ in range(WRITERS)]
                for writer in writers:
                    writer.start()
                time.sleep(random.uniform(0.1, 0.6))
                service.process.send_signal(signal.SIGKILL)
                for writer in writers:
                    writer.join()
                acknowledged += written
        with running(directory) as service:
            for model_id in acknowledged:
                status = service.ask("GET", f"/models/{model_id}")[0].status
                if status != 200:
                    lost.append(f"{model_id}: {status}")
            torn = [each for each in _all(service) if each["model"] != MODEL]
    what = f"SIGKILL, {rounds} rounds with {WRITERS} writers"
    yield none_of(f"{what}: acknowledged models lost", lost, len(acknowledged))
    yield none_of(f"{what}: stored models that are torn", torn, len(acknowledged))


def _write(service: Service, written: list[str]) -> None:
    """Store models, one after another, until the service is gone."""
    body = json.dumps({"model": MODEL}).encode()
    connection = service.connection(timeout=10)
    try:
        while True:
            connection.request("POST", "/models", body, JSON)
            answer = connection.getresponse()
            content = answer.read()
            if answer.status == 201:
                written.append(json.loads(content)["model_id"])
    except (OSError, HTTPException):
        connection.close()


def _all(service: Service) -> Iterator[dict[str, object]]:
    """Every stored model, whole; those of which nobody was told, too."""
    after = ""
    while True:
        page = service.told("GET", f"/models?limit=100{after}")
        for entry in page["models"]:
            yield service.told("GET", f"/models/{entry['model_id']}")
        if page["next"] is None:
            return
        after = f"&after={page['next']}"
