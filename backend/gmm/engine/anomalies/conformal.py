"""Conformal p-values: how unusual a score is among those of rows that had no part in choosing the mixture.

If a new row is of the same kind as the n calibration rows (exchangeable with them), its rank among them is
uniform whatever the distribution, however bad the mixture. So p = (1 + #{s_i ≥ s}) / (n + 1) is at most α
with probability at most α (Vovk, Gammerman & Shafer 2005; Laxhammar & Falkman 2011 for anomalies). Ties
count against the alarm, so that the statement holds for discrete data too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, bdtrik, betaincinv

from gmm.engine.arrays import Array
from gmm.engine.errors import DataError, OptionError

# So many of the highest scores are kept one by one; of those below, one for each half per cent more of rows.
_KEPT_EXACTLY, _COARSENESS = 1000, 0.005


@dataclass(frozen=True)
class Calibration:
    """The scores of n_rows held-out rows, as steps: what the score of a new row is held against.

    scores (M,), descending; counts (M,), how many rows have at least nearly that score. The highest thousand
    are exact. Below, scores stand for those that follow, so that p-values come out at most half a per cent
    too large, never too small, and a calibration on millions of rows stays a few kilobytes.
    """

    scores: Array
    counts: NDArray[np.intp]
    n_rows: int

    @staticmethod
    def of_scores(scores: Array) -> Calibration:
        """The calibration by the scores (n,) of held-out rows."""
        descending = -np.sort(-scores)
        last = np.flatnonzero(np.append(descending[1:] != descending[:-1], True))  # of equal scores
        n, places = len(last), [*range(min(len(last), _KEPT_EXACTLY))]
        while places[-1] + 1 < n:
            places.append(min(n - 1, math.ceil((places[-1] + 1) * (1 + _COARSENESS))))
        first = np.append(0, np.array(places[:-1], dtype=np.intp) + 1)  # of those that one stands for
        return Calibration(descending[last[first]], last[places] + 1, len(scores))

    @staticmethod
    def from_steps(scores: ArrayLike, counts: ArrayLike, n_rows: int) -> Calibration:
        """The calibration that was written down as steps.

        Raises ``DataError`` naming what cannot be one: scores must fall and counts rise, up to n_rows.
        """
        s, c = np.asarray(scores, dtype=np.float64), np.asarray(counts, dtype=np.intp)
        if s.ndim != 1 or not len(s) or not np.all(np.isfinite(s)) or np.any(np.diff(s) >= 0):
            raise DataError(
                "The calibration scores must be finite numbers, the highest first.", field="scores"
            )
        if c.shape != s.shape or c[0] < 1 or np.any(np.diff(c) < 1) or c[-1] != n_rows:
            raise DataError(
                f"There must be a count for each of the {len(s)} calibration scores, each larger than the "
                f"one before, from at least 1 up to the number of rows, {n_rows}.",
                field="counts",
            )
        return Calibration(s, c, n_rows)

    def p_values(self, scores: Array) -> Array:
        """The chance of a score as high as each of these (N,), were its row of the calibration rows' kind."""
        return np.asarray((1 + self._at_least(scores)) / (self.n_rows + 1))

    def threshold(self, rank: int) -> float:
        """The score above which fewer than ``rank`` calibration rows lie."""
        return float(self.scores[np.searchsorted(self.counts, rank)])

    def rank(self, threshold: float) -> int:
        """One more than the number of calibration rows above this score: n + 1 times the rate of alarms."""
        return 1 + int(self._at_least(np.nextafter([threshold], np.inf))[0])

    def _at_least(self, scores: Array) -> NDArray[np.intp]:
        return np.append(0, self.counts)[np.searchsorted(-self.scores, -scores, side="right")]


def highest_rank(n_rows: int, rate: float, confidence: float | None) -> int:
    """How far down the n calibration scores, counted from 1, a threshold of this false-alarm rate may lie.

    Without confidence the rate holds on average over all that is random, calibration rows included. With it,
    calibrations whose own rate exceeds it have probability 1 − confidence: the rate of a threshold at rank k
    has the Beta(k, n + 1 − k) distribution (Wilks 1941; Vovk 2012), and discrete scores only lower it.
    Raises ``OptionError`` for a rate or confidence that is no probability, ``DataError`` naming the rows it
    takes where n are too few.
    """
    for name, value in (("false_alarm_rate", rate), ("confidence", confidence)):
        refuse_no_probability(name, value)
    if confidence is None:
        needed = math.ceil(1 / rate) - 1
        rank = math.floor(rate * (n_rows + 1)) + 1
        while rank / (n_rows + 1) > rate:  # as p-values are compared with the rate
            rank -= 1
    else:
        needed = math.ceil(math.log(1 - confidence) / math.log1p(-rate))
        rank = math.floor(np.nan_to_num(bdtrik(1 - confidence, n_rows, rate))) + 2
        while rank > 0 and bdtr(rank - 1, n_rows, rate) > 1 - confidence:
            rank -= 1
    if rank < 1:
        sure = "" if confidence is None else f" with confidence {confidence:g}"
        raise DataError(
            f"A false-alarm rate of {rate:g}{sure} takes at least {needed} calibration rows, but there are "
            f"{n_rows}; give more rows or allow a higher rate.",
            field="false_alarm_rate",
        )
    return rank


def rate_bound(n_rows: int, rank: int, confidence: float) -> float:
    """What the own rate of a threshold at this rank exceeds with probability 1 − confidence only."""
    return float(betaincinv(rank, n_rows + 1 - rank, confidence))


def discoveries(p_values: Array, rate: float) -> NDArray[np.bool_]:
    """Which rows (N,) to report so that at most this share of the reports is false, in expectation.

    Benjamini & Hochberg (1995). Conformal p-values that share their calibration rows depend on each other
    in the way that the procedure allows (Bates, Candès, Lei, Romano & Sesia 2023, theorem 2).
    Raises ``OptionError`` for a rate that is no probability.
    """
    refuse_no_probability("false_discovery_rate", rate)
    N = len(p_values)
    ascending = np.sort(p_values)
    passing = np.flatnonzero(ascending <= rate * np.arange(1, N + 1) / N)
    return np.asarray(p_values <= (ascending[passing[-1]] if len(passing) else -1.0))


def refuse_no_probability(name: str, value: float | None) -> None:
    """Raise ``OptionError`` unless the option is left out or lies between 0 and 1."""
    if value is not None and (not isinstance(value, Real) or not 0 < value < 1):
        raise OptionError(f"{name} must lie between 0 and 1, not {value!r}.", field=name)
