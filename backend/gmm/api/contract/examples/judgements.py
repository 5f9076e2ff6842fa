"""The worked calls of the routes that judge: rows by a mixture, and a mixture by rows."""

from __future__ import annotations

from typing import Any

from gmm.api.contract.examples.fits import MODEL, ROWS

Json = dict[str, Any]

ANOMALIES: Json = {
    "model": MODEL,
    "calibration": ROWS,
    "data": [[3.6, 79], [1.8, 90]],
    "false_alarm_rate": 0.25,
}
ANOMALIES_FOUND: Json = {
    "scores": [3.7377, 12.1168],
    "p_values": [0.8889, 0.1111],
    "alarms": [1],
    "discoveries": None,
    "explanations": [
        {
            "index": 1,
            "columns": [
                {
                    "column": "waiting",
                    "value": 90.0,
                    "expected": 57.0342,
                    "spread": 3.6803,
                    "likeliest": 57.0,
                    "surprise": 8.1485,
                    "tail_probability": 0.0002,
                    "sentence": "waiting is 90 where about 57 was expected",
                },
                {
                    "column": "eruptions",
                    "value": 1.8,
                    "expected": 3.9532,
                    "spread": 0.5528,
                    "likeliest": 3.9532,
                    "surprise": 7.5855,
                    "tail_probability": 0.0001,
                    "sentence": "eruptions is 1.8 where about 3.953 was expected",
                },
            ],
        }
    ],
    "threshold": 4.9075,
    "average_rate": 0.2222,
    "rate_bound": 0.4707,
    "promise": "Of new rows of the same kind as the 8 calibration rows at most 22.22% raise an alarm, on "
    "average over calibrations; with 95% confidence the rate of this very detector is below 47.07%.",
    "detector": {
        "schema_version": 1,
        "model": MODEL,
        "false_alarm_rate": 0.25,
        "confidence": None,
        "n_calibration_rows": 8,
        "scores": [5.2867, 4.9075, 4.3236, 4.2646, 4.2338, 4.0363, 3.7377, 3.6904],
        "counts": [1, 2, 3, 4, 5, 6, 7, 8],
    },
    "warnings": [],
}
DIAGNOSE: Json = {"model": MODEL, "data": ROWS}
DIAGNOSED: Json = {
    "summary": "1 thing deserves a look before this mixture is trusted.",
    "findings": [
        {
            "code": "few_rows",
            "message": "Component 2 rests on about 3 rows; it has 5 parameters.",
            "remedy": "Lower n_components or choose a covariance_type with fewer parameters.",
            "components": [1],
            "rows": [],
            "number": 3.0,
        }
    ],
}
