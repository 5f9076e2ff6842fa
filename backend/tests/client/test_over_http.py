"""The client beside a service that runs: over real sockets, with refusals, streams and files."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from gmm.client import Client, Problem
from gmm.client.connection import problem_in
from gmm.client.encoding import encoded
from tests.api.live import BACKEND, Running, running

ROWS = np.array([[3.6, 79], [1.8, 54], [3.333, 74], [2.283, 62], [4.533, 85], [2.883, 55]])
TOKEN = "a-token-that-nobody-guesses"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    store = tmp_path_factory.mktemp("store") / "models.sqlite3"
    with running(database_url=f"sqlite:///{store}") as service:
        yield service


@pytest.fixture
def client(service: Running) -> Iterator[Client]:
    with Client(service.api, timeout=30) as client:
        yield client


def test_arrays_go_in_and_come_out(client: Client) -> None:
    fit = client.fit(ROWS, n_components=2, columns=["eruptions", "waiting"], n_init=2)
    said = client.predict(ROWS, model_id=fit.model_id)

    assert np.array_equal(said.labels, fit.labels)
    assert said.responsibilities.shape == (6, 2)
    assert np.allclose(said.responsibilities.sum(axis=1), 1)
    assert np.isclose(said.log_density.sum(), fit.log_likelihood)
    assert np.array_equal(client.density(ROWS, model_id=fit.model_id).log_density, said.log_density)
    drawn = client.sample(model_id=fit.model_id, n_samples=5)
    assert drawn.data.shape == (5, 2) and drawn.labels.dtype == np.int64


def test_a_model_document_of_an_answer_can_be_sent_back(client: Client) -> None:
    fit = client.fit(ROWS, n_components=1)

    assert np.array_equal(client.predict(ROWS, model=fit.model).labels, np.zeros(6))


def test_models_are_named_found_taken_away_and_brought_back(client: Client) -> None:
    fit = client.fit(ROWS, n_components=1, name="Short", tags=["t"])
    document = client.get_document(fit.model_id)
    copy = client.upload_model(model=document, tags=["t", "copy"])

    assert document == fit.model == copy.model
    assert [each.model_id for each in client.list_models(tag=["t", "copy"]).models] == [copy.model_id]
    first = client.list_models(tag="t", limit=1, sort="created_at")
    second = client.list_models(tag="t", limit=1, sort="created_at", after=first.next)
    assert [each.models[0].model_id for each in (first, second)] == [fit.model_id, copy.model_id]
    assert client.change_model(fit.model_id, name=None).name is None
    assert client.get_model(fit.model_id).tags == ("t",)
    client.delete_model(copy.model_id)
    with pytest.raises(Problem, match="is stored here"):
        client.get_model(copy.model_id)


def test_options_may_be_arrays_and_none_leaves_them_to_the_service(client: Client) -> None:
    weighted = client.fit(ROWS, n_components=1, weights=np.array([2.0, 1, 1, 1, 1, 1]), prior=None)
    repeated = client.fit(np.vstack([ROWS[:1], ROWS]), n_components=1)

    assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood)


def test_nan_is_a_missing_value(client: Client) -> None:
    holes = ROWS.copy()
    holes[1, 1] = np.nan
    fit = client.fit(ROWS, n_components=1)

    assert np.isfinite(client.density(holes, model_id=fit.model_id).log_density).all()


def test_an_infinity_is_refused_before_it_becomes_a_missing_value(client: Client) -> None:
    with pytest.raises(ValueError, match="Row 3 of data holds an infinity"):
        client.fit([[1, 2], [3, 4], [np.inf, 1]], n_components=1)


def test_a_refusal_says_what_is_wrong_and_where(client: Client) -> None:
    with pytest.raises(Problem, match="row 2, column 'eruptions'") as refused:
        client.fit([[1.0, 2.0], [1e200, 3.0], [2.0, 1e200]], n_components=1, columns=["eruptions", "waiting"])

    problem = refused.value
    assert (problem.status, problem.kind) == (422, "invalid-data")
    assert (problem.field, problem.row, problem.column) == ("data", 2, "eruptions")


def test_a_misspelt_option_is_refused_by_name(client: Client) -> None:
    with pytest.raises(Problem, match="There is no field n_component") as refused:
        client.fit(ROWS, n_component=2)

    assert refused.value.field == "n_component"


def test_what_is_not_there_is_a_problem(client: Client) -> None:
    with pytest.raises(Problem) as refused:
        client.get_model("../limits")

    assert refused.value.status == 404


def test_an_answer_of_something_in_between_is_quoted() -> None:
    problem = problem_in(b"<html>Bad gateway</html>", 502)

    assert (problem.status, problem.detail) == (502, "<html>Bad gateway</html>")
    assert problem_in(b"", 429, "3").retry_after == 3


def test_a_stream_tells_every_iteration_and_ends_with_the_result(client: Client) -> None:
    *events, result = client.fit_events(ROWS, n_components=2, n_init=2)

    assert {type(event).__name__ for event in events} >= {"IterationEvent", "StartEvent"}
    assert result.log_likelihood == client.fit(ROWS, n_components=2, n_init=2).log_likelihood  # type: ignore[union-attr]


def test_a_refusal_amid_a_stream_is_raised(client: Client) -> None:
    with pytest.raises(Problem):
        list(client.fit_events(ROWS, n_components=100))


def test_closing_the_iterator_leaves_the_client_usable(client: Client) -> None:
    events = client.fit_events(np.random.default_rng(0).normal(size=(2_000, 3)), n_components=5, tol=0)
    next(events)
    events.close()  # type: ignore[attr-defined]

    assert client.healthz().status == "ok"


def test_files_are_sent_as_they_are(client: Client, tmp_path: Path) -> None:
    file, other = tmp_path / "eruptions.csv", tmp_path / "eruptions.xlsx"
    file.write_text("eruptions,waiting\n3.6,79\n1.8,54\n")
    other.write_text("a workbook")

    assert client.read_table(file).n_rows == 2
    with pytest.raises(ValueError, match="suffix"):
        client.read_table(other)


def test_many_rows_travel_as_an_array_and_come_to_the_same(client: Client) -> None:
    rows = np.random.default_rng(0).normal(size=(6_000, 2))
    rows[5, 1] = np.nan
    options = {"n_components": 2, "n_init": 1, "columns": ["a", "b"], "noise": False}

    _, media, query = encoded(rows, options)
    assert (media, query["noise"]) == ("application/x-npy", "false")
    _, media, query = encoded(rows, {**options, "weights": np.ones(len(rows))})
    assert (media, query) == ("application/json", {})

    as_array = client.fit(rows, **options)
    as_json = client.fit(rows, **options, weights=np.ones(len(rows)))
    assert as_array.model.columns == ["a", "b"]
    assert as_array.log_likelihood == pytest.approx(as_json.log_likelihood, rel=1e-9)


def test_threads_share_a_client(client: Client) -> None:
    model_id = client.fit(ROWS, n_components=2).model_id
    expected = client.predict(ROWS, model_id=model_id).labels
    said: list[np.ndarray] = []

    def ask() -> None:
        said.extend(client.predict(ROWS, model_id=model_id).labels for _ in range(20))

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(said) == 60
    assert all(np.array_equal(labels, expected) for labels in said)


def test_a_connection_that_was_idle_for_long_is_opened_anew(client: Client) -> None:
    client.healthz()
    connection = client._connection
    before = connection._kept.connection
    connection._kept.until = 0.0

    assert client.healthz().status == "ok"
    assert connection._kept.connection is not before


def test_a_token_opens_a_service_that_asks_for_one(tmp_path: Path) -> None:
    with running(database_url=f"sqlite:///{tmp_path / 'm.sqlite3'}", api_token=TOKEN) as service:
        with Client(service.api) as stranger, pytest.raises(Problem) as refused:
            stranger.limits()
        assert refused.value.status == 401
        with Client(service.api, token=TOKEN) as friend:
            assert friend.limits().max_rows > 0


def test_to_import_it_is_light() -> None:
    heavy = ("flask", "werkzeug", "waitress", "sqlalchemy", "pyarrow", "sklearn")
    code = f"import sys, json, gmm.client; print(json.dumps([m for m in {heavy} if m in sys.modules]))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=BACKEND, capture_output=True, check=True)

    assert json.loads(ran.stdout) == []
