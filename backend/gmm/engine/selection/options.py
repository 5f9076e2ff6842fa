"""What a sweep over mixtures is asked to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from numbers import Integral, Real

from gmm.engine.covariance import STRUCTURES, structure_named
from gmm.engine.errors import OptionError
from gmm.engine.options import FitOptions
from gmm.engine.selection.cell import CRITERIA, CROSS_VALIDATION
from gmm.engine.selection.nesting import generality

# Every structure there is.
ALL = "all"


@dataclass(frozen=True)
class SelectionOptions:
    """Options of a sweep. Raises ``OptionError`` naming the one out of range.

    n_components  the numbers of components to try, one or several
    covariance_type  the structures to try, one name or several, or "all"
    criterion  by what the choice is made: "bic", "aic", "icl", "icl_entropy" or "cross_validation"
    n_folds  the parts of the rows of which each is left out once for cross-validation; 0 for none
    n_replicates  data sets drawn for each bootstrap likelihood-ratio test; 0 for none
    level  the p-value above which such a test sees no need of one component more
    max_seconds  the most seconds of one core that the sweep may be estimated to take; None for any number
    n_init  how many starts all structures share, for each number of components
    max_iter, tol, covariance_floor, seed, noise, prior  as in a fit
    """

    n_components: int | Iterable[int] = range(1, 10)
    covariance_type: str | Iterable[str] = ALL
    criterion: str = "bic"
    n_folds: int = 0
    n_replicates: int = 0
    level: float = 0.05
    max_seconds: float | None = None
    n_init: int = 14
    max_iter: int = FitOptions.max_iter
    tol: float = FitOptions.tol
    covariance_floor: float = FitOptions.covariance_floor
    seed: int = FitOptions.seed
    noise: bool = FitOptions.noise
    prior: bool = FitOptions.prior
    components: tuple[int, ...] = field(init=False)
    structures: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "components", _numbers(self.n_components))
        object.__setattr__(self, "structures", _structures(self.covariance_type))
        for name, one in (("n_folds", "1 is no fold"), ("n_replicates", None)):
            value = getattr(self, name)
            if not isinstance(value, Integral) or isinstance(value, bool) or value < 0:
                raise OptionError(f"{name} must be a whole number from 0, not {value!r}.", field=name)
            if one and value == 1:
                raise OptionError(f"{name} must be 0 or at least 2: {one}.", field=name)
        if not isinstance(self.level, Real) or not 0 < self.level < 1:
            raise OptionError(f"level must lie between 0 and 1, not {self.level!r}.", field="level")
        if self.criterion not in CRITERIA:
            choices = ", ".join(f"'{choice}'" for choice in CRITERIA)
            raise OptionError(
                f"criterion {self.criterion!r} is unknown; choose one of {choices}.", field="criterion"
            )
        if self.criterion == CROSS_VALIDATION and not self.n_folds:
            raise OptionError("To choose by cross-validation, set n_folds to 2 or more.", field="n_folds")
        self.of_fit(1, self.structures[0])  # its checks are ours

    def of_fit(self, K: int, covariance_type: str) -> FitOptions:
        """The options that a fit of one cell shares with the sweep."""
        return FitOptions(
            n_components=K,
            covariance_type=covariance_type,
            n_init=self.n_init,
            max_iter=self.max_iter,
            tol=self.tol,
            covariance_floor=self.covariance_floor,
            seed=self.seed,
            noise=self.noise,
            prior=self.prior,
        )

    def different_structures(self, D: int) -> tuple[str, ...]:
        """The structures that differ for data of D columns: for one column, one of each volume."""
        if D > 1:
            return self.structures
        simplest: dict[str, str] = {}
        for name in self.structures:
            simplest.setdefault(STRUCTURES[name].letters[0], name)
        return tuple(simplest.values())


def _numbers(asked: int | Iterable[int]) -> tuple[int, ...]:
    """The numbers of components in ascending order, each once."""
    several = asked if isinstance(asked, Iterable) and not isinstance(asked, str) else [asked]
    numbers = list(several)
    for K in numbers:
        if not isinstance(K, Integral) or isinstance(K, bool) or K < 1:
            raise OptionError(
                f"n_components must be whole numbers of at least 1, not {K!r}.", field="n_components"
            )
    if not numbers:
        raise OptionError("n_components is empty; give one number at least.", field="n_components")
    return tuple(sorted({int(K) for K in numbers}))


def _structures(asked: str | Iterable[str]) -> tuple[str, ...]:
    """The names of the structures, each once, the most special first."""
    names = list(STRUCTURES) if asked == ALL else [asked] if isinstance(asked, str) else list(asked)
    if not names:
        raise OptionError("covariance_type is empty; name one structure at least.", field="covariance_type")
    known = {structure_named(name).name for name in names}
    return tuple(sorted(known, key=lambda name: (generality(name), STRUCTURES[name].letters)))
