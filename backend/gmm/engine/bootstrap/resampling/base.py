"""What a resampling is: data that might have been seen instead of those that were."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from gmm.engine.dataset import AbstractDataset
from gmm.engine.mixture import Mixture


class AbstractResampling(ABC):
    """A way to make data sets that vary as data from the same source would. Stateless; one class a file."""

    name: ClassVar[str]

    @abstractmethod
    def __call__(
        self, dataset: AbstractDataset, mixture: Mixture, rng: np.random.Generator
    ) -> AbstractDataset:
        """Data of the same total weight as ``dataset``, made by chance.

        mixture is the one that was fitted to ``dataset``. A row of weight two is two rows, as everywhere.
        """
