"""An anomaly detector as a versioned JSON document, and back, without losing a bit.

It holds all that judging new rows takes: the mixture, and the scores of the calibration rows as steps; the
rows themselves it does not hold.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from gmm.engine.anomalies.conformal import Calibration
from gmm.engine.anomalies.detector import Detector
from gmm.io.model_document import ModelDocument, document_of, mixture_of

Rate = Annotated[float, Meta(gt=0, lt=1)]
_Count = Annotated[int, Meta(ge=1, le=2**53 - 1)]


class DetectorDocument(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A mixture calibrated on rows that had no part in its fit: send it back to judge new rows."""

    schema_version: Annotated[Literal[1], Meta(description="Version of this document's layout.")]
    model: Annotated[ModelDocument, Meta(description="The mixture whose density is the score.")]
    false_alarm_rate: Annotated[Rate, Meta(description="The share of ordinary rows that may raise an alarm.")]
    confidence: Annotated[
        Rate | None,
        Meta(description="With which this very calibration keeps the rate; null if it does on average."),
    ]
    n_calibration_rows: Annotated[_Count, Meta(description="How many rows it was calibrated on.")]
    scores: Annotated[
        list[float],
        Meta(
            min_length=1,
            description="Their scores, the highest first; of more than a thousand some stand for several.",
        ),
    ]
    counts: Annotated[
        list[_Count],
        Meta(min_length=1, description="For each of these, how many rows have that score or a higher one."),
    ]


def document_of_detector(detector: Detector) -> DetectorDocument:
    """The document that describes this detector, to the last bit."""
    return DetectorDocument(
        schema_version=1,
        model=document_of(detector.mixture),
        false_alarm_rate=detector.false_alarm_rate,
        confidence=detector.confidence,
        n_calibration_rows=detector.calibration.n_rows,
        scores=detector.calibration.scores.tolist(),
        counts=detector.calibration.counts.tolist(),
    )


def detector_of(document: DetectorDocument) -> Detector:
    """The detector that a document describes.

    Raises ``ParameterError`` naming a field of the model that no mixture can have, ``DataError`` naming a
    field of the document that no detector can.
    """
    calibration = Calibration.from_steps(document.scores, document.counts, document.n_calibration_rows)
    return Detector(mixture_of(document.model), calibration, document.false_alarm_rate, document.confidence)
