"""What a covariance structure is: a constraint on K covariance matrices, and the M-step under it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from gmm.engine.arrays import Array
from gmm.engine.form import AbstractForm, Moments


class AbstractStructure(ABC):
    """A constraint on the covariances of K components. Stateless; one final class a file.

    A covariance is Σ_k = λ_k Q_k A_k Q_kᵀ: a volume λ_k = |Σ_k|^(1/D), a shape A_k, which is diagonal and of
    determinant 1, and an orientation Q_k (Banfield & Raftery 1993). The three ``letters`` say of these in
    turn whether components share one (E), have one each (V), or whether it is trivial (I): round, or along
    the columns.
    Celeux & Govaert (1995), "Gaussian parsimonious clustering models", name these fourteen structures.

    ``of_marginals`` is the name of the structure that the mixtures of some of the columns have.
    """

    name: ClassVar[str]
    letters: ClassVar[str]
    form: ClassVar[AbstractForm]
    of_marginals: ClassVar[str]

    @abstractmethod
    def estimate(self, moments: Moments, floor: Array, current: Array | None = None) -> Array:
        """The covariances of greatest likelihood under the constraint, in the structure's form.

        moments hold each component's own covariance S_k; floor (D,) is the least variance allowed in each
        column. Maximises Σ_k n_k (−log det Σ_k − tr(Σ_k⁻¹ S_k)) / 2. Where no formula gives the maximum,
        iterations begin at the covariances ``current`` and end no lower than these. Of a stack of mixtures
        all arrays have one more axis in front.
        """

    @abstractmethod
    def compact(self, sigma: Array) -> Array:
        """The covariances without repetition, in the shape scikit-learn gives this structure."""

    @abstractmethod
    def expand(self, compact: Array, K: int, D: int) -> Array:
        """The inverse of ``compact``."""

    @property
    def shared(self) -> bool:
        """Whether all components have one covariance in common."""
        return "V" not in self.letters

    @property
    def constrained(self) -> bool:
        """Whether the covariances of its form must have something more in common, or be round."""
        return "E" in self.letters or self.letters[1] == "I"

    @property
    def ties_columns(self) -> bool:
        """Whether the width of one column bears on those of the others."""
        own_widths = self.letters[1] == "V" and self.letters[2] != "E"
        return not (own_widths or (self.shared and self.letters[1] == "E"))

    def n_parameters(self, K: int, D: int) -> int:
        """How many numbers describe K covariances of D columns: volumes, shapes and orientations."""
        how_many = {"E": 1, "V": K, "I": 0}
        volume, shape, orientation = (how_many[letter] for letter in self.letters)
        return volume + shape * (D - 1) + orientation * D * (D - 1) // 2


class AbstractUnsharedStructure(AbstractStructure):
    """A structure whose covariances differ from each other, so that all of them are told."""

    def compact(self, sigma: Array) -> Array:
        return sigma

    def expand(self, compact: Array, K: int, D: int) -> Array:
        return compact
