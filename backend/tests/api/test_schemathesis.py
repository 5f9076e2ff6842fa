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
from gmm.api.contract.operation import CSV
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
schema = schemathesis.openapi.from_wsgi(
    "/openapi.json", create_app(Settings(database_url=_store, limits=_limits))
)

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
    # Any text at all is some CSV file, so no body of that type is wrong by its schema.
    checks = ALWAYS if case.media_type == CSV else [*ALWAYS, negative_data_rejection]
    case.call_and_validate(checks=checks)
