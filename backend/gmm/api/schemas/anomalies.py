"""`POST /anomalies`: rows to judge and what to judge them by; verdicts, explained."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.base import Answer, Data, ModelDataRequest
from gmm.api.schemas.fit import FitSettings, FitWarning
from gmm.engine.anomalies.detector import N_FOLDS
from gmm.io.detector_document import DetectorDocument, Rate

RATE = 0.05


class CrossFit(FitSettings, frozen=True, kw_only=True):
    """A fit to some of the rows at a time, so that each row is judged by a mixture that has not seen it."""

    n_folds: Annotated[
        int, Meta(ge=2, description="Into how many parts to divide the rows; there is a fit for each.")
    ] = N_FOLDS


class AnomaliesRequest(ModelDataRequest, frozen=True, kw_only=True):
    """The rows to judge, and one of three things to judge them by.

    `fit`: what to fit to the rows themselves. `calibration` and a mixture (`model_id` or `model`): rows of
    the ordinary kind that had no part in its fit. `detector`: what an earlier answer held. The rate holds for
    rows that lack values as the calibration rows do.
    """

    fit: Annotated[CrossFit, Meta(description="What to fit to the rows themselves.")] | UnsetType = UNSET
    calibration: (
        Annotated[Data, Meta(description="Ordinary rows that the mixture was not fitted to.")] | UnsetType
    ) = UNSET
    detector: (
        Annotated[DetectorDocument, Meta(description="The detector of an earlier answer.")] | UnsetType
    ) = UNSET
    false_alarm_rate: (
        Annotated[
            Rate,
            Meta(
                description="The share of ordinary rows that may raise an alarm; the detector's own, or "
                f"{RATE}, if none is given.",
                examples=[0.25],
            ),
        ]
        | UnsetType
    ) = UNSET
    confidence: (
        Annotated[
            Rate | None,
            Meta(
                description="Keep the rate for this very calibration with this probability, not just on "
                "average over calibrations.",
            ),
        ]
        | UnsetType
    ) = UNSET
    false_discovery_rate: Annotated[
        Rate | None,
        Meta(
            description="Also report the rows of which only this share is expected to be ordinary, however "
            "many rows there are (Benjamini & Hochberg)."
        ),
    ] = None
    max_explanations: Annotated[
        int, Meta(ge=0, description="How many alarms to explain, the most unusual ones first.")
    ] = 20


class ColumnSurprise(Answer, frozen=True, kw_only=True):
    """One value of a row beside what the row's other values lead to expect."""

    column: str
    value: float
    expected: Annotated[float, Meta(description="The mean of the column given the other values.")]
    spread: Annotated[float, Meta(description="The standard deviation about it.")]
    likeliest: Annotated[float, Meta(description="The likeliest value given the others, or about that.")]
    surprise: Annotated[
        float, Meta(ge=0, description="How much likelier that value is: the difference of log-densities.")
    ]
    tail_probability: Annotated[
        float, Meta(ge=0, le=1, description="Twice the probability of a value as far out on this side.")
    ]
    sentence: Annotated[str, Meta(examples=["waiting is 120 where about 54 was expected"])]


class Explanation(Answer, frozen=True, kw_only=True):
    """Which columns make a row unusual, the most surprising first; those missing are left out."""

    index: Annotated[int, Meta(ge=0, description="Which row of `data`, counted from 0.")]
    columns: list[ColumnSurprise]


class AnomaliesAnswer(Answer, frozen=True, kw_only=True):
    """What is said of each row, and the detector that says it of new ones.

    If the rows were fitted to, each is scored by the fit that has not seen it, and its p-value is its rank
    among all of them: the share `false_alarm_rate` of the rows raises an alarm whatever the data hold.
    """

    scores: Annotated[
        list[float],
        Meta(description="N: the negative log-density of what is observed; the higher, the more unusual."),
    ]
    p_values: Annotated[
        list[float],
        Meta(
            description="N: the chance that an ordinary row has so high a score, ties counted, whatever the "
            "distribution and however wrong the mixture."
        ),
    ]
    alarms: Annotated[
        list[int], Meta(description="The rows that raise an alarm, counted from 0, the most unusual first.")
    ]
    discoveries: Annotated[
        list[int] | None,
        Meta(description="The rows reported at the false-discovery rate, if one was asked for."),
    ]
    explanations: list[Explanation]
    threshold: Annotated[
        float, Meta(description="The detector's: a new row with a higher score raises an alarm.")
    ]
    average_rate: Annotated[
        float, Meta(description="The detector's rate of false alarms, on average over calibrations.")
    ]
    rate_bound: Annotated[
        float, Meta(description="What this detector's own rate is below, with 95 % confidence.")
    ]
    promise: Annotated[str, Meta(description="These numbers as a sentence.")]
    detector: DetectorDocument
    warnings: Annotated[list[FitWarning], Meta(description="What to know about the detector's fit, if any.")]


class AnomaliesResultEvent(AnomaliesAnswer, frozen=True, kw_only=True, tag_field="event", tag="result"):
    """The last line of a stream that went well: the whole answer."""
