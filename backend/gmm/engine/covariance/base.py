"""What a covariance structure is: a constraint on K covariance matrices, and the M-step under it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from gmm.engine.arrays import Array
from gmm.engine.form import AbstractForm, Moments


class AbstractStructure(ABC):
    """A constraint on the covariances of K components. Stateless; one final class a file.

    Celeux & Govaert (1995), "Gaussian parsimonious clustering models", name fourteen of them.
    """

    name: ClassVar[str]
    # Whether all components have one covariance in common.
    shared: ClassVar[bool] = False
    form: ClassVar[AbstractForm]

    @abstractmethod
    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        """The covariances of greatest likelihood under the constraint, in the structure's form.

        moments hold each component's own covariance S_k; floor (D,) is the least variance allowed in each
        column. Maximises Σ_k n_k (−log det Σ_k − tr(Σ_k⁻¹ S_k)) / 2. Where no formula gives the maximum,
        iterations begin at the covariances ``current`` and end no lower than these. Of a stack of mixtures
        all arrays have one more axis in front.
        """

    @abstractmethod
    def n_parameters(self, K: int, D: int) -> int:
        """How many numbers describe K covariances of D columns."""

    @abstractmethod
    def compact(self, sigma: Array) -> Array:
        """The covariances without repetition, in the shape scikit-learn gives this structure."""

    @abstractmethod
    def expand(self, compact: Array, K: int, D: int) -> Array:
        """The inverse of ``compact``."""
