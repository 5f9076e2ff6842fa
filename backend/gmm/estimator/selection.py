"""``select``: how many components and which covariances, for arrays and data frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils import check_random_state

from gmm.engine import STRUCTURES, AbstractDataset, Cell, Selection, SelectionOptions, dataset_of
from gmm.engine import select as select_by_engine
from gmm.engine.options import LEAST_FLOOR
from gmm.estimator.blas import one_blas_thread
from gmm.estimator.gaussian_mixture import GaussianMixture
from gmm.estimator.samples import row_weights, table


class MixtureSelection:
    """Mixtures of several numbers of components and structures, compared on one data set.

    Printed, it says what it found.

    best_estimator_  the ``GaussianMixture`` chosen, fitted; raises ``FitError`` where none may be chosen
    best_params_  its n_components and covariance_type
    verdict_  what the table says, sentence by sentence: the choice, how decided it is, whether criteria agree
    table_  a dictionary a cell, for ``pandas.DataFrame(selection.table_)``
    selection_  the engine's value, which all of these show
    """

    def __init__(
        self, selection: Selection, dataset: AbstractDataset, feature_names: Any, options: SelectionOptions
    ) -> None:
        self.selection_ = selection
        self._dataset, self._feature_names, self._options = dataset, feature_names, options

    @property
    def best_estimator_(self) -> GaussianMixture:
        return self._fitted(self.selection_.best)

    @property
    def best_params_(self) -> dict[str, Any]:
        best = self.selection_.best
        return {"n_components": best.n_components, "covariance_type": best.covariance_type}

    @property
    def verdict_(self) -> tuple[str, ...]:
        return self.selection_.verdict

    @property
    def table_(self) -> list[dict[str, Any]]:
        return [_row(cell) for cell in self.selection_.cells] + [
            {
                "n_components": failed.n_components,
                "covariance_type": failed.covariance_type,
                "letters": STRUCTURES[failed.covariance_type].letters,
                "sound": False,
                "failure": failed.reason,
            }
            for failed in self.selection_.failures
        ]

    def estimator(self, n_components: int, covariance_type: str) -> GaussianMixture:
        """The fitted ``GaussianMixture`` of a cell. Raises ``KeyError`` where it was not asked for or
        found."""
        return self._fitted(self.selection_.cell(n_components, covariance_type))

    def __repr__(self) -> str:
        return " ".join(self.verdict_)

    def _fitted(self, cell: Cell) -> GaussianMixture:
        estimator = GaussianMixture(
            cell.n_components,
            covariance_type=cell.covariance_type,
            noise=self._options.noise,
            prior=self._options.prior,
        )
        estimator.mixture_ = cell.mixture
        estimator.n_features_in_ = cell.mixture.n_features
        if self._feature_names is not None:
            estimator.feature_names_in_ = self._feature_names
        estimator.converged_ = cell.converged
        estimator.stop_reason_ = cell.stop_reason.value
        estimator.n_iter_ = cell.n_iterations
        estimator.lower_bound_ = cell.log_likelihood / self._dataset.total_weight
        return estimator


def select(
    X: ArrayLike,
    n_components: int | Iterable[int] = SelectionOptions.n_components,
    covariance_type: str | Iterable[str] = SelectionOptions.covariance_type,
    *,
    criterion: str = SelectionOptions.criterion,
    n_folds: int = SelectionOptions.n_folds,
    n_replicates: int = SelectionOptions.n_replicates,
    level: float = SelectionOptions.level,
    n_init: int = SelectionOptions.n_init,
    max_iter: int = SelectionOptions.max_iter,
    tol: float = SelectionOptions.tol,
    reg_covar: float = SelectionOptions.covariance_floor,
    random_state: int | np.random.RandomState | None = None,
    sample_weight: ArrayLike | None = None,
    noise: bool = SelectionOptions.noise,
    prior: bool = SelectionOptions.prior,
) -> MixtureSelection:
    """The mixtures of all numbers of components and structures asked for, fitted to the rows X and compared.

    X (N, D), an array or a data frame; sample_weight (N,) counts rows. covariance_type is a name, several, or
    "all". criterion, by which the choice is made, is "bic", "aic", "icl", "icl_entropy" or
    "cross_validation", for which n_folds says in how many parts; n_replicates asks for bootstrap
    likelihood-ratio tests with so many data sets each, up to the first p-value above ``level``. n_init starts
    are shared by all structures. reg_covar, tol, max_iter, random_state, noise and prior as in
    ``GaussianMixture``; NaN is a missing value.
    Raises a ``ValueError`` that says what about the data or the options is to be changed.
    """
    checked = GaussianMixture()
    rows = table(checked, X, fitting=True)
    names = getattr(checked, "feature_names_in_", None)
    dataset = dataset_of(rows, names, row_weights(sample_weight, len(rows)))
    options = SelectionOptions(
        n_components=n_components,
        covariance_type=covariance_type,
        criterion=criterion,
        n_folds=n_folds,
        n_replicates=n_replicates,
        level=level,
        n_init=n_init,
        max_iter=max_iter,
        tol=tol,
        covariance_floor=max(reg_covar, LEAST_FLOOR),
        noise=noise,
        prior=prior,
        seed=int(check_random_state(random_state).randint(np.iinfo(np.int32).max)),
    )
    with one_blas_thread():
        return MixtureSelection(select_by_engine(dataset, options), dataset, names, options)


def _row(cell: Cell) -> dict[str, Any]:
    held = cell.cross_validation
    return {
        "n_components": cell.n_components,
        "covariance_type": cell.covariance_type,
        "letters": cell.mixture.structure.letters,
        "log_likelihood": cell.log_likelihood,
        "n_parameters": cell.n_parameters,
        "bic": cell.bic,
        "aic": cell.aic,
        "icl": cell.icl,
        "icl_entropy": cell.icl_entropy,
        "cross_validation": None if held is None else held.log_likelihood,
        "sound": cell.sound,
        "converged": cell.converged,
    }
