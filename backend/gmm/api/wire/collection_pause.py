"""Holding the garbage collector still while bodies become millions of lists, or arrays do.

The collector looks through all living objects again and again as they grow in number, which makes decoding a
million rows four times slower; and none of them is garbage.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_pauses = 0


@contextmanager
def collection_pause() -> Iterator[None]:
    """No collection until the last of all overlapping pauses, in whatever thread, has ended."""
    global _pauses
    with _lock:
        _pauses += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _pauses -= 1
            if not _pauses:
                gc.enable()
