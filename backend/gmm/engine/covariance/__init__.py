"""The covariance structures, by name. This is their only registry."""

from __future__ import annotations

from gmm.engine.covariance.base import AbstractStructure
from gmm.engine.covariance.diag import DiagonalStructure
from gmm.engine.covariance.full import FullStructure
from gmm.engine.covariance.spherical import SphericalStructure
from gmm.engine.covariance.tied import TiedStructure
from gmm.engine.errors import OptionError

STRUCTURES: dict[str, AbstractStructure] = {
    structure.name: structure
    for structure in (FullStructure(), TiedStructure(), DiagonalStructure(), SphericalStructure())
}

__all__ = ["STRUCTURES", "AbstractStructure", "structure_named"]


def structure_named(name: str) -> AbstractStructure:
    """The structure called ``name``. Raises ``OptionError`` that lists the names there are."""
    try:
        return STRUCTURES[name]
    except KeyError:
        known = ", ".join(f"'{known}'" for known in STRUCTURES)
        raise OptionError(
            f"covariance_type {name!r} is unknown; choose one of {known}.", field="covariance_type"
        ) from None
