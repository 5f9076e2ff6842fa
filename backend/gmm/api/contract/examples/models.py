"""Worked calls of the model store, of the Open Inference Protocol too."""

from __future__ import annotations

from gmm import __version__
from gmm.api.contract.examples.fits import COLUMNS, FINGERPRINT, MODEL, MODEL_ID, SUMMARY, Json

CREATED_AT = "2026-01-31T09:30:00.123456+00:00"
NAME, TAGS, NOTE = "Old Faithful, two kinds", ["geyser"], "Long eruptions follow long waits."

_KEPT: Json = {"created_at": CREATED_AT, "program_version": __version__}
STORED: Json = {"origin": "fit", **SUMMARY, **_KEPT, "name": NAME, "tags": TAGS, "note": None}
ENTRY: Json = {
    "model_id": MODEL_ID,
    "created_at": CREATED_AT,
    "origin": "fit",
    "name": NAME,
    "tags": TAGS,
    "note": None,
    "covariance_type": "diag",
    "n_components": 2,
    "columns": COLUMNS,
    "n_samples": 8,
    "log_likelihood": -34.4806,
    "bic": 87.6763,
    "fingerprint": FINGERPRINT,
}
LISTED: Json = {"models": [ENTRY], "next": None}
UPLOAD: Json = {"model": MODEL, "name": NAME, "tags": TAGS}
UPLOADED: Json = {
    "origin": "upload",
    "model_id": MODEL_ID,
    "model": MODEL,
    "n_parameters": 9,
    **_KEPT,
    "name": NAME,
    "tags": TAGS,
    "note": None,
}
CHANGE: Json = {"tags": [*TAGS, "reviewed"], "note": NOTE}
CHANGED: Json = {**ENTRY, **CHANGE}
