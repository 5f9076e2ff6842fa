"""Which covariance structures are special cases of which."""

from __future__ import annotations

from collections.abc import Iterable

from gmm.engine.covariance import STRUCTURES

# From the most special to the most general, for volume, shape and orientation alike: the identity, equal for
# all components, varying from one to the next.
_GENERALITY = "IEV"


def generality(name: str) -> int:
    """How many steps lead from equal balls (EII) to the structure called ``name``."""
    letters = STRUCTURES[name].letters
    return "EV".index(letters[0]) + sum(map(_GENERALITY.index, letters[1:]))


def is_nested(special: str, general: str) -> bool:
    """Whether every mixture of the one structure is a mixture of the other, and not the other way round."""
    letters = zip(STRUCTURES[special].letters, STRUCTURES[general].letters, strict=True)
    return special != general and all(_GENERALITY.index(a) <= _GENERALITY.index(b) for a, b in letters)


def nearest_special_cases(name: str, among: Iterable[str]) -> list[str]:
    """Of these structures the special cases of ``name``, without those that are special cases of another."""
    nested = [one for one in among if is_nested(one, name)]
    return [one for one in nested if not any(is_nested(one, other) for other in nested)]


def nearest_general_cases(name: str, among: Iterable[str]) -> list[str]:
    """Of these structures those that have ``name`` for a special case, but none more general than another."""
    nesting = [one for one in among if is_nested(name, one)]
    return [one for one in nesting if not any(is_nested(other, one) for other in nesting)]
