"""One small worked call a route: shown in the contract and the docs, and executed by a test.

Answers are rounded and shortened; only their shape is promised.
"""

from __future__ import annotations

from typing import Any

ROWS = [[3.6, 79], [1.8, 54], [3.333, 74], [2.283, 62], [4.533, 85], [2.883, 55]]
COLUMNS = ["eruptions", "waiting"]
MODEL_ID = "0b7a2f0e-5f0c-4f7a-9a53-0d5a4a1f7c11"
CREATED_AT = "2026-01-31T09:30:00.123456+00:00"

MODEL: dict[str, Any] = {
    "schema_version": 1,
    "covariance_type": "full",
    "columns": COLUMNS,
    "weights": [0.644, 0.356],
    "means": [[4.29, 79.97], [2.04, 54.48]],
    "covariances": [[[0.17, 0.94], [0.94, 36.05]], [[0.069, 0.435], [0.435, 33.7]]],
}
FIT: dict[str, Any] = {
    "data": ROWS,
    "columns": COLUMNS,
    "n_components": 2,
    "covariance_type": "full",
    "seed": 0,
}
START: dict[str, Any] = {
    "start": 0,
    "init": "k-means++",
    "log_likelihood": -1130.264,
    "n_samples": 272,
    "n_iterations": 14,
    "converged": True,
    "stop_reason": "converged",
    "spurious": False,
}
SUMMARY: dict[str, Any] = {
    "model_id": MODEL_ID,
    "model": MODEL,
    "n_samples": 272,
    "n_parameters": 11,
    "log_likelihood": -1130.264,
    "bic": 2322.192,
    "aic": 2282.528,
    "icl": 2322.695,
    "n_iterations": 14,
    "converged": True,
    "stop_reason": "converged",
    "stop_message": "The log-likelihood has settled.",
    "starts": [START],
    "best_start": 0,
    "component_order": [1, 0],
    "warnings": [],
}
FITTED: dict[str, Any] = {**SUMMARY, "labels": [0, 1, 0, 1, 0, 1]}
EVENTS: list[dict[str, Any]] = [
    {"event": "iteration", "start": 0, "iteration": 0, "log_likelihood": -1289.57, "model": MODEL},
    {"event": "start", **START},
    {"event": "result", **FITTED},
]
PREDICT: dict[str, Any] = {"model": MODEL, "data": [[3.6, 79], [1.8, 54]]}
PREDICTED: dict[str, Any] = {
    "labels": [0, 1],
    "responsibilities": [[0.9999, 0.0001], [0.0, 1.0]],
    "log_density": [-5.81, -3.44],
}
DENSITY: dict[str, Any] = {
    "model": MODEL,
    "grid": {"columns": COLUMNS, "x": [1.5, 5, 3], "y": [40, 100, 2]},
}
DENSITIES: dict[str, Any] = {
    "x": [1.5, 3.25, 5.0],
    "y": [40.0, 100.0],
    "log_density": [[-8.9, -22.1, -33.4], [-42.5, -13.6, -8.8]],
    "levels": {"0.5": -4.4, "0.8": -5.3, "0.95": -6.7},
}
SAMPLE: dict[str, Any] = {"model": MODEL, "n_samples": 2, "seed": 0}
SAMPLED: dict[str, Any] = {"data": [[4.35, 81.2], [1.98, 55.1]], "labels": [0, 1], "columns": COLUMNS}
TABLE = "eruptions;waiting\n3,6;79\n1,8;NA\n"
TABLE_READ: dict[str, Any] = {
    "n_rows": 2,
    "delimiter": ";",
    "decimal": ",",
    "has_header": True,
    "columns": [
        {
            "name": "eruptions",
            "kind": "number",
            "n_missing": 0,
            "n_bad": 0,
            "bad_cells": [],
            "constant": False,
            "values": [3.6, 1.8],
        },
        {
            "name": "waiting",
            "kind": "number",
            "n_missing": 1,
            "n_bad": 0,
            "bad_cells": [],
            "constant": True,
            "values": [79.0, None],
        },
    ],
}
EXAMPLE: dict[str, Any] = {
    "id": "old-faithful",
    "name": "Old Faithful",
    "description": "Eruptions of a geyser: two kinds, short and long. Two full components find them.",
    "source": "Azzalini and Bowman (1990)",
    "n_samples": 272,
    "columns": COLUMNS,
    "suggested": {"n_components": 2, "covariance_type": "full", "x": "eruptions", "y": "waiting"},
}
EXAMPLE_DATA: dict[str, Any] = {**EXAMPLE, "data": ROWS, "labels": None}
STORED: dict[str, Any] = {**SUMMARY, "created_at": CREATED_AT}
ENTRY: dict[str, Any] = {
    "model_id": MODEL_ID,
    "created_at": CREATED_AT,
    "covariance_type": "full",
    "n_components": 2,
    "columns": COLUMNS,
    "n_samples": 272,
    "log_likelihood": -1130.264,
    "bic": 2322.192,
}
