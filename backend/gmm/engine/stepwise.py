"""Stepwise EM: samples come once, some at a time, and are forgotten; Cappé & Moulines (2009)."""

from __future__ import annotations

from dataclasses import dataclass

from gmm.engine.arrays import Array
from gmm.engine.dataset import AbstractDataset
from gmm.engine.em import step
from gmm.engine.errors import OptionError
from gmm.engine.form import Moments
from gmm.engine.m_step import MStep
from gmm.engine.mixture import Mixture

# The batch after t others has the share (t + 1)^−α in what is remembered; any α in (1/2, 1] converges (their
# theorem 1), and smaller ones forget the beginning sooner.
POWER = 0.6


@dataclass(frozen=True)
class Stepwise:
    """Where stepwise EM stands: a mixture, and the moments that it remembers of all samples so far.

    n_steps, the batches seen; log_likelihoods (1,), that of the last batch under the mixture before it.
    """

    mixture: Mixture
    moments: Moments
    m_step: MStep
    n_steps: int
    log_likelihoods: Array

    @staticmethod
    def begun(batch: AbstractDataset, mixture: Mixture, m_step: MStep) -> Stepwise:
        """From a mixture that was fitted to a first batch."""
        following, moments, log_likelihoods = step(batch, mixture, m_step)
        return Stepwise(following, moments, m_step, 1, log_likelihoods)

    def after(self, batch: AbstractDataset, power: float = POWER) -> Stepwise:
        """One batch further: its expected moments become a part of what is remembered.

        power is α: the batch's share is (n_steps + 1)^−α. Raises ``OptionError`` unless 1/2 < α ≤ 1.
        """
        if not 0.5 < power <= 1.0:
            raise OptionError(f"power must be above 0.5 and at most 1, not {power!r}.", field="power")
        share = (self.n_steps + 1.0) ** -power
        mixture, moments, log_likelihoods = step(batch, self.mixture, self.m_step, self.moments, share)
        return Stepwise(mixture, moments, self.m_step, self.n_steps + 1, log_likelihoods)
