"""The covariance structures, by name. This is their only registry."""

from __future__ import annotations

from gmm.engine.covariance.base import AbstractStructure
from gmm.engine.covariance.diag import DiagonalStructure
from gmm.engine.covariance.eei import EEIStructure
from gmm.engine.covariance.eev import EEVStructure
from gmm.engine.covariance.eii import EIIStructure
from gmm.engine.covariance.eve import EVEStructure
from gmm.engine.covariance.evi import EVIStructure
from gmm.engine.covariance.evv import EVVStructure
from gmm.engine.covariance.full import FullStructure
from gmm.engine.covariance.spherical import SphericalStructure
from gmm.engine.covariance.tied import TiedStructure
from gmm.engine.covariance.vee import VEEStructure
from gmm.engine.covariance.vei import VEIStructure
from gmm.engine.covariance.vev import VEVStructure
from gmm.engine.covariance.vve import VVEStructure
from gmm.engine.errors import OptionError

# In scikit-learn's names where it has one; then from the simplest to the most general.
STRUCTURES: dict[str, AbstractStructure] = {
    structure.name: structure
    for structure in (
        *(FullStructure(), TiedStructure(), DiagonalStructure(), SphericalStructure()),
        *(EIIStructure(), EEIStructure(), VEIStructure(), EVIStructure()),
        *(VEEStructure(), EVEStructure(), VVEStructure()),
        *(EEVStructure(), VEVStructure(), EVVStructure()),
    )
}

# Other names: the letters, and mclust's two for one column, of equal and of varying variances.
ALIASES: dict[str, str] = {
    **{one.letters: one.name for one in STRUCTURES.values() if one.letters != one.name},
    "E": "EII",
    "V": "spherical",
}

__all__ = ["ALIASES", "STRUCTURES", "AbstractStructure", "structure_named"]


def structure_named(name: str) -> AbstractStructure:
    """The structure called ``name``. Raises ``OptionError`` that lists the names there are."""
    try:
        return STRUCTURES[ALIASES.get(name, name)]
    except KeyError:
        known = ", ".join(f"'{known}'" for known in (*STRUCTURES, *ALIASES))
        raise OptionError(
            f"covariance_type {name!r} is unknown; choose one of {known}.", field="covariance_type"
        ) from None
