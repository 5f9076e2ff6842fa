"""What to fit and how hard to try."""

from __future__ import annotations

from dataclasses import dataclass, replace
from numbers import Integral, Real

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.covariance import ALIASES, STRUCTURES, structure_named
from gmm.engine.dataset import AbstractDataset
from gmm.engine.errors import OptionError
from gmm.engine.m_step import MStep
from gmm.engine.starts import ONCE, STARTS
from gmm.engine.whole import conjugate_prior

# Beside variances of 1, a matrix of floats cannot tell lower variances from rounding.
LEAST_FLOOR = 1e-12
# All methods in turn: which one leads to the best optimum depends on the data.
AUTO = "auto"
# What of a mixture can stay as it is while the rest is fitted.
FIXABLE = ("weights", "means", "covariances")


@dataclass(frozen=True)
class FitOptions:
    """Options of a fit. Raises ``OptionError`` naming the one out of range.

    n_components  K
    covariance_type  a structure's name; one of its other names is replaced by it
    init  a start's name, or "auto" for each in turn
    n_init  how many starts at the most; with many rows the later ones are left out where the first agree
    max_iter  the most iterations of one start, over all rows and over each part of them
    tol  the gain, in nats a sample, not worth waiting for
    covariance_floor  the least variance of a component, relative to the column's own
    seed  of all chance
    accelerate  whether to leap where EM creeps; without, every iteration is one plain EM step
    noise  whether a uniform component takes the rows that belong to no Gaussian
    prior  whether a conjugate prior keeps components from shrinking onto a few rows
    fixed  which of "weights", "means" and "covariances" stay as the initial mixture has them
    """

    n_components: int
    covariance_type: str = "full"
    init: str = "auto"
    n_init: int = 48
    max_iter: int = 1000
    tol: float = 1e-8
    covariance_floor: float = 1e-12
    seed: int = 0
    accelerate: bool = True
    noise: bool = False
    prior: bool = False
    fixed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.covariance_type in ALIASES:  # one name from here on
            object.__setattr__(self, "covariance_type", ALIASES[self.covariance_type])
        for name, least in (("n_components", 1), ("n_init", 1), ("max_iter", 0), ("seed", 0)):
            value = getattr(self, name)
            if not isinstance(value, Integral) or isinstance(value, bool):
                raise OptionError(f"{name} must be a whole number, not {value!r}.", field=name)
            if value < least:
                raise OptionError(f"{name} must be at least {least}, not {value}.", field=name)
        for name in ("tol", "covariance_floor"):
            if not isinstance(getattr(self, name), Real):
                raise OptionError(f"{name} must be a number, not {getattr(self, name)!r}.", field=name)
        if not 0 <= self.tol < np.inf:
            raise OptionError(f"tol must be zero or positive, not {self.tol}.", field="tol")
        if not LEAST_FLOOR <= self.covariance_floor < 1:
            raise OptionError(
                f"covariance_floor must lie between {LEAST_FLOOR:g} and 1, not {self.covariance_floor}.",
                field="covariance_floor",
            )
        for name in self.fixed:
            if name not in FIXABLE:
                choices = ", ".join(f"'{choice}'" for choice in FIXABLE)
                raise OptionError(f"fixed {name!r} is unknown; choose of {choices}.", field="fixed")
        for name, known in (("covariance_type", (*STRUCTURES, *ALIASES)), ("init", (AUTO, *STARTS))):
            if not isinstance(getattr(self, name), str) or getattr(self, name) not in known:
                choices = ", ".join(f"'{choice}'" for choice in known)
                raise OptionError(
                    f"{name} {getattr(self, name)!r} is unknown; choose one of {choices}.", field=name
                )

    def floor(self, spread: Array) -> Array:
        """The least variance of a component along each column (D,), data units squared, from their spread."""
        return self.covariance_floor * spread**2

    def m_step(self, dataset: AbstractDataset) -> MStep:
        """What these options allow a mixture of the data to be."""
        structure = structure_named(self.covariance_type)
        plain = MStep(structure, self.floor(dataset.spread), dataset.columns)
        return replace(
            plain,
            box=dataset.box if self.noise else None,
            prior=conjugate_prior(dataset, plain, self.n_components) if self.prior else None,
            fixed=frozenset(self.fixed),
            numbered=len(dataset.known_components) > 0,
        )

    @property
    def number_of_starts(self) -> int:
        """How many starts are tried: one Gaussian has one optimum."""
        return self.n_init if self.n_components > 1 else 1

    def init_of_start(self, s: int) -> str:
        """The method that start number ``s`` uses."""
        if self.init != AUTO:
            return self.init
        first, *others = in_turn = [name for name in STARTS if name not in ONCE]
        every = [first, *ONCE, *others]
        return every[s] if s < len(every) else in_turn[(s - len(every)) % len(in_turn)]
