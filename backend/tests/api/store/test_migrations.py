"""A database of any earlier version becomes one of this, whole or not at all, by one starter at a time."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, MetaData, create_engine, inspect, text

from gmm.api.app import create_app
from gmm.api.settings import Settings
from gmm.api.store.database import Database
from gmm.api.store.failures import NewerStoreError, StoreError
from gmm.api.store.migrations import STEPS, m1_fits
from gmm.api.store.tables import metadata

DATA = Path(__file__).parent / "data"
# Written by the program when its tables were version 1, and what it then answered of them.
STORED = json.loads((DATA / "v1.json").read_text("utf-8"))


@pytest.fixture
def of_version_1(database_url: str) -> str:
    """The address of a database as version 1 left it."""
    if database_url.startswith("sqlite"):
        shutil.copy(DATA / "v1.db", database_url.removeprefix("sqlite:///"))
        return database_url
    rows = sqlite3.connect(DATA / "v1.db").execute("SELECT * FROM models").fetchall()
    engine = create_engine(database_url)
    with engine.begin() as connection:
        m1_fits.migrate(connection)
        connection.execute(
            m1_fits.fits.insert(), [dict(zip(m1_fits.fits.c.keys(), r, strict=True)) for r in rows]
        )
    engine.dispose()
    return database_url


@pytest.fixture
def plain(database_url: str) -> Iterator[Engine]:
    """The same database without any of our care."""
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


def test_fits_of_version_1_are_all_there_and_can_be_named_found_and_deleted(of_version_1: str) -> None:
    client = create_app(Settings(database_url=of_version_1)).test_client()

    assert len(STORED) == 3
    unlabelled = {"origin": "fit", "name": None, "tags": [], "note": None}
    for before in STORED:
        assert client.get(f"/models/{before['model_id']}").get_json() == before | unlabelled
    listed = client.get("/models").get_json()["models"]
    assert [each["model_id"] for each in listed] == [each["model_id"] for each in reversed(STORED)]

    first, noisy, odd = (each["model_id"] for each in STORED)
    found = client.get("/models", query_string={"column": 'größe "x"'}).get_json()["models"]
    assert [each["model_id"] for each in found] == [odd]
    assert client.patch(f"/models/{first}", json={"name": "Old", "tags": ["a"]}).get_json()["tags"] == ["a"]
    assert client.delete(f"/models/{noisy}").status_code == 204
    assert client.post("/predict", json={"model_id": first, "data": [[3.6, 79]]}).status_code == 200


def test_the_steps_lead_to_the_tables_that_the_program_uses(database: Database, plain: Engine) -> None:
    def shape(engine: Engine) -> dict[str, Any]:
        seen = inspect(engine)
        return {
            name: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(name)],
                seen.get_pk_constraint(name)["constrained_columns"],
                [(f["constrained_columns"], f["options"]) for f in seen.get_foreign_keys(name)],
                sorted((i["name"], i["column_names"]) for i in seen.get_indexes(name)),
            )
            for name in seen.get_table_names()
        }

    by_steps = shape(plain)
    with plain.begin() as connection:
        everything = MetaData()
        everything.reflect(connection)
        everything.drop_all(connection)
        metadata.create_all(connection)

    assert by_steps.pop("schema_version")
    assert by_steps == shape(plain)


def test_a_step_that_fails_leaves_everything_as_it_was(
    of_version_1: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(connection: Connection) -> None:
        STEPS[1](connection)
        raise RuntimeError("the power went away")

    monkeypatch.setattr("gmm.api.store.migrations.STEPS", (STEPS[0], stop))
    monkeypatch.setattr("gmm.api.store.migrations.migrate.__defaults__", ((STEPS[0], stop),))
    with pytest.raises(RuntimeError):
        Database(of_version_1)
    monkeypatch.undo()

    test_fits_of_version_1_are_all_there_and_can_be_named_found_and_deleted(of_version_1)


def test_a_database_newer_than_the_program_is_left_alone(database: Database, plain: Engine) -> None:
    newer = len(STEPS) + 1
    with plain.begin() as connection:
        connection.execute(text(f"UPDATE schema_version SET version = {newer}"))

    with pytest.raises(NewerStoreError, match=f"newer version.*{newer}.*knows {len(STEPS)}"):
        Database(plain.url.render_as_string(hide_password=False))


def start_many(url: str) -> None:
    with ThreadPoolExecutor(8) as starters:
        opened = list(starters.map(Database, [url] * 8))
    for database in opened:
        database.probe()
        database.close()


def test_programs_that_start_on_a_new_database_at_once_wait_for_one_another(database_url: str) -> None:
    start_many(database_url)


def test_programs_that_start_on_an_old_database_at_once_wait_for_one_another(of_version_1: str) -> None:
    start_many(of_version_1)
    test_fits_of_version_1_are_all_there_and_can_be_named_found_and_deleted(of_version_1)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "no SQLAlchemy URL"),
        ("mysql://user:hunter2@host/models", "Only sqlite"),
        ("sqlite:////no/such/directory/models.sqlite3", "does not answer"),
        ("postgresql+psycopg://user:hunter2@localhost:1/models", "does not answer"),
        ("postgresql+psycopg://user:hunter2@/models?host=/no/such/directory", "does not answer"),
        ("postgresql+nodriver://user:hunter2@host/models", "Only sqlite"),
    ],
)
def test_what_cannot_be_opened_says_so_without_its_password(url: str, says: str) -> None:
    with pytest.raises(StoreError, match=says) as refused:
        Database(url)
    assert "hunter2" not in refused.value.message + refused.value.reason


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "models.sqlite3").write_bytes(b"no database " * 1_000)
    with pytest.raises(StoreError, match="damaged"):
        Database(f"sqlite:///{tmp_path / 'models.sqlite3'}")
