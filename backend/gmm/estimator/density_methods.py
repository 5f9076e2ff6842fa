"""What can be had of a fitted density: its parts, its quantiles, its regions, its entropy."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import Self

from numpy.typing import ArrayLike
from sklearn.utils import check_array
from sklearn.utils.validation import _get_feature_names, check_is_fitted

from gmm.engine import (
    Estimate,
    Mixture,
    OptionError,
    Region,
    cdf,
    conditional,
    entropy,
    highest_density_regions,
    kl_divergence,
    quantile,
    regress,
)
from gmm.engine.arrays import Array
from gmm.engine.distribution.columns import Column, Given, column_numbers
from gmm.engine.distribution.divergence import SAMPLES
from gmm.estimator.blas import one_blas_thread
from gmm.estimator.fitted_mixture import AbstractFittedMixture


class AbstractDensityMethods(AbstractFittedMixture):
    """A fitted estimator whose density can be taken apart and asked.

    Columns go by their names, as they were fitted (x1, x2, … where there were none), or by their numbers from
    0.
    """

    @abstractmethod
    def _showing(self, mixture: Mixture) -> Self:
        """A fitted estimator of this mixture, with names of features if this one has them."""

    def marginal(self, columns: Iterable[Column]) -> Self:
        """The density of the chosen columns alone, in their order, as a fitted estimator.

        Raises ``OptionError`` for columns that are unknown, stand twice, or none.
        """
        mixture = self._mixture()
        return self._showing(mixture.marginal(column_numbers(mixture.columns, columns, "columns")))

    def conditional(self, given: Given) -> Self:
        """The density of the other columns where the given ones have these values, as a fitted estimator.

        Component k is component k of this one, its weight the probability of it given the values.
        Raises ``OptionError`` for columns that are unknown, none or all, and values that are of no use.
        """
        return self._showing(conditional(self._mixture(), given))

    def regress(
        self, X: ArrayLike, columns: Iterable[Column] | None = None, targets: Iterable[Column] | None = None
    ) -> tuple[Array, Array]:
        """E[y | x] (N, R) and Cov[y | x] (N, R, R) for rows x (N, G): Gaussian mixture regression.

        columns, which ones X holds, need not be said of a data frame; targets, the columns y, all others by
        default. Raises ``OptionError`` for columns that are unknown, stand twice or leave no target, and
        ``DataError`` naming row and column of a value that cannot be used.
        """
        mixture = self._mixture()
        known = columns if columns is not None else _get_feature_names(X)
        if known is None:
            raise OptionError(
                "X has no names of columns; say by columns which ones it holds.", field="columns"
            )
        rows = check_array(X, dtype=float, ensure_all_finite=False)
        with one_blas_thread():
            found = regress(mixture, rows, list(known), targets)
        return found.means, found.covariances

    def cdf(self, values: ArrayLike, column: Column | None = None, upper: bool = False) -> Array:
        """The probability of a value of the column up to each of these (N,); with upper, beyond it.

        Raises ``OptionError`` for a column that is unknown or, where there are several, not said.
        """
        return cdf(self._mixture(), values, column, upper)

    def quantile(self, probabilities: ArrayLike, column: Column | None = None, upper: bool = False) -> Array:
        """The value of the column below which each of these probabilities (N,) lies; with upper, above which.

        Raises ``OptionError`` for a probability outside (0, 1) and a column that is unknown or not said.
        """
        return quantile(self._mixture(), probabilities, column, upper)

    def highest_density_region(self, probability: float = 0.95, column: Column | None = None) -> Region:
        """The smallest set of the column's values that holds this probability: intervals, and the level.

        Raises ``OptionError`` for a probability outside (0, 1) and a column that is unknown or not said.
        """
        return highest_density_regions(self._mixture(), [probability], column)[0]

    def entropy(self, n_samples: int = SAMPLES) -> Estimate:
        """How uncertain a row is: the mean of −log p in nats, by sampling, and its standard error."""
        mixture = self._mixture()
        with one_blas_thread():
            return entropy(mixture, n_samples, self._seed())

    def kl_divergence(self, other: AbstractFittedMixture, n_samples: int = SAMPLES) -> Estimate:
        """KL(this || other): the mean of log p − log q over rows of this density in nats, and its error.

        Raises ``OptionError`` where the columns of the two differ.
        """
        mixture = self._mixture()
        check_is_fitted(other)
        with one_blas_thread():
            return kl_divergence(mixture, other.mixture_, n_samples, self._seed())

    def _mixture(self) -> Mixture:
        check_is_fitted(self)
        return self.mixture_
