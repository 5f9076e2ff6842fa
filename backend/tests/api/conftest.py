"""An application with a store of its own, a client for it, and data that everybody knows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from gmm.api.app import create_app
from gmm.api.settings import Limits, Settings
from gmm.io.examples import example_named

Json = dict[str, Any]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'models.sqlite3'}"


@pytest.fixture
def dataset_directory(tmp_path: Path) -> str:
    return str(tmp_path / "datasets")


@pytest.fixture
def client(database_url: str, dataset_directory: str) -> FlaskClient:
    return create_app(Settings(database_url=database_url, dataset_directory=dataset_directory)).test_client()


@pytest.fixture
def client_with(database_url: str, dataset_directory: str) -> Callable[..., FlaskClient]:
    """Make a client of a service with limits of its own."""

    def make(**limits: int) -> FlaskClient:
        return create_app(
            Settings(database_url=database_url, dataset_directory=dataset_directory, limits=Limits(**limits))
        ).test_client()

    return make


@pytest.fixture(scope="session")
def faithful_request() -> Json:
    """The request that fits Old Faithful with two components."""
    example = example_named("old-faithful")
    assert example is not None
    return {"data": example.samples, "columns": example.columns, "n_components": 2}


@pytest.fixture
def fitted(client: FlaskClient, faithful_request: Json) -> Json:
    """The answer to that request."""
    return client.post("/fit", json=faithful_request).get_json()
