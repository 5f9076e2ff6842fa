"""Stored mixtures made ready for evaluation, so that many small questions about one cost one preparation.

To read, decode, check and factorise a mixture takes ten times as long as to judge a hundred rows by it.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from gmm.engine import Mixture

# For so long a mixture is believed to be stored still. What this process deletes is forgotten at once; what
# another process deletes is gone here after this time.
_SECONDS = 1.0
# The numbers in the covariances of all that are kept, 64 MB of them with what is prepared of each.
_MOST_NUMBERS = 2_000_000


class PreparedMixtures:
    """The mixtures asked for last, by the id of the model. Threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[float, Mixture]] = OrderedDict()
        self._n_numbers = 0

    def get(self, model_id: str, read: Callable[[str], Mixture]) -> Mixture:
        """The mixture of this id, by ``read`` where it is not known or not known to be stored still."""
        with self._lock:
            until, mixture = self._kept.get(model_id, (0.0, None))
        if mixture is None or self._clock() >= until:
            until = self._clock() + _SECONDS
            mixture = read(model_id)
            self._keep(model_id, until, mixture)
        return mixture

    def forget(self, model_id: str) -> None:
        """The model has been deleted."""
        with self._lock:
            self._drop(model_id)

    def _keep(self, model_id: str, until: float, mixture: Mixture) -> None:
        with self._lock:
            self._drop(model_id)
            self._kept[model_id] = until, mixture
            self._n_numbers += mixture.sigma.size
            while self._n_numbers > _MOST_NUMBERS:
                self._drop(next(iter(self._kept)))

    def _drop(self, model_id: str) -> None:
        _, mixture = self._kept.pop(model_id, (0.0, None))
        if mixture is not None:
            self._n_numbers -= mixture.sigma.size
