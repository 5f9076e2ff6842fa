"""Answers that have something to say of every row, with arrays where JSON has lists.

Field for field they are the answers of `gmm.api.schemas`; a test holds them to that.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from msgspec import UNSET, UnsetType
from numpy.typing import NDArray

from gmm.api.schemas.anomalies import Explanation
from gmm.api.schemas.density import Levels
from gmm.api.schemas.fit import FitSummary, FitWarning
from gmm.io.detector_document import DetectorDocument

# ``rows`` are the numbers, from 1, of the rows of the source that were taken, where not all were.
Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Fitted(FitSummary, frozen=True, kw_only=True):
    """A fitted mixture, how it came about, and the component of every row: labels (N,), -1 for noise."""

    labels: Integers
    rows: Integers | UnsetType = UNSET


class Prediction(msgspec.Struct, frozen=True, kw_only=True):
    """labels (N,), responsibilities (N, K), log_density (N,), and what else was asked for of each row."""

    labels: Integers
    responsibilities: Numbers
    log_density: Numbers
    noise: Numbers | UnsetType = UNSET
    uncertainty: Numbers | UnsetType = UNSET
    entropy: Numbers | UnsetType = UNSET
    rows: Integers | UnsetType = UNSET


class Densities(msgspec.Struct, frozen=True, kw_only=True):
    """log_density, (N,) at rows or (n_y, n_x) on a grid; of a grid the points and contour levels too."""

    log_density: Numbers
    x: Numbers | UnsetType = UNSET
    y: Numbers | UnsetType = UNSET
    levels: Levels | UnsetType = UNSET
    rows: Integers | UnsetType = UNSET


class Samples(msgspec.Struct, frozen=True, kw_only=True):
    """data (N, D), rows drawn from a mixture; labels (N,), the component that each was drawn from."""

    data: Numbers
    labels: Integers
    columns: list[str]


class Regressed(msgspec.Struct, frozen=True, kw_only=True):
    """means (N, R) of the targets given each row, and their covariances (N, R, R)."""

    targets: list[str]
    means: Numbers
    covariances: Numbers


class Probabilities(msgspec.Struct, frozen=True, kw_only=True):
    """The probability up to, or beyond, each value (N,), and its natural log."""

    probabilities: Numbers
    log_probabilities: Numbers


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """scores and p_values (N,) of rows, the alarms among them, and the detector that judges new ones."""

    scores: Numbers
    p_values: Numbers
    alarms: Integers
    discoveries: Integers | None
    explanations: list[Explanation]
    threshold: float
    average_rate: float
    rate_bound: float
    promise: str
    detector: DetectorDocument
    warnings: list[FitWarning]


def array_of(kind: Any, value: Any) -> Any:
    """Lists as an array of the kind that the field declares."""
    return np.array(value, dtype=kind.__args__[1].__args__[0])
