"""Requests made up from openapi.json: whatever comes, the answer keeps the contract and is never a 5xx."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from gmm.api.app import create_app
from gmm.api.contract.operation import ARROW, JSON, NPY, PARQUET, TABLES
from gmm.api.settings import Limits, Settings

_directory = TemporaryDirectory()
# What a random request may ask for must be quick to compute.
_limits = Limits(
    max_iterations=50,
    max_starts=3,
    max_components=50,
    max_grid_points=10_000,
    max_answer_numbers=10_000,
    max_replicates=5,
    max_seconds=3,
)
_store = f"sqlite:///{Path(_directory.name) / 'models.sqlite3'}"
_datasets = str(Path(_directory.name) / "datasets")
schema = schemathesis.openapi.from_wsgi(
    "/openapi.json", create_app(Settings(database_url=_store, dataset_directory=_datasets, limits=_limits))
)


@schemathesis.serializer(PARQUET, ARROW, NPY)
def _bytes(_: object, value: object) -> bytes:
    """A table is whatever bytes there are."""
    return value if isinstance(value, bytes) else str(value).encode()


ALWAYS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    unsupported_method,
]


@schema.parametrize()
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_no_request_breaks_the_contract(case: schemathesis.Case) -> None:
    if case.media_type == JSON:
        case.query = {}  # what may stand in the query stands in the body
    # Any bytes at all may be some table, so no body of these types is wrong by its schema.
    checks = ALWAYS if case.media_type in TABLES else [*ALWAYS, negative_data_rejection]
    case.call_and_validate(checks=checks)
