"""Worked calls of the routes that take a density apart, as in example_fits.py."""

from __future__ import annotations

from gmm.api.contract.examples.fits import MODEL, Json

TILTED: Json = {
    **MODEL,
    "covariance_type": "full",
    "covariances": [[[0.3056, 1.2], [1.2, 25.3606]], [[0.1962, 0.8], [0.8, 12.6672]]],
}

MARGINAL: Json = {"model": TILTED, "columns": ["waiting"]}
MARGINAL_FOUND: Json = {
    "model": {
        **TILTED,
        "columns": ["waiting"],
        "means": [[82.2], [57.0]],
        "covariances": [[[25.3606]], [[12.6672]]],
    }
}
CONDITIONAL: Json = {"model": TILTED, "given": {"waiting": 70}}
CONDITIONAL_FOUND: Json = {
    "model": {
        **TILTED,
        "columns": ["eruptions"],
        "weights": [0.9802, 0.0198],
        "means": [[3.3759], [3.143]],
        "covariances": [[[0.2488]], [[0.1457]]],
    },
    "log_density": -5.92,
}
REGRESSION: Json = {"model": TILTED, "columns": ["waiting"], "data": [[55], [70], [85]]}
REGRESSED: Json = {
    "targets": ["eruptions"],
    "means": [[2.1957], [3.3713], [4.0857]],
    "covariances": [[[0.1457]], [[0.2478]], [[0.2488]]],
}
CDF: Json = {"model": TILTED, "column": "waiting", "values": [60, 90]}
CDF_FOUND: Json = {"probabilities": [0.3001, 0.9621], "log_probabilities": [-1.2035, -0.0387]}
QUANTILES: Json = {"model": TILTED, "column": "waiting", "probabilities": [0.05, 0.5, 0.95]}
QUANTILES_FOUND: Json = {"values": [53.0467, 77.9617, 89.2758]}
REGIONS: Json = {"model": TILTED, "column": "waiting", "probabilities": [0.5, 0.95]}
REGIONS_FOUND: Json = {
    "regions": [
        {
            "probability": 0.5,
            "log_density": -3.3053,
            "intervals": [
                {"low": 55.144, "high": 58.8562, "probability": 0.1492},
                {"low": 78.3011, "high": 86.0989, "probability": 0.3508},
            ],
        },
        {
            "probability": 0.95,
            "log_density": -4.9881,
            "intervals": [
                {"low": 50.2118, "high": 63.8054, "probability": 0.354},
                {"low": 72.1703, "high": 92.2279, "probability": 0.596},
            ],
        },
    ]
}
ENTROPY: Json = {"model": TILTED, "n_samples": 20_000}
ENTROPY_FOUND: Json = {"value": 4.189, "standard_error": 0.007, "n_samples": 20_000}
DIVERGENCE: Json = {"model": TILTED, "other": {"model": MODEL}, "n_samples": 20_000}
DIVERGENCE_FOUND: Json = {"value": 0.1149, "standard_error": 0.0032, "n_samples": 20_000}
