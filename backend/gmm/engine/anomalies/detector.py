"""Anomalies with a promise: alarms whose false rate holds for new rows, whatever their distribution.

A score is −log p(x). Its threshold comes from rows that had no part in the fit, so that the promise holds
even where the mixture is wrong or follows its own rows too closely; it is then merely less sharp. (A
threshold at a quantile of the fitted rows, or of the mixture itself, promises nothing.)

Of a row with missing values x is what is observed. Which values those are is part of what kind of row it is:
the promise holds for new rows that lack values as the calibration rows do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from numbers import Integral

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gmm.engine.anomalies.conformal import Calibration, discoveries, highest_rank, rate_bound
from gmm.engine.anomalies.surprise import Surprises, surprises
from gmm.engine.arrays import Array
from gmm.engine.dataset import AbstractDataset, Dataset, PartialDataset, dataset_of
from gmm.engine.density import log_density
from gmm.engine.em import Iteration
from gmm.engine.errors import DataError, OptionError
from gmm.engine.events import result_of
from gmm.engine.fit import Fit, fit_events
from gmm.engine.mixture import Mixture
from gmm.engine.options import FitOptions
from gmm.engine.search.run import StartReport

# How sure the bound on a detector's own rate is.
SURE = 0.95
N_FOLDS = 2


@dataclass(frozen=True)
class Verdicts:
    """What is said of N rows.

    scores (N,), −log p(x), nats: the higher, the more unusual; p_values (N,), the chance of a score as high
    for a row of the same kind; alarms (N,), whether a row is called an anomaly at the false-alarm rate;
    discovered (N,), whether it is reported at the false-discovery rate, None where none was asked for.
    """

    scores: Array
    p_values: Array
    alarms: NDArray[np.bool_]
    discovered: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Detector:
    """A mixture, the scores of held-out rows, and the rate of false alarms that they are to allow.

    confidence, with which calibrations keep the rate one by one; None where they keep it on average. Raises
    ``OptionError`` for a rate or confidence that is no probability, ``DataError`` where there are too few
    calibration rows for them.
    """

    mixture: Mixture
    calibration: Calibration
    false_alarm_rate: float
    confidence: float | None = None

    def __post_init__(self) -> None:
        _ = self.threshold  # too few calibration rows are refused at once

    @cached_property
    def threshold(self) -> float:
        """The score above which a row raises an alarm, nats."""
        rank = highest_rank(self.calibration.n_rows, self.false_alarm_rate, self.confidence)
        return self.calibration.threshold(rank)

    @property
    def average_rate(self) -> float:
        """The rate of false alarms, on average over calibrations: exact without ties, else a bound."""
        return self.calibration.rank(self.threshold) / (self.calibration.n_rows + 1)

    @property
    def rate_bound(self) -> float:
        """What this detector's own rate of false alarms stays below, with 95 % confidence."""
        return rate_bound(self.calibration.n_rows, self.calibration.rank(self.threshold), SURE)

    @property
    def promise(self) -> str:
        """What holds for new rows of the same kind as the calibration rows, as a sentence."""
        return (
            f"Of new rows of the same kind as the {self.calibration.n_rows} calibration rows at most "
            f"{self.average_rate:.2%} raise an alarm, on average over calibrations; with {SURE:.0%} "
            f"confidence the rate of this very detector is below {self.rate_bound:.2%}."
        )

    def judge(self, samples: ArrayLike, false_discovery_rate: float | None = None) -> Verdicts:
        """Scores, p-values and alarms of new rows (N, D).

        With a false_discovery_rate also those rows of which no more than this share is expected to be
        ordinary, however many rows there are. Raises ``DataError`` where the samples cannot be used.
        """
        scores = -log_density(self.mixture, samples)
        p_values = self.calibration.p_values(scores)
        found = None if false_discovery_rate is None else discoveries(p_values, false_discovery_rate)
        return Verdicts(scores, p_values, scores > self.threshold, found)


def calibrated(
    mixture: Mixture, held_out: ArrayLike, false_alarm_rate: float, confidence: float | None = None
) -> Detector:
    """A detector from a mixture and rows that had no part in fitting it.

    Raises ``DataError`` where the rows cannot be used or are too few for the rate.
    """
    scores = -log_density(mixture, held_out)
    return Detector(mixture, Calibration.of_scores(scores), false_alarm_rate, confidence)


@dataclass(frozen=True)
class CrossCalibration:
    """Rows judged by mixtures fitted without them, and a detector for new rows.

    fold (N,), the part each row is in; fits, for each part that of the rows outside; verdicts of the rows,
    each scored by the fit of its part; detector, the first part's fit, calibrated on that part.

    If the rows are of one kind, each is as likely as any other to have the highest of all these scores, so
    that p = #{s_j ≥ s_i} / N is at most α with probability at most α. Rows rank each other: a share α raises
    an alarm whatever the data hold, and which of them are errors is for their surprises to show.
    """

    fold: NDArray[np.intp]
    fits: tuple[Fit, ...]
    verdicts: Verdicts
    detector: Detector
    samples: Array

    def surprises(self, rows: NDArray[np.intp]) -> Surprises:
        """The values of some rows, by number, held against what each one's others lead to expect."""
        of_each = [np.empty((len(rows), self.samples.shape[1])) for _ in fields(Surprises)]
        for f, fitted in enumerate(self.fits):
            here = np.flatnonzero(self.fold[rows] == f)
            if len(here):
                found = surprises(fitted.mixture, self.samples[rows[here]])
                for whole, field in zip(of_each, fields(Surprises), strict=True):
                    whole[here] = getattr(found, field.name)
        return Surprises(*of_each)


def cross_calibrated(
    dataset: Dataset | PartialDataset,
    options: FitOptions,
    false_alarm_rate: float,
    confidence: float | None = None,
    n_folds: int = N_FOLDS,
) -> CrossCalibration:
    """Fit to some of the rows at a time, and judge each row by a fit that has not seen it.

    Raises ``DataError`` where the rows are too few, or have weights, which no rank can honour.
    """
    return result_of(
        cross_calibration_events(dataset, options, false_alarm_rate, confidence, n_folds), CrossCalibration
    )


def cross_calibration_events(
    dataset: Dataset | PartialDataset,
    options: FitOptions,
    false_alarm_rate: float,
    confidence: float | None = None,
    n_folds: int = N_FOLDS,
) -> Iterator[Iteration | StartReport | CrossCalibration]:
    """The same as it happens: the iterations and starts of each part's fit, and at last the calibration."""
    X, N = dataset.samples, dataset.n_samples
    _refuse_parts(dataset, options.n_components, n_folds)
    # Parts are drawn: rows may come in some order.
    fold = np.random.default_rng(options.seed).permutation(N) % n_folds
    highest_rank(int(np.sum(fold == 0)), false_alarm_rate, confidence)  # before any work is done
    scores, fits = np.empty(N), []
    for f in range(n_folds):
        for event in fit_events(_only(dataset, fold != f), options):
            if isinstance(event, Fit):
                fits.append(event)
            else:
                yield event
        scores[fold == f] = -log_density(fits[f].mixture, X[fold == f])
    first = Calibration.of_scores(scores[fold == 0])
    p_values = np.searchsorted(np.sort(-scores), -scores, side="right") / N
    yield CrossCalibration(
        fold=fold,
        fits=tuple(fits),
        verdicts=Verdicts(scores, p_values, p_values <= false_alarm_rate),
        detector=Detector(fits[0].mixture, first, false_alarm_rate, confidence),
        samples=X,
    )


def _only(dataset: Dataset | PartialDataset, rows: NDArray[np.bool_]) -> AbstractDataset:
    """Some of the rows as data to fit to, with a frame of their own: held-out rows have no part in it."""
    known = None
    if isinstance(dataset, PartialDataset) and len(dataset.known_components):
        known = dataset.components[rows]
    return dataset_of(dataset.samples[rows], dataset.columns, components=known)


def _refuse_parts(dataset: Dataset | PartialDataset, K: int, n_folds: int) -> None:
    N = dataset.n_samples
    if dataset.weights is not None or dataset.counted is not None:
        raise DataError(
            "Rows are ranked one by one, which weights have no part in; leave the weights out.",
            field="weights",
        )
    if not isinstance(n_folds, Integral) or isinstance(n_folds, bool) or not 2 <= n_folds <= N:
        raise OptionError(
            f"n_folds must be a whole number from 2 up to the number of rows, {N}; not {n_folds!r}.",
            field="n_folds",
        )
    left = N - -(-N // n_folds)
    if left < K:
        raise DataError(
            f"With {n_folds} folds {left} of the {N} rows are left to fit {K} components to; lower "
            "n_components, raise n_folds or give more data.",
            field="n_components",
        )
