"""One pool of threads for the whole process; blocks of rows run on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_limit: ContextVar[int | None] = ContextVar("thread_limit", default=None)


def available_threads() -> int:
    """How many threads to use: ``GMM_THREADS``, or as many as this process may run on."""
    limit = _limit.get()
    if limit is not None:
        return limit
    return max(1, int(os.environ.get("GMM_THREADS", "0")) or _cores())


def _cores() -> int:
    """Cores this process may run on; all of the machine's where the system does not tell (macOS, Windows)."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@contextmanager
def thread_limit(n: int) -> Iterator[None]:
    """Within the context, at most ``n`` threads are used; results do not depend on it."""
    token = _limit.set(n)
    try:
        yield
    finally:
        _limit.reset(token)


@lru_cache(maxsize=4)
def _pool(n: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(n, thread_name_prefix="gmm")


def map_in_order(function: Callable[[T], R], items: list[T]) -> Iterable[R]:
    """``function`` of every item, computed on the threads there are, given back in the items' order."""
    threads = min(available_threads(), len(items)) if len(items) > 1 else 1
    if threads == 1:
        return map(function, items)
    return _pool(threads).map(function, items)


if hasattr(os, "register_at_fork"):
    # A forked process inherits the pool but not its threads, and would wait for them forever.
    os.register_at_fork(after_in_child=_pool.cache_clear)
