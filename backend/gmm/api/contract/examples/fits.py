"""One small worked call a route: shown in the contract and the docs, and executed by a test.

Answers are rounded to four decimals, lists of rows are shortened.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

COLUMNS = ["eruptions", "waiting"]
ROWS = [[3.6, 79], [1.8, 54], [3.333, 74], [2.283, 62], [4.533, 85], [2.883, 55], [4.7, 88], [3.6, 85]]
MODEL_ID = "0b7a2f0e-5f0c-4f7a-9a53-0d5a4a1f7c11"

FIT: Json = {
    "data": ROWS,
    "columns": COLUMNS,
    "n_components": 2,
    "covariance_type": "diag",
    "n_init": 2,
    "seed": 0,
    "name": "Old Faithful, two kinds",
    "tags": ["geyser"],
}
MODEL: Json = {
    "schema_version": 1,
    "covariance_type": "diag",
    "columns": COLUMNS,
    "weights": [0.625, 0.375],
    "means": [[3.9532, 82.2], [2.322, 57.0]],
    "covariances": [[[0.3056, 0.0], [0.0, 25.3606]], [[0.1962, 0.0], [0.0, 12.6672]]],
}
INITIAL: Json = {
    **MODEL,
    "weights": [0.375, 0.625],
    "means": [[2.322, 57.0], [3.9532, 82.2]],
    "covariances": [[[0.2304, 0.0], [0.0, 16.6333]], [[0.2902, 0.0], [0.0, 23.575]]],
}
STARTS: list[Json] = [
    {
        "start": 0,
        "init": "k-means++",
        "log_likelihood": -34.4806,
        "n_samples": 8,
        "n_iterations": 2,
        "converged": True,
        "stop_reason": "converged",
        "spurious": False,
    },
    {
        "start": 1,
        "init": "random",
        "log_likelihood": -36.4143,
        "n_samples": 8,
        "n_iterations": 4,
        "converged": False,
        "stop_reason": "outpaced",
        "spurious": False,
    },
]
FINGERPRINT = "ce4325f9c51673e2a2b64c32baba9b661e048adbe3468a14157aa1b68272c82e"
OPTIONS: Json = {
    "n_components": 2,
    "covariance_type": "diag",
    "init": "auto",
    "n_init": 2,
    "max_iter": 1000,
    "tol": 1e-8,
    "covariance_floor": 1e-12,
    "seed": 0,
    "accelerate": True,
    "noise": False,
    "prior": False,
    "fixed": [],
    "weighted": False,
    "partly_known": False,
    "initial": False,
}
SUMMARY: Json = {
    "model_id": MODEL_ID,
    "model": MODEL,
    "fingerprint": FINGERPRINT,
    "options": OPTIONS,
    "n_samples": 8,
    "n_parameters": 9,
    "log_likelihood": -34.4806,
    "bic": 87.6763,
    "aic": 86.9613,
    "icl": 87.6763,
    "icl_entropy": 87.6763,
    "n_iterations": 2,
    "converged": True,
    "stop_reason": "converged",
    "stop_message": "Converged: the log-likelihood still to be gained is below the tolerance.",
    "starts": STARTS,
    "best_start": 0,
    "optima": [{"log_likelihood": -34.4806, "n_samples": 8, "starts": [0], "spurious": False}],
    "component_order": [1, 0],
    "warnings": [],
}
FITTED: Json = {**SUMMARY, "labels": [0, 1, 0, 1, 0, 1, 0, 0]}
EVENTS: list[Json] = [
    {"event": "iteration", "start": 0, "iteration": 0, "log_likelihood": -34.56, "model": INITIAL},
    {"event": "start", **STARTS[0]},
    {"event": "result", **FITTED},
]

PREDICT: Json = {"model": MODEL, "data": [[3.6, 79], [1.8, 54], [2.9, 66]]}
PREDICTED: Json = {
    "labels": [0, 1, 1],
    "responsibilities": [[1.0, 0.0], [0.0, 1.0], [0.0475, 0.9525]],
    "log_density": [-3.7377, -4.3236, -7.2739],
}
DENSITY: Json = {"model": MODEL, "grid": {"columns": COLUMNS, "x": [1.5, 5, 3], "y": [40, 100, 2]}}
DENSITIES: Json = {
    "x": [1.5, 3.25, 5.0],
    "y": [40.0, 100.0],
    "log_density": [[-16.4032, -16.876, -32.9571], [-19.425, -10.3875, -11.3713]],
    "levels": {"0.5": -4.0049, "0.8": -4.9252, "0.95": -6.3166},
}
SAMPLE: Json = {"model": MODEL, "n_samples": 2, "seed": 0}
SAMPLED: Json = {"data": [[2.6057, 57.3734], [3.6571, 84.021]], "labels": [1, 0], "columns": COLUMNS}

TABLE = "eruptions;waiting\n3,6;79\n1,8;NA\n"
TABLE_READ: Json = {
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
EXAMPLE: Json = {
    "id": "old-faithful",
    "name": "Old Faithful",
    "description": "272 eruptions of a geyser: how long each lasted and how long one waited for the next, in "
    "minutes. Short and long eruptions are two kinds, and two components find them: the place to begin.",
    "source": "A. Azzalini and A. W. Bowman (1990), Applied Statistics 39, 357-365",
    "n_samples": 272,
    "columns": COLUMNS,
    "suggested": {"n_components": 2, "covariance_type": "full", "x": "eruptions", "y": "waiting"},
}
EXAMPLE_DATA: Json = {**EXAMPLE, "data": ROWS[:3], "labels": None}
