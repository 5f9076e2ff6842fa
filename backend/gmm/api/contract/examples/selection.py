"""The worked call of `POST /select`; example_fits.py says what these are for."""

from __future__ import annotations

from typing import Any

from gmm.api.contract.examples.fits import COLUMNS, MODEL, ROWS, Json

SELECT: Json = {
    "data": ROWS,
    "columns": COLUMNS,
    "n_components": [1, 2],
    "covariance_type": ["spherical", "diag"],
    "seed": 0,
}


def _cell(K: int, covariance_type: str, letters: str, log_likelihood: float, **others: Any) -> Json:
    return {
        "n_components": K,
        "covariance_type": covariance_type,
        "letters": letters,
        "log_likelihood": log_likelihood,
        "n_iterations": 6,
        "converged": True,
        "sound": True,
        "passed_over": None,
        "cross_validation": None,
        **others,
    }


_TWO = {"n_components": 2, "covariance_type": "diag", "letters": "VVI"}
_ONE = {"n_components": 1, "covariance_type": "diag", "letters": "VVI"}
_SENTENCE = (
    "BIC prefers 2 components of VVI (diag), then 1 component of VVI (diag): the criterion differs by 6.2, "
    "strong evidence."
)


def _choice(criterion: str, name: str, margin: float) -> Json:
    return {
        "criterion": criterion,
        "preferred": _TWO,
        "runner_up": _ONE,
        "margin": margin,
        "strength": "strong evidence",
        "sentence": _SENTENCE.replace("BIC", name).replace("6.2", f"{margin:.1f}"),
    }


SELECTED: Json = {
    "n_samples": 8,
    "criterion": "bic",
    "verdict": [
        _SENTENCE,
        "All criteria agree.",
        "That is the largest number of components tried; a larger one may suit the data better.",
    ],
    "model": MODEL,
    "choices": [
        _choice("bic", "BIC", 6.1592),
        _choice("aic", "AIC", 6.5564),
        _choice("icl", "ICL", 6.1591),
        _choice("icl_entropy", "ICL by entropy", 6.1588),
    ],
    "tests": [],
    "cells": [
        _cell(1, "spherical", "VII", -58.2595, n_parameters=3, bic=122.7574, aic=122.5191)
        | {"icl": 122.7574, "icl_entropy": 122.7574},
        _cell(1, "diag", "VVI", -42.7588, n_parameters=4, bic=93.8354, aic=93.5176)
        | {"icl": 93.8354, "icl_entropy": 93.8354},
        _cell(2, "spherical", "VII", -46.3391, n_parameters=7, bic=107.2344, aic=106.6783)
        | {"icl": 107.2344, "icl_entropy": 107.2344},
        _cell(2, "diag", "VVI", -34.4806, n_parameters=9, bic=87.6763, aic=86.9613)
        | {"icl": 87.6763, "icl_entropy": 87.6766},
    ],
    "failures": [],
}
