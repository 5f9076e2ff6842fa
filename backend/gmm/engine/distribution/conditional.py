"""The mixture of some columns where the others are known: p(rest | given), a mixture again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.distribution.columns import Given, column_numbers, other_columns
from gmm.engine.errors import OptionError
from gmm.engine.form.base import LOG_2PI
from gmm.engine.input import FARTHEST, LARGEST
from gmm.engine.mixture import Mixture
from gmm.engine.noise import refuse_noise

# The smallest weight that a mixture can have: one of exactly zero has no logarithm.
_LEAST_WEIGHT = np.finfo(float).tiny


@dataclass(frozen=True)
class Dependence:
    """How, in each component, the rest of the columns depends on the given ones.

    given, the mixture of the G given columns alone; rest, the mixture of the R others as it is where the
    given ones are at each component's mean; whiteners, of the given columns in their form; slopes (K, R, G),
    what the whitened given columns add to the means of the rest.

    A component's root A of its covariance Σ, the given columns g first, is triangular. Its lower right corner
    squared is the Schur complement Σ_rr − Σ_rg Σ_gg⁻¹ Σ_gr, which so can never lose its definiteness.
    """

    given: Mixture
    rest: Mixture
    whiteners: Array
    slopes: Array

    @staticmethod
    def between(mixture: Mixture, given: Sequence[int], rest: Sequence[int]) -> Dependence:
        """The dependence of the columns ``rest`` on the columns ``given``, by number.

        Raises ``FitError`` where a covariance is so nearly singular that its digits do not suffice,
        ``ParameterError`` for a mixture with noise.
        """
        refuse_noise(mixture.noise, "conditional")
        joint = mixture.marginal([*given, *rest])
        form = joint.structure.form
        root, slopes, root_of_rest = form.split(joint.factor, len(given))
        where_known = replace(mixture.marginal(rest), sigma=form.squared(root_of_rest))
        return Dependence(mixture.marginal(given), where_known, form.whiteners(root), slopes)

    def at(self, X: Array) -> tuple[Array, Array]:
        """The weights (K, N) and means (K, R, N) of the rest where the given columns are X (N, G)."""
        log_weights, means = self.log_at(X)
        weights = np.exp(log_weights)
        return weights / weights.sum(axis=0), means

    def log_at(self, X: Array) -> tuple[Array, Array]:
        """The same with logs of the weights, relative to the largest: no float holds the least of them."""
        form = self.given.structure.form
        centred = X.T - self.given.means[:, :, None]
        white = np.empty_like(centred)
        form.whiten(self.whiteners, centred, white)
        height = np.log(self.given.weights) - 0.5 * (
            form.log_determinant(self.given.factor) + self.given.n_features * LOG_2PI
        )
        log_joint = height[:, None] - 0.5 * np.einsum("kgn,kgn->kn", white, white)
        return log_joint - log_joint.max(axis=0), self.rest.means[:, :, None] + self.slopes @ white


def conditional(mixture: Mixture, given: Given) -> Mixture:
    """The mixture of the other columns where the given ones, by name or number, have these values.

    Its components are those of the mixture, in their order, each weighing its share of the density of the
    given values. However unlikely these are, the nearest component has its weight; a weight that no float
    can hold becomes the least one that a float can hold, so that the components keep their numbers.
    Raises ``OptionError`` for columns that are unknown, given twice, none or all of them, and for values that
    are not finite or too far away to compute with.
    """
    if not isinstance(given, Mapping):
        raise OptionError(
            f"given must say a value for each column that is known, as in {{{mixture.columns[0]!r}: 1.0}}, "
            f"not {given!r}.",
            field="given",
        )
    index = column_numbers(mixture.columns, given, "given")
    dependence = Dependence.between(mixture, index, other_columns(mixture.columns, index, "given"))
    weights, means = dependence.at(_checked_values(given, dependence.given))
    _refuse_means_too_far(means, dependence.rest.columns)
    weights = np.maximum(weights[:, 0], _LEAST_WEIGHT)
    return replace(dependence.rest, weights=weights / weights.sum(), means=means[:, :, 0])


def _checked_values(given: Given, marginal: Mixture) -> Array:
    """The given values as one row (1, G). Raises ``OptionError`` naming one that is of no use."""
    spread = np.sqrt(marginal.structure.form.variances(marginal.sigma).min(axis=0))
    row = np.empty((1, len(given)))
    for j, (name, value) in enumerate(zip(marginal.columns, given.values(), strict=True)):
        try:
            row[0, j] = value
        except (TypeError, ValueError, OverflowError):
            row[0, j] = np.nan
        if not np.isfinite(row[0, j]):
            raise OptionError(
                f"The value given for column {name!r} is {value!r}; give a finite number.",
                field="given",
                column=name,
            )
        apart = np.abs(row[0, j] - marginal.mean[j]) / spread[j]
        if np.abs(row[0, j]) > LARGEST or apart > FARTHEST:
            raise OptionError(
                f"The value {row[0, j]:g} given for column {name!r} lies too far from the mixture to compute "
                "with; give one nearer to its means.",
                field="given",
                column=name,
            )
    return row


def _refuse_means_too_far(means: Array, columns: Sequence[str]) -> None:
    for j in np.flatnonzero(np.abs(means).max(axis=(0, 2)) > LARGEST)[:1]:
        raise OptionError(
            f"The values given lie so far from the mixture that they move the mean of column {columns[j]!r} "
            f"beyond {LARGEST:g}; give values nearer to its means.",
            field="given",
        )
