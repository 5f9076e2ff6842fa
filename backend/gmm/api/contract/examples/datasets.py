"""Worked calls of the routes that keep data sets, as in fits.py."""

from __future__ import annotations

from gmm.api.contract.examples.fits import COLUMNS, ROWS, Json

DATASET_ID = "6f1f3c52-4c0e-4a52-8f0e-0d1c5c1b7a11"
KEEP: Json = {"data": ROWS, "columns": COLUMNS, "name": "eight eruptions"}
ENTRY: Json = {
    "dataset_id": DATASET_ID,
    "name": "eight eruptions",
    "created_at": "2026-01-31T09:30:00.123456+00:00",
    "expires_at": "2026-02-07T09:30:00+00:00",
    "fingerprint": "ce4325f9c51673e2a2b64c32baba9b661e048adbe3468a14157aa1b68272c82e",
    "n_rows": 8,
    "has_names": True,
    "columns": [
        {"name": "eruptions", "n_missing": 0, "minimum": 1.8, "maximum": 4.7},
        {"name": "waiting", "n_missing": 0, "minimum": 54.0, "maximum": 88.0},
    ],
    "left_out": [],
}
KEPT: Json = {**ENTRY, "removed": []}
DATASET: Json = {**ENTRY, "preview": ROWS[:5]}
