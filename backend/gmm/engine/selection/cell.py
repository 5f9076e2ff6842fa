"""A cell of the table: a number of components under a structure, and how well that suits the data."""

from __future__ import annotations

from dataclasses import dataclass

from gmm.engine.criteria import criteria_of
from gmm.engine.dataset import AbstractDataset
from gmm.engine.mixture import Mixture
from gmm.engine.selection.ascent import Peak
from gmm.engine.stopping import StopReason

CROSS_VALIDATION = "cross_validation"
# By what mixtures may be chosen.
CRITERIA = ("bic", "aic", "icl", "icl_entropy", CROSS_VALIDATION)


@dataclass(frozen=True)
class Held:
    """What is said of rows by mixtures fitted without them.

    log_likelihood, the total of the log-densities of all rows, each under a mixture that has not seen it,
    natural logs; standard_error, how far that total may be from what other rows of the same kind would give.
    """

    log_likelihood: float
    standard_error: float


@dataclass(frozen=True)
class Cell:
    """What was found for K components under one structure.

    spurious, whether some component shrank onto few rows, so that the numbers mean nothing; passed_over, a
    greater log-likelihood that was found at such an optimum and not taken, None if there was none.
    """

    n_components: int
    covariance_type: str
    mixture: Mixture
    log_likelihood: float
    n_parameters: int
    bic: float
    aic: float
    icl: float
    icl_entropy: float
    n_iterations: int
    stop_reason: StopReason
    spurious: bool
    passed_over: float | None = None
    cross_validation: Held | None = None

    @property
    def converged(self) -> bool:
        """Whether the likelihood had no more to gain."""
        return self.stop_reason is StopReason.CONVERGED

    @property
    def sound(self) -> bool:
        """Whether the cell may be chosen: no component is spurious, and none was lost."""
        return not self.spurious and self.mixture.n_components == self.n_components

    def cost(self, criterion: str) -> float | None:
        """The criterion, smaller being better for each; None where it was not computed."""
        if criterion != CROSS_VALIDATION:
            return float(getattr(self, criterion))
        return None if self.cross_validation is None else -2.0 * self.cross_validation.log_likelihood


@dataclass(frozen=True)
class FailedCell:
    """A number of components under a structure for which nothing was found, and why."""

    n_components: int
    covariance_type: str
    reason: str


def cell_of(peak: Peak, K: int, covariance_type: str, dataset: AbstractDataset, passed_over: float) -> Cell:
    """The cell whose best optimum is this peak."""
    mixture = peak.mixture.reordered(peak.mixture.canonical_order())
    return Cell(
        n_components=K,
        covariance_type=covariance_type,
        mixture=mixture,
        log_likelihood=peak.log_likelihood,
        n_parameters=mixture.n_parameters,
        **vars(criteria_of(mixture, peak.log_likelihood, dataset)),
        n_iterations=peak.n_iterations,
        stop_reason=peak.stop_reason,
        spurious=peak.n_spurious > 0,
        passed_over=passed_over if passed_over > peak.log_likelihood else None,
    )
