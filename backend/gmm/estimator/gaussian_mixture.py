"""``GaussianMixture``: scikit-learn's interface, this project's engine."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.exceptions import ConvergenceWarning

from gmm.engine import (
    AbstractDataset,
    Fit,
    FitOptions,
    Mixture,
    StartedIteration,
    StopReason,
    fit_events,
)
from gmm.engine.notices import about_repetition
from gmm.estimator.blas import one_blas_thread
from gmm.estimator.density_methods import AbstractDensityMethods
from gmm.estimator.export_methods import AbstractExportMethods
from gmm.estimator.given_start import GivenStart, given_mixture
from gmm.estimator.judging_mixture import AbstractJudgingMixture
from gmm.estimator.learning_in_steps import AbstractLearningInSteps
from gmm.estimator.narration import narrated
from gmm.estimator.options import CONSTRAINTS, fit_options, with_checked_parameters
from gmm.estimator.samples import fitting_dataset, row_weights, table
from gmm.estimator.uncertainty import AbstractUncertainty
from gmm.estimator.warning import SERIOUS, FitWarning, in_our_words


class GaussianMixture(
    AbstractUncertainty,
    AbstractJudgingMixture,
    AbstractDensityMethods,
    AbstractExportMethods,
    AbstractLearningInSteps,
):
    """A Gaussian mixture fitted by EM, a drop-in for ``sklearn.mixture.GaussianMixture``.

    Parameters, methods and attributes are scikit-learn's, and some more; where the meaning of one differs
    on purpose, docs/differences-from-scikit-learn.md says why. K is n_components, D the number of columns.

    n_components  K
    covariance_type  the structure of the covariances: "full", "tied", "diag", "spherical"; or three letters,
        mclust's names, of which there are fourteen: EII, VII ("spherical"), EEI, VEI, EVI, VVI ("diag"),
        EEE ("tied"), VEE, EVE, VVE, EEV, VEV, EVV, VVV ("full")
    tol  the gain in mean log-likelihood still to come, in nats, that is not worth waiting for
    reg_covar  the least variance of a component, relative to each column's own; from 0 up to below 1
    max_iter  the most iterations of one start
    n_init  how many starts are tried at the most, nearly all of them only briefly
    init_params  "auto" tries the ways to start in turn; or one of "kmeans", "k-means++", "random",
        "random_from_data" as in scikit-learn, or one of the engine's
    weights_init, means_init, precisions_init  (K,), (K, D), inverse covariances in the shape of
        ``covariances_``: one run starts from there; what is not given is estimated
    random_state  an int, a RandomState or None: of all chance in ``fit`` and ``sample``
    warm_start  whether ``fit`` goes on from the mixture of the last one, where that has the same shape
    verbose  1 to print starts and iterations, 2 for times as well; verbose_interval, every how many
    accelerate  whether to leap where EM creeps; without, every iteration is one plain EM step
    noise  whether a component of constant density takes the rows that belong to no Gaussian
    prior  whether a conjugate prior (Fraley & Raftery 2007) keeps components from shrinking onto a few rows
    fixed  which of "weights", "means", "covariances" stay as they are given by weights_init, means_init,
        precisions_init, or by the last fit with warm_start

    Values may be missing (NaN), in ``fit`` and afterwards: they are taken to be missing at random.

    Fitted, it has the components in descending order of weight:

    weights_, means_, covariances_, precisions_, precisions_cholesky_  for reading; shapes as scikit-learn's,
        (K, D) or (K, D, D) for structures it does not have, without or with correlations
    noise_weight_  the share of the noise; ``predict`` calls it −1
    mixture_  the engine's value, which all of these show
    converged_, stop_reason_, n_iter_  whether, why and after how many iterations the best start stopped
    lower_bound_  the mean log-likelihood of the fitted mixture, nats a row; lower_bounds_, after each
        iteration of the best start
    restarts_  what every start reached; optima_, which optima were found by which starts
    warnings_  what to know before trusting the fit
    n_features_in_, feature_names_in_  as everywhere in scikit-learn
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = CONSTRAINTS

    def __init__(
        self,
        n_components: int = 1,
        *,
        covariance_type: str = FitOptions.covariance_type,
        tol: float = FitOptions.tol,
        reg_covar: float = FitOptions.covariance_floor,
        max_iter: int = FitOptions.max_iter,
        n_init: int = FitOptions.n_init,
        init_params: str = FitOptions.init,
        weights_init: ArrayLike | None = None,
        means_init: ArrayLike | None = None,
        precisions_init: ArrayLike | None = None,
        random_state: int | np.random.RandomState | None = None,
        warm_start: bool = False,
        verbose: int = 0,
        verbose_interval: int = 10,
        accelerate: bool = FitOptions.accelerate,
        noise: bool = FitOptions.noise,
        prior: bool = FitOptions.prior,
        fixed: Sequence[str] = FitOptions.fixed,
    ) -> None:
        self.n_components = n_components
        self.covariance_type = covariance_type
        self.tol = tol
        self.reg_covar = reg_covar
        self.max_iter = max_iter
        self.n_init = n_init
        self.init_params = init_params
        self.weights_init = weights_init
        self.means_init = means_init
        self.precisions_init = precisions_init
        self.random_state = random_state
        self.warm_start = warm_start
        self.verbose = verbose
        self.verbose_interval = verbose_interval
        self.accelerate = accelerate
        self.noise = noise
        self.prior = prior
        self.fixed = fixed

    @classmethod
    def from_parameters(
        cls,
        weights: ArrayLike,
        means: ArrayLike,
        covariances: ArrayLike,
        covariance_type: str = "full",
        *,
        feature_names: Sequence[str] | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> Self:
        """A fitted estimator with the given parameters: weights (K,), means (K, D), and covariances.

        covariances in the shape of ``covariances_`` for the type, or (K, D, D) for any type. Components
        stay in the given order. There was no fit, so there is no ``converged_`` and the like.
        Raises ``ParameterError`` naming what is not as a mixture needs it.
        """
        mixture = given_mixture(weights, means, covariances, covariance_type, feature_names)
        return cls._of(mixture, covariance_type, feature_names is not None, random_state)

    @classmethod
    def _of(
        cls,
        mixture: Mixture,
        covariance_type: str,
        named: bool,
        random_state: int | np.random.RandomState | None,
    ) -> Self:
        """A fitted estimator that shows this mixture; ``named``, whether its columns have names."""
        estimator = cls(
            mixture.n_components,
            covariance_type=covariance_type,
            random_state=random_state,
            noise=mixture.noise is not None,
        )
        estimator.mixture_ = mixture
        estimator.n_features_in_ = mixture.n_features
        if named:
            estimator.feature_names_in_ = np.array(mixture.columns, dtype=object)
        return estimator

    def _showing(self, mixture: Mixture) -> Self:
        named = hasattr(self, "feature_names_in_")
        return type(self)._of(mixture, mixture.covariance_type, named, self.random_state)

    @with_checked_parameters
    def fit(
        self,
        X: ArrayLike,
        y: Any = None,
        sample_weight: ArrayLike | None = None,
        known_components: ArrayLike | None = None,
    ) -> Self:
        """Find the mixture of greatest likelihood for the rows X (N, D), in which NaN is a missing value.

        y is ignored: pipelines and searches pass classes there, which are no components.
        sample_weight (N,) counts rows: weight two is the row twice, weight zero is no row. Weights whose
        mean is below one cannot be counts and are taken relative to their mean.
        known_components (N,) are the components of rows where these are known, numbered from 0, and −1 where
        not. Components then keep those numbers.
        Raises a ``ValueError`` that says what about the data, the weights or the options is to be changed;
        warns with ``ConvergenceWarning`` and ``FitWarning`` where the result deserves doubt.
        """
        rows = table(self, X, fitting=True)
        weights = row_weights(sample_weight, len(rows))
        columns = getattr(self, "feature_names_in_", None)
        n_rows = len(rows) if weights is None else int(np.count_nonzero(weights))
        dataset = fitting_dataset(rows, columns, weights, self.n_components, known_components)
        with one_blas_thread():
            options = fit_options(self.get_params(deep=False), self._seed())
            likelihoods: dict[int, list[float]] = defaultdict(list)
            events = fit_events(dataset, options, self._start(dataset, options))
            for event in narrated(events, self.verbose, self.verbose_interval, dataset.total_weight):
                if isinstance(event, StartedIteration):
                    likelihoods[event.start].append(event.log_likelihood)
                elif isinstance(event, Fit):
                    self._keep(event, likelihoods[event.best_start], dataset, n_rows)
        self._warn()
        return self

    def fit_predict(
        self,
        X: ArrayLike,
        y: Any = None,
        sample_weight: ArrayLike | None = None,
        known_components: ArrayLike | None = None,
    ) -> NDArray[np.intp]:
        """Fit to X and say which component each row most probably comes from: ``fit(X).predict(X)``."""
        self.fit(X, sample_weight=sample_weight, known_components=known_components)
        return self.predict(X)

    def _start(self, dataset: AbstractDataset, options: FitOptions) -> Mixture | None:
        """The mixture to start from, if it is known: the last one, or what is given of one."""
        last: Mixture | None = getattr(self, "mixture_", None) if self.warm_start else None
        if last is not None:
            asked = (options.n_components, dataset.n_features, options.covariance_type)
            same_shape = (last.n_components, last.n_features, last.covariance_type) == asked
            if same_shape and (options.noise or last.noise is None):
                return replace(last, columns=dataset.columns)
        given = GivenStart(self.weights_init, self.means_init, self.precisions_init)
        given.refuse_missing(options.fixed)
        return given.mixture(dataset, options)

    def _keep(self, fit: Fit, likelihoods: list[float], dataset: AbstractDataset, n_rows: int) -> None:
        """Show the fit in fitted attributes."""
        self.mixture_, self._stepwise = fit.mixture, None
        self.converged_ = fit.converged
        self.stop_reason_ = fit.stop_reason.value
        self.n_iter_ = fit.n_iterations
        self.lower_bound_ = fit.log_likelihood / dataset.total_weight
        self.lower_bounds_ = [value / dataset.total_weight for value in likelihoods[1:]]
        self.restarts_ = fit.starts
        self.optima_ = fit.optima
        merged = about_repetition(dataset.n_samples, n_rows) if dataset.n_samples < n_rows else ()
        self.warnings_ = tuple(in_our_words(notice) for notice in (*merged, *fit.warnings))

    def _warn(self) -> None:
        if not self.converged_ and self.max_iter > 0:
            warnings.warn(StopReason(self.stop_reason_).advice, ConvergenceWarning, stacklevel=4)
        serious = [notice.message for notice in self.warnings_ if notice.code in SERIOUS]
        if serious:
            warnings.warn("\n".join(serious), FitWarning, stacklevel=4)
