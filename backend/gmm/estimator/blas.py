"""BLAS held to one thread while the engine computes.

The engine spreads rows over threads itself. ``import gmm`` sees to it that BLAS beneath them has one, but
only where NumPy is imported later, and who comes from scikit-learn imports NumPy first: then the threads of
both fight for the cores, and a fit takes ten to forty times as long.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any

from threadpoolctl import ThreadpoolController


@lru_cache(maxsize=1)
def _libraries() -> ThreadpoolController:
    """The BLAS libraries of this process; finding them takes longer than a small prediction."""
    return ThreadpoolController()


def one_blas_thread() -> AbstractContextManager[Any]:
    """Within the context BLAS has one thread; afterwards as many as before."""
    limit: AbstractContextManager[Any] = _libraries().limit(limits=1, user_api="blas")
    return limit
