"""Every test of the store is done on SQLite and, where it is installed, on Postgres."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.postgres import Cluster, running_cluster, why_there_is_none
from gmm.api.store.database import Database
from gmm.api.store.models import ModelStore


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A Postgres for all tests of the session, each of which gets a database of its own."""
    if reason := why_there_is_none():
        pytest.skip(reason)
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return request.getfixturevalue("cluster").url_of_new_database()
    return f"sqlite:///{tmp_path / 'models.sqlite3'}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> ModelStore:
    return ModelStore(database)
