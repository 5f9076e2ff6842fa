"""The uniform component: samples that belong to no Gaussian."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.errors import ParameterError

# The label of samples that most probably belong to the noise.
NOISE = -1


@dataclass(frozen=True)
class Box:
    """The region over which noise is spread evenly: low, high (D,), its corners, data units."""

    low: Array
    high: Array

    @property
    def log_density(self) -> float:
        """Minus the log of the volume."""
        return -float(np.log(self.high - self.low).sum())

    def marginal(self, columns: list[int]) -> Box:
        """The box of the chosen columns alone."""
        return Box(self.low[columns], self.high[columns])


@dataclass(frozen=True)
class Noise:
    """A component of constant density, one over the volume of the box: Banfield & Raftery (1993).

    weight (), its share; in a stack of n mixtures (n,). The density counts outside the box as well, so that a
    row far from everything is noise and not the nearest Gaussian's: Fraley & Raftery (1998), section 4.
    """

    weight: Array
    box: Box

    def marginal(self, columns: list[int]) -> Noise:
        """The noise of the chosen columns alone."""
        return replace(self, box=self.box.marginal(columns))


def refuse_noise(noise: Noise | None, what: str) -> None:
    """Raise ``ParameterError`` for what needs a density that integrates to one: noise counts everywhere."""
    if noise is not None:
        raise ParameterError(
            f"A mixture with noise has no {what}: its noise has no end. Fit one without noise, or ask of its "
            "Gaussians alone.",
            field="noise",
        )
