"""One pool of threads for the whole process; blocks of rows run on it."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import count
from typing import TypeVar, cast

from gmm.engine.errors import OptionError

T = TypeVar("T")
R = TypeVar("R")

# Items that are asked for before the first of them is known, for each thread: it may be the slowest, but
# those behind it take the threads from everybody else.
_AHEAD = 4

_limit: ContextVar[int | None] = ContextVar("thread_limit", default=None)


def available_threads() -> int:
    """How many threads to use: ``GMM_THREADS``, or as many as this process may run on.

    Raises ``OptionError`` where that is no whole number.
    """
    limit = _limit.get()
    if limit is not None:
        return limit
    wanted = os.environ.get("GMM_THREADS", "0")
    if not wanted.isdecimal():
        raise OptionError(f"GMM_THREADS must be a whole number, not {wanted!r}; 0 is for all cores.")
    return int(wanted) or _cores()


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
    return ThreadPoolExecutor(n, thread_name_prefix="gmm", initializer=_settle, initargs=(n, count()))


def _settle(n: int, numbers: Iterator[int]) -> None:
    """Give each of as many threads as there are cores a core of its own.

    Threads hand Python's lock to one another all the time, and the system tends to wake the next one on the
    core of the last: two threads then share a core for milliseconds while another is idle.
    """
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        if n == len(cores):
            os.sched_setaffinity(0, {cores[next(numbers) % n]})


def map_in_order(function: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """``function`` of every item, computed on the threads there are, given back in the items' order."""
    threads = min(available_threads(), len(items)) if len(items) > 1 else 1
    if threads <= 1:
        return [function(item) for item in items]
    results: list[R | None] = [None] * len(items)
    ahead = iter(enumerate(items))  # the threads take from it in turn

    def work() -> None:
        try:
            for i, item in ahead:
                results[i] = function(item)
        except BaseException:
            deque(ahead, maxlen=0)  # the others need not go on
            raise

    for done in [_pool(threads).submit(work) for _ in range(threads)]:
        done.result()
    return cast("list[R]", results)


def one_by_one(function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """``function`` of every item, given back in the items' order, each as soon as it is there.

    For long computations that tell how far they are: each runs on one thread, several side by side. Whoever
    stops asking stops them, but for the few that are under way.
    """
    threads = available_threads()
    if threads <= 1:
        yield from map(function, items)
        return

    def alone(item: T) -> R:
        with thread_limit(1):  # the threads of the pool must not wait for one another
            return function(item)

    under_way: deque[Future[R]] = deque()
    try:
        for item in items:
            under_way.append(_pool(threads).submit(alone, item))
            if len(under_way) > _AHEAD * threads:  # some wait, so that no thread has to
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        for future in under_way:
            future.cancel()


if hasattr(os, "register_at_fork"):
    # A forked process inherits the pool but not its threads, and would wait for them forever.
    os.register_at_fork(after_in_child=_pool.cache_clear)
