"""A store of its own for each test."""

from tests.api.conftest import database_url

__all__ = ["database_url"]
