"""A fitted mixture as a judge: of rows, which of them are anomalies and why; and of itself."""

from __future__ import annotations

from abc import ABC

from numpy.typing import ArrayLike
from sklearn.base import clone
from sklearn.utils.validation import check_is_fitted

from gmm.engine import (
    CrossCalibration,
    Detector,
    Notice,
    Surprises,
    calibrated,
    cross_calibrated,
    dataset_of,
    diagnose,
    surprises,
)
from gmm.engine.anomalies.detector import N_FOLDS
from gmm.engine.options import LEAST_FLOOR
from gmm.estimator.blas import one_blas_thread
from gmm.estimator.fitted_mixture import AbstractFittedMixture
from gmm.estimator.options import fit_options
from gmm.estimator.samples import row_weights, table
from gmm.estimator.warning import in_our_words


class AbstractJudgingMixture(AbstractFittedMixture, ABC):
    """An estimator that finds anomalies, explains them, and says what about its fit deserves doubt."""

    reg_covar: float

    def calibrate(
        self, X: ArrayLike, false_alarm_rate: float = 0.05, confidence: float | None = None
    ) -> Detector:
        """An anomaly detector, calibrated on ordinary rows X (N, D) that had no part in the fit.

        Of new rows of the same kind at most the share false_alarm_rate raise an alarm, whatever their
        distribution: on average over calibrations, or with the given confidence for this very one.
        ``detector.judge(rows)`` has scores, p-values and alarms. Raises ``DataError`` where the rows are too
        few for the rate, with the number it takes. A row with missing values (NaN) is scored by what is
        observed of it: the rate holds for new rows that lack values as those of X do.
        """
        mixture, rows = self._mixture_and_rows(X)
        with one_blas_thread():
            return calibrated(mixture, rows, false_alarm_rate, confidence)

    def cross_calibrate(
        self,
        X: ArrayLike,
        false_alarm_rate: float = 0.05,
        confidence: float | None = None,
        n_folds: int = N_FOLDS,
    ) -> CrossCalibration:
        """Judge the rows X (N, D) themselves, each by a mixture fitted to others, and calibrate for new ones.

        ``verdicts`` are those of the rows, ``detector`` is for new ones and ``surprises(rows)`` says which
        columns are unusual. The estimator's options hold for every fit; it need not be fitted, and stays as
        it is.
        """
        unfitted = clone(self)
        rows = table(unfitted, X, fitting=True)
        dataset = dataset_of(rows, getattr(unfitted, "feature_names_in_", None))
        with one_blas_thread():
            options = fit_options(self.get_params(deep=False), self._seed())
            return cross_calibrated(dataset, options, false_alarm_rate, confidence, n_folds)

    def explain(self, X: ArrayLike) -> Surprises:
        """Each value of the rows X (N, D) beside what the others of its row lead to expect.

        A row with missing values (NaN) is explained by its observed ones.
        """
        mixture, rows = self._mixture_and_rows(X)
        with one_blas_thread():
            return surprises(mixture, rows)

    def diagnose(self, X: ArrayLike, sample_weight: ArrayLike | None = None) -> tuple[Notice, ...]:
        """What deserves doubt about the fit to the rows X (N, D), in plain words.

        The fit's own warnings are among it. Each ``Finding`` has a code, a message, a remedy, the components
        and rows concerned, and a number. Rows with missing values (NaN) are left out, and counted.
        """
        check_is_fitted(self)
        mixture, rows = self._mixture_and_rows(X)
        dataset = dataset_of(rows, mixture.columns, row_weights(sample_weight, len(rows)))
        with one_blas_thread():
            found = diagnose(
                dataset,
                mixture,
                optima=getattr(self, "optima_", ()),
                warnings=getattr(self, "warnings_", ()),
                covariance_floor=max(self.reg_covar, LEAST_FLOOR),
                seed=self._seed(),
            )
        return tuple(map(in_our_words, found))
