"""Learning from rows that come once, some at a time."""

from __future__ import annotations

from abc import ABC
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from gmm.engine import DataError, Dataset, OptionError
from gmm.engine.stepwise import POWER, Stepwise
from gmm.estimator.blas import one_blas_thread
from gmm.estimator.fitted_mixture import AbstractFittedMixture
from gmm.estimator.options import fit_options, with_checked_parameters
from gmm.estimator.samples import row_weights, table


class AbstractLearningInSteps(AbstractFittedMixture, ABC):
    """An estimator that learns from rows that come once."""

    noise: bool
    n_iter_: int
    lower_bound_: float
    _stepwise: Stepwise | None

    @with_checked_parameters
    def partial_fit(
        self,
        X: ArrayLike,
        y: Any = None,
        sample_weight: ArrayLike | None = None,
        *,
        power: float = POWER,
    ) -> Self:
        """Learn from the rows X (N, D) and forget them: one step of stepwise EM, Cappé & Moulines (2009).

        The first call fits the mixture to its rows, of which there must be enough for that; each later one
        takes one EM step, in which its rows count for (t + 1)^−power of everything remembered, t calls before
        it. power lies above 1/2 and at most at 1: smaller ones forget sooner. ``fit`` begins anew.
        Raises a ``ValueError`` for rows that cannot be used, missing values among them.
        """
        so_far = getattr(self, "_stepwise", None)
        if so_far is None:
            return self._first_step(X, sample_weight)
        rows = table(self, X, fitting=False)
        with one_blas_thread():
            batch = Dataset(rows, so_far.mixture.columns, row_weights(sample_weight, len(rows)))
            reached = so_far.after(batch, power)
        self._stepwise, self.mixture_ = reached, reached.mixture
        self.n_iter_ += 1
        self.lower_bound_ = float(reached.log_likelihoods.sum() / batch.total_weight)
        return self

    def _first_step(self, X: ArrayLike, sample_weight: ArrayLike | None) -> Self:
        if self.noise:
            raise OptionError(
                "Noise is spread over all rows, and here they come one after another; set noise=False, or "
                "use fit.",
                field="noise",
            )
        self.fit(X, sample_weight=sample_weight)
        rows = table(self, X, fitting=False)
        if np.isnan(rows).any():
            raise DataError(
                "Rows that come once must be complete; leave rows with missing values out, or use fit.",
                field="data",
            )
        batch = Dataset(rows, self.mixture_.columns, row_weights(sample_weight, len(rows)))
        options = fit_options(self.get_params(deep=False), self._seed())
        with one_blas_thread():
            self._stepwise = Stepwise.begun(batch, self.mixture_, options.m_step(batch))
        self.mixture_ = self._stepwise.mixture
        return self
