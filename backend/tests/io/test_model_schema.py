"""The published schema lets every document pass that is written here, and none that could not be read."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import msgspec
import numpy as np
import pytest

from gmm.engine import STRUCTURES, Dataset, FitOptions, fit
from gmm.io.model_document import ModelDocument, document_of
from gmm.io.model_schema import model_schema

SCHEMA = jsonschema_rs.Draft202012Validator(model_schema())
GOOD: dict[str, Any] = {
    "schema_version": 1,
    "covariance_type": "full",
    "columns": ["u", "v"],
    "weights": [0.9],
    "means": [[0.0, 0.0]],
    "covariances": [[[1.0, 0.0], [0.0, 1.0]]],
    "noise": {"weight": 0.1, "low": [-1.0, -1.0], "high": [1.0, 1.0]},
}


@pytest.mark.parametrize("noise", [False, True])
@pytest.mark.parametrize("covariance_type", sorted(STRUCTURES))
def test_documents_of_fits_pass(covariance_type: str, noise: bool) -> None:
    X = np.random.default_rng(0).normal(size=(40, 2))
    options = FitOptions(2, covariance_type, n_init=1, max_iter=3, noise=noise)
    document = msgspec.json.encode(document_of(fit(Dataset(X), options).mixture))

    assert SCHEMA.is_valid(json.loads(document))


@pytest.mark.parametrize(
    "broken",
    [
        {"schema_version": 2},
        {"covariance_type": "round"},
        {"columns": []},
        {"columns": [""]},
        {"weights": []},
        {"weights": ["0.9"]},
        {"means": [0.0, 0.0]},
        {"means": [[None, 0.0]]},
        {"covariances": [[1.0, 0.0], [0.0, 1.0]]},
        {"colour": "red"},
        {"noise": {"weight": 0.1}},
        {"noise": {"weight": 1.5, "low": [-1.0, -1.0], "high": [1.0, 1.0]}},
        {"noise": {"weight": 0.1, "low": [], "high": []}},
        {"noise": None},
    ],
    ids=str,
)
def test_a_document_that_cannot_be_read_does_not_pass(broken: dict[str, Any]) -> None:
    document = {**GOOD, **broken}

    assert SCHEMA.is_valid(GOOD)
    assert not SCHEMA.is_valid(document)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(document, ModelDocument)


@pytest.mark.parametrize("missing", sorted(set(GOOD) - {"noise"}))
def test_every_field_but_the_noise_is_needed(missing: str) -> None:
    assert not SCHEMA.is_valid({name: value for name, value in GOOD.items() if name != missing})
    assert SCHEMA.is_valid({name: value for name, value in GOOD.items() if name != "noise"})
