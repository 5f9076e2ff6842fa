"""A store that is full, read-only, locked or away: a 503 that says so, and no fit is lost with it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, event, text

from benchmarks.postgres import Cluster, running_cluster, why_there_is_none
from gmm.api.app import create_app
from gmm.api.contract.examples import fits as example_fits
from gmm.api.schemas.models import ModelChange, ModelQuery, UploadedModel
from gmm.api.settings import Settings
from gmm.api.store import database as database_module
from gmm.api.store.database import Database
from gmm.api.store.failures import StoreError
from gmm.api.store.models import ModelStore, new_model_id, stored_now
from gmm.io.model_document import ModelDocument

UPLOAD = {"model": example_fits.MODEL}


@pytest.fixture
def plain(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def client(database_url: str, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A client of a service whose store is not waited for for long."""
    monkeypatch.setattr(database_module, "_PATIENCE_SECONDS", 0.2)
    return create_app(Settings(database_url=database_url)).test_client()


def assert_unavailable(client: FlaskClient, says: str) -> None:
    """What is asked of the store is a 503; a fit is answered without an id and says why."""
    upload = client.post("/models", json=UPLOAD)
    assert upload.status_code == 503 and upload.mimetype == "application/problem+json"
    assert says in upload.get_json()["detail"]

    fitted = client.post("/fit", json=example_fits.FIT)
    stream = client.post("/fit", json=example_fits.FIT, headers={"Accept": "application/x-ndjson"})
    for answer in (fitted.get_json(), json.loads(stream.data.splitlines()[-1])):
        assert fitted.status_code == 200 and "model_id" not in answer and len(answer["labels"]) == 8
        assert answer["warnings"][-1]["code"] == "not_stored" and says in answer["warnings"][-1]["message"]


def test_a_store_that_others_hold_for_long_is_a_503(client: FlaskClient, plain: Engine) -> None:
    held = (
        "BEGIN IMMEDIATE" if plain.dialect.name == "sqlite" else "LOCK TABLE models IN ACCESS EXCLUSIVE MODE"
    )
    if plain.dialect.name == "sqlite":
        event.listen(plain, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    with plain.connect() as holder:
        holder.execute(text(held))
        assert_unavailable(client, "held by others")
        holder.rollback()
    assert client.post("/models", json=UPLOAD).status_code == 201


def limit_pages(client: FlaskClient, n_pages: int) -> None:
    """Let every connection to SQLite take that many pages more than it holds now."""

    def limit(connection: database_module.DBAPIConnection, *_: object) -> None:
        (held,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={held + n_pages}")

    database = client.application.extensions["gmm"].store._database
    event.listen(database._reading, "connect", limit)
    database._reading.dispose()


def fail_inserts(plain: Engine, state: str) -> None:
    """Have Postgres fail with this SQLSTATE whenever a model is stored."""
    with plain.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE 'no room for secret' USING ERRCODE = '{state}'; END $$"
            )
        )
        connection.execute(text("CREATE TRIGGER fails BEFORE INSERT ON models EXECUTE FUNCTION fail()"))


def test_a_store_that_is_full_is_a_503_and_goes_on_once_there_is_room(
    client: FlaskClient, plain: Engine
) -> None:
    if plain.dialect.name == "sqlite":
        limit_pages(client, 0)
        for n_characters in (2_000, 0):
            while client.post("/models", json={**UPLOAD, "note": "n" * n_characters}).status_code == 201:
                pass
    else:
        fail_inserts(plain, "53100")
    assert_unavailable(client, "full")
    assert client.get("/models").status_code == 200

    if plain.dialect.name == "sqlite":
        limit_pages(client, 1_000)
    else:
        with plain.begin() as connection:
            connection.execute(text("DROP TRIGGER fails ON models"))
    assert client.post("/models", json=UPLOAD).status_code == 201


def test_a_store_that_can_only_be_read_is_read(client: FlaskClient, plain: Engine, database_url: str) -> None:
    kept = client.post("/models", json=UPLOAD).get_json()
    if plain.dialect.name == "sqlite":
        path = database_url.removeprefix("sqlite:///")
        client = create_app(Settings(database_url=f"sqlite:///file:{path}?mode=ro&uri=true")).test_client()
    else:
        with plain.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(
                text(f"ALTER DATABASE {plain.url.database} SET default_transaction_read_only = on")
            )
        client.application.extensions["gmm"].store._database._reading.dispose()

    assert client.get(f"/models/{kept['model_id']}").get_json()["model"] == kept["model"]
    assert_unavailable(client, "can only be read")
    assert client.patch(f"/models/{kept['model_id']}", json={"name": "x"}).status_code == 503
    assert client.delete(f"/models/{kept['model_id']}").status_code == 503
    assert client.get("/readyz").status_code == 503


def test_a_damaged_file_is_a_503(tmp_path: Path) -> None:
    path = tmp_path / "models.sqlite3"
    client = create_app(Settings(database_url=f"sqlite:///{path}")).test_client()
    client.application.extensions["gmm"].store._database.close()
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * (path.stat().st_size - 100))

    assert "damaged" in client.get("/models").get_json()["detail"]


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    if reason := why_there_is_none():
        pytest.skip(reason)
    with running_cluster() as cluster:
        yield cluster


def stored(name: str) -> UploadedModel:
    model = msgspec.convert(example_fits.MODEL, ModelDocument)
    return UploadedModel(model_id=new_model_id(), model=model, n_parameters=9, **stored_now(name, ["t"]))


def test_postgres_may_go_away_and_come_back(own_cluster: Cluster) -> None:
    client = create_app(Settings(database_url=own_cluster.url_of_new_database())).test_client()
    kept = client.post("/models", json=UPLOAD).get_json()

    own_cluster.crash()
    try:
        assert_unavailable(client, "does not answer")
        assert client.get("/models").status_code == 503
    finally:
        own_cluster.start()

    assert client.get(f"/models/{kept['model_id']}").get_json() == kept
    assert client.post("/models", json=UPLOAD).status_code == 201


Work = Callable[[ModelStore, UploadedModel], object]


@pytest.mark.parametrize(
    "work",
    [
        lambda store, kept: store.get(kept.model_id) == kept,
        lambda store, kept: len(store.page(ModelQuery(), 10).models) == 1,
        lambda store, kept: store.put(stored("another")) is None,
        lambda store, kept: store.change(kept.model_id, ModelChange(tags=("a", "b"))).tags == ("a", "b"),
        lambda store, kept: store.delete(kept.model_id),
    ],
    ids=["get", "page", "put", "change", "delete"],
)
@pytest.mark.parametrize("moment", ["before", "commit"])
def test_a_connection_that_is_lost_is_replaced_and_nothing_is_done_twice(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, work: Work, moment: str
) -> None:
    url = cluster.url_of_new_database()
    database, others = Database(url), create_engine(url, isolation_level="AUTOCOMMIT")
    store, kept = ModelStore(database), stored("kept")
    store.put(kept)
    lost = threading.Event()

    def lose(*_: object) -> None:
        if lost.is_set():
            return
        lost.set()
        with others.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                    "AND datname = current_database()"
                )
            )

    event.listen(database._reading, "begin" if moment == "before" else "commit", lose)
    assert work(store, kept)
    assert lost.is_set()
    names = {entry.name for entry in store.page(ModelQuery(), 10).models}
    assert len(names) == len(store.page(ModelQuery(), 10).models)
    others.dispose()
    database.close()


def test_what_was_committed_before_the_connection_was_lost_is_not_stored_twice(store: ModelStore) -> None:
    kept = stored("kept")
    store.put(kept)
    store.put(kept)  # as after a commit whose answer never came

    assert store.get(kept.model_id) == kept
    assert len(store.page(ModelQuery(), 10).models) == 1


def test_our_own_mistakes_are_not_told_as_the_stores(database: Database) -> None:
    from sqlalchemy.exc import DBAPIError

    with pytest.raises(DBAPIError) as failed:
        database.read(lambda connection: connection.execute(text("SELECT nothing FROM nowhere")))
    assert not isinstance(failed.value, StoreError)
