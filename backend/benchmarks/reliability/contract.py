"""Requests made up from `openapi.json`: every answer keeps the contract, and none is a 5xx."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from benchmarks.reliability.figure import Figure, at_least, none_of
from gmm.api.app import create_app
from gmm.api.settings import Limits, Settings

CASES = 10_000
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
# What a random request may ask for must be quick to compute.
LIMITS = Limits(
    max_iterations=30,
    max_starts=2,
    max_components=20,
    max_grid_points=2_000,
    max_answer_numbers=5_000,
    max_replicates=3,
    max_seconds=2,
)


def figures(quick: bool) -> Iterator[Figure]:
    """How many requests were made up, and those whose answer broke the contract."""
    asked, wanted = 0, 400 if quick else CASES
    broken: list[str] = []
    with tempfile.TemporaryDirectory() as directory:
        url = f"sqlite:///{Path(directory) / 'models.sqlite3'}"
        app = create_app(Settings(database_url=url, limits=LIMITS))
        schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
        operations = [each.ok() for each in schema.get_all_operations()]
        rounds = count()
        while asked < wanted:
            number = next(rounds)
            for operation in operations:
                found = _round(operation, number, 8 if quick else 60)
                asked += found[0]
                broken += found[1]
    yield at_least("requests made up from openapi.json", asked, wanted, "requests")
    yield none_of("answers that break the contract, or are a 5xx", broken, asked)


def _round(operation: Any, number: int, most: int) -> tuple[int, list[str]]:
    """So many requests of one route, fewer where there is little to say: how many, and what broke."""
    asked = 0
    broken: list[str] = []

    @seed(number)
    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        nonlocal asked
        asked += 1
        try:
            case.call_and_validate(checks=CHECKS)
        except FailureGroup as failures:
            broken.append(f"{case.method} {case.formatted_path}: {failures.exceptions[0]}")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ask()
    return asked, broken
