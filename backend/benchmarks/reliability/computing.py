"""When a service begins to compute and when it ends, by the processor time of all its processes."""

from __future__ import annotations

import time

from benchmarks.reliability.service import Service

_LOOK_EVERY, _IDLE_FOR, _LONGEST = 0.004, 0.25, 20.0
# Less than this share of a core is no computing.
_IDLE_SHARE = 0.2


def wait_until_computing(service: Service) -> None:
    """Wait until the request has been read and the engine has been busy for a while."""
    time.sleep(0.5)
    deadline = time.monotonic() + _LONGEST
    while time.monotonic() < deadline:
        before = service.seconds_computed
        time.sleep(0.3)
        if service.seconds_computed - before > 0.05:
            return
    raise RuntimeError("the fit has ended too early to leave it, or has never begun")


def idle_since(service: Service) -> float:
    """When the service's processes stopped computing, on the clock of ``perf_counter``."""
    busy_until = time.perf_counter()
    before, deadline = service.seconds_computed, busy_until + _LONGEST
    seen = busy_until
    while time.perf_counter() < deadline:
        time.sleep(_LOOK_EVERY)
        now, computed = time.perf_counter(), service.seconds_computed
        if computed - before > _IDLE_SHARE * (now - seen):
            busy_until = now
        elif now - busy_until > _IDLE_FOR:
            return busy_until
        before, seen = computed, now
    return deadline
