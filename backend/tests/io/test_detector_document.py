"""A detector through JSON and back: the same mixture, the same steps, the same verdicts to the last bit."""

import msgspec
import numpy as np
import pytest

from gmm.engine import DataError, ParameterError, calibrated
from gmm.io.detector_document import DetectorDocument, detector_of, document_of_detector
from tests.engine.strategies import random_mixture


@pytest.mark.parametrize("n_rows", [40, 20_000])
def test_a_detector_survives_json_to_the_last_bit(rng, n_rows):
    detector = calibrated(random_mixture(rng, 3, 2), rng.normal(size=(n_rows, 2)), 0.05, confidence=0.7)
    text = msgspec.json.encode(document_of_detector(detector))
    again = detector_of(msgspec.json.decode(text, type=DetectorDocument))
    rows = 3 * rng.normal(size=(500, 2))

    assert np.array_equal(again.judge(rows).scores, detector.judge(rows).scores)
    assert np.array_equal(again.judge(rows).p_values, detector.judge(rows).p_values)
    assert again.threshold == detector.threshold and again.promise == detector.promise
    assert msgspec.json.encode(document_of_detector(again)) == text
    assert len(text) < 100_000


def test_a_document_that_was_tampered_with_is_refused(rng):
    document = document_of_detector(calibrated(random_mixture(rng, 2, 2), rng.normal(size=(40, 2)), 0.1))
    with pytest.raises(DataError, match="larger than the one before"):
        detector_of(msgspec.structs.replace(document, n_calibration_rows=41))
    with pytest.raises(DataError, match="takes at least 99 calibration rows"):
        detector_of(msgspec.structs.replace(document, false_alarm_rate=0.01))
    with pytest.raises(ParameterError, match="sum to 1"):
        wrong = msgspec.structs.replace(document.model, weights=[0.5, 0.6])
        detector_of(msgspec.structs.replace(document, model=wrong))
