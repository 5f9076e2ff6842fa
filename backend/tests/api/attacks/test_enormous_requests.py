"""Small requests that ask for enormous work or enormous answers: refused before anything is computed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from gmm.api.settings import Limits
from tests.api.conftest import Json

ROWS = [[0.0, 1.0], [1.0, 3.0], [2.0, 2.0], [4.0, 1.0], [5.0, 5.0], [6.0, 4.0]]
MODEL: Json = {
    "schema_version": 1,
    "covariance_type": "full",
    "columns": ["u", "v"],
    "weights": [0.5, 0.5],
    "means": [[0.0, 0.0], [5.0, 5.0]],
    "covariances": [[[1.0, 0.0], [0.0, 1.0]]] * 2,
}
HUGE = 10**9
BEYOND = 2**70  # more than any integer of a machine


def fit(**options: Any) -> Json:
    return {"data": ROWS, "n_components": 1, **options}


def about(**options: Any) -> Json:
    return {"model": MODEL, "data": ROWS, **options}


ENORMOUS: list[tuple[str, Json]] = [
    ("/fit", fit(n_components=HUGE)),
    ("/fit", fit(n_components=BEYOND)),
    ("/fit", fit(max_iter=HUGE)),
    ("/fit", fit(n_init=HUGE)),
    ("/fit", fit(max_iter=BEYOND)),
    ("/fit", fit(seed=BEYOND)),
    ("/fit", {"data": [[1.0] * 5_000] * 3, "n_components": 1}),
    ("/select", {"data": ROWS, "n_components": [HUGE]}),
    ("/select", {"data": ROWS, "n_components": list(range(1, 2_000))}),
    ("/select", {"data": ROWS, "n_components": [1], "n_init": HUGE}),
    ("/select", {"data": ROWS, "n_components": [1], "n_replicates": HUGE}),
    ("/sample", {"model": MODEL, "n_samples": HUGE}),
    ("/sample", {"model": MODEL, "n_samples": BEYOND}),
    ("/density", {"model": MODEL, "grid": {"columns": ["u", "v"], "x": [0, 1, HUGE], "y": [0, 1, HUGE]}}),
    ("/density", {"model": MODEL, "grid": {"columns": ["u", "v"], "x": [0, 1, BEYOND], "y": [0, 1, 2]}}),
    ("/bootstrap", about(n_replicates=HUGE)),
    ("/merge", {"model": {**MODEL, "weights": [1 / 5_000] * 5_000}, "data": ROWS}),
    ("/entropy", {"model": MODEL, "n_samples": HUGE}),
    ("/divergence", {"model": MODEL, "other": MODEL, "n_samples": HUGE}),
    ("/anomalies", {"data": ROWS, "fit": {"n_components": HUGE}}),
    ("/anomalies", {"data": ROWS, "fit": {"n_components": 1, "n_folds": HUGE}}),
]


@pytest.mark.parametrize(("path", "body"), ENORMOUS, ids=lambda each: str(each)[:40])
def test_it_is_refused_with_the_limit_or_the_field(client: FlaskClient, path: str, body: Json) -> None:
    answer = client.post(path, json=body)
    document = answer.get_json()

    assert answer.status_code == 422, document
    assert document["field"], document
    if document["type"] == "/problems/over-limit":
        assert any(f"`{limit}`" in document["detail"] for limit in Limits.__struct_fields__)
    assert client.get("/models").get_json()["models"] == []


@pytest.mark.parametrize("accept", ["application/json", "application/x-ndjson"])
def test_a_stream_of_it_does_not_begin(client: FlaskClient, accept: str) -> None:
    answer = client.post("/fit", json=fit(n_components=HUGE), headers={"Accept": accept})
    assert answer.status_code == 422 and answer.mimetype == "application/problem+json"


def test_an_answer_larger_than_its_request_by_far_is_refused(client_with: Callable[..., FlaskClient]) -> None:
    client = client_with(max_answer_numbers=10)
    for path in ("/predict", "/merge"):
        assert client.post(path, json=about()).get_json()["type"] == "/problems/over-limit"


def test_every_limit_that_the_service_names_refuses_something() -> None:
    """A limit that nothing checks would be a promise that nobody keeps."""

    sources = [
        path.read_text("utf-8") for path in Path("gmm/api").rglob("*.py") if path.name != "settings.py"
    ]
    for limit in Limits.__struct_fields__:
        assert any(f'"{limit}"' in source or f".{limit}" in source for source in sources), limit


def test_rows_times_components_are_never_all_in_memory(client: FlaskClient) -> None:
    """Many rows and components at once are refused or done in blocks; the body is what takes memory."""
    rows = [[float(number % 7)] for number in range(40_000)]
    wide = {**MODEL, "columns": ["u"], "weights": [1 / 900] * 900, "means": [[float(k)] for k in range(900)]}
    wide["covariances"] = [[[1.0]]] * 900
    answer = client.post("/predict", json={"model": wide, "data": rows})
    assert answer.get_json()["type"] == "/problems/over-limit"  # 36 million responsibilities
