"""The worked calls of the routes that say how sure a mixture is; example_fits.py says what these are for."""

from __future__ import annotations

from gmm.api.contract.examples.fits import COLUMNS, MODEL, ROWS, Json

BOOTSTRAP: Json = {
    "model": MODEL,
    "data": ROWS,
    "kind": "weighted-likelihood",
    "n_replicates": 40,
    "level": 0.9,
    "seed": 0,
}
BOOTSTRAPPED: Json = {
    "kind": "weighted-likelihood",
    "level": 0.9,
    "columns": COLUMNS,
    "standard_errors": {
        "weights": [0.1741, 0.1741],
        "means": [[0.2052, 1.7176], [0.2163, 1.7234]],
        "covariances": [[[0.0719, 0.0], [0.0, 7.2217]], [[0.0678, 0.0], [0.0, 4.5999]]],
    },
    "lower": {
        "weights": [0.3686, 0.117],
        "means": [[3.6002, 79.7706], [1.965, 54.6101]],
        "covariances": [[[0.1608, 0.0], [0.0, 11.8281]], [[0.0621, 0.0], [0.0, 0.219]]],
    },
    "upper": {
        "weights": [0.883, 0.6314],
        "means": [[4.3216, 84.9506], [2.6648, 59.9024]],
        "covariances": [[[0.3625, 0.0], [0.0, 33.4758]], [[0.2611, 0.0], [0.0, 15.1523]]],
    },
    "bias": {
        "weights": [0.0111, -0.0111],
        "means": [[0.015, 0.0382], [-0.0055, -0.3828]],
        "covariances": [[[-0.0287, 0.0], [0.0, -1.54]], [[-0.0313, 0.0], [0.0, -3.9284]]],
    },
    "replicates": {"used": 40, "component_lost": 0, "spurious": 0, "failed": 0},
    "warnings": [],
}

# The long eruptions have two components, the short ones one.
MERGE: Json = {
    "model": {
        "schema_version": 1,
        "covariance_type": "diag",
        "columns": COLUMNS,
        "weights": [0.375, 0.375, 0.25],
        "means": [[2.322, 57.0], [4.3, 86.0], [3.5, 76.5]],
        "covariances": [
            [[0.1962, 0.0], [0.0, 12.6672]],
            [[0.25, 0.0], [0.0, 3.0]],
            [[0.1, 0.0], [0.0, 20.0]],
        ],
    },
    "data": ROWS,
}
MERGED: Json = {
    "steps": [
        {
            "merged": [[1], [2]],
            "n_clusters": 2,
            "entropy_before": 0.4586,
            "entropy_after": 0.0001,
            "n_rows": 5.0,
        },
        {
            "merged": [[0], [1, 2]],
            "n_clusters": 1,
            "entropy_before": 0.0001,
            "entropy_after": 0.0,
            "n_rows": 8.0,
        },
    ],
    "elbow": 2,
    "clusterings": [
        {
            "n_clusters": 3,
            "entropy": 0.4586,
            "clusters": [[0], [1], [2]],
            "labels": [2, 0, 2, 0, 1, 0, 1, 1],
        },
        {
            "n_clusters": 2,
            "entropy": 0.0001,
            "clusters": [[0], [1, 2]],
            "labels": [1, 0, 1, 0, 1, 0, 1, 1],
        },
        {
            "n_clusters": 1,
            "entropy": 0.0,
            "clusters": [[0, 1, 2]],
            "labels": [0, 0, 0, 0, 0, 0, 0, 0],
        },
    ],
}
