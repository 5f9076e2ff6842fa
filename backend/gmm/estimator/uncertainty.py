"""How sure a fitted mixture is: of its parameters, of its labels, and of how many clusters they are."""

from __future__ import annotations

from abc import ABC

from numpy.typing import ArrayLike

from gmm.engine import (
    Bootstrap,
    BootstrapOptions,
    MergeTree,
    assignment_entropies,
    bootstrap,
    merge_tree,
    uncertainties,
)
from gmm.engine.arrays import Array
from gmm.estimator.blas import one_blas_thread
from gmm.estimator.fitted_mixture import AbstractFittedMixture
from gmm.estimator.options import fit_options
from gmm.estimator.samples import fitting_dataset, row_weights


class AbstractUncertainty(AbstractFittedMixture, ABC):
    """What a fitted mixture says about its own doubts."""

    def bootstrap(
        self,
        X: ArrayLike,
        sample_weight: ArrayLike | None = None,
        known_components: ArrayLike | None = None,
        *,
        kind: str = BootstrapOptions.kind,
        n_replicates: int = BootstrapOptions.n_replicates,
        level: float = BootstrapOptions.level,
    ) -> Bootstrap:
        """Standard errors, percentile intervals and bias of weights, means and covariances.

        X (N, D), sample_weight (N,) and known_components (N,) are those of ``fit``. Data like them
        are made n_replicates times, by kind: "nonparametric" draws rows with replacement, "parametric" from
        the mixture, "weighted-likelihood" gives the rows random weights. Each is fitted from the mixture on;
        components are matched, and replicates that lost one are counted and left out. ``random_state`` is the
        seed.
        Raises ``OptionError`` naming an option out of range, ``DataError`` for data that do not suit the
        mixture, ``FitError`` where fewer than two replicates kept every component.
        """
        mixture, rows = self._mixture_and_rows(X)
        options = BootstrapOptions(kind, n_replicates, level, self._seed())
        weights = row_weights(sample_weight, len(rows))
        dataset = fitting_dataset(rows, mixture.columns, weights, mixture.n_components, known_components)
        with one_blas_thread():
            return bootstrap(
                dataset, mixture, options, fit_options(self.get_params(deep=False), options.seed)
            )

    def uncertainty(self, X: ArrayLike) -> Array:
        """The probability that a row is not from its most probable component, (N,)."""
        return uncertainties(self.predict_proba(X))

    def assignment_entropy(self, X: ArrayLike) -> Array:
        """The entropy of each row's component probabilities, (N,), nats: log K where all are as likely."""
        return assignment_entropies(self.predict_proba(X))

    def merge_tree(self, X: ArrayLike, sample_weight: ArrayLike | None = None) -> MergeTree:
        """The order in which components merge into clusters by entropy (Baudry et al. 2010).

        Its ``elbow`` is a number of clusters to begin with, ``labels(X, n_clusters)`` the cluster of each
        row.
        """
        mixture, rows = self._mixture_and_rows(X)
        weights = row_weights(sample_weight, len(rows))
        dataset = fitting_dataset(rows, mixture.columns, weights, mixture.n_components)
        with one_blas_thread():
            return merge_tree(dataset, mixture)
