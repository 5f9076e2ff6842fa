"""Whether the service can do its work: what it needs is tried, not assumed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from threading import Lock

from gmm.api.errors import UNAVAILABLE, Problem
from gmm.api.store.failures import StoreError

_log = logging.getLogger(__name__)
# Anybody may ask, so the disk is not asked for each of them.
_SECONDS_IT_HOLDS = 1.0


class Readiness:
    """What a service needs, by name: calls that raise OSError or StoreError when it is not there."""

    def __init__(self, needs: Mapping[str, Callable[[], None]]) -> None:
        self._needs = needs
        self._missing: list[str] = []
        self._checked_at: float | None = None
        self._lock = Lock()

    def checked(self) -> list[str]:
        """Try everything; the names of what was tried. Raises Problem if something is missing."""
        with self._lock:
            now = time.monotonic()
            if self._checked_at is None or now - self._checked_at > _SECONDS_IT_HOLDS:
                self._missing = [name for name, need in self._needs.items() if not _is_met(name, need)]
                self._checked_at = time.monotonic()
            missing = self._missing
        if missing:
            raise Problem(
                UNAVAILABLE,
                f"Not ready: {', '.join(missing)}. The service's log says more. {UNAVAILABLE.remedy}",
            )
        return list(self._needs)


def _is_met(name: str, need: Callable[[], None]) -> bool:
    try:
        need()
    except (OSError, StoreError) as error:
        _log.error("Not ready: %s", name, exc_info=error)
        return False
    return True
