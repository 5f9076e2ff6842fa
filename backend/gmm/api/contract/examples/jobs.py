"""Worked calls of jobs."""

from __future__ import annotations

from gmm.api.contract.examples.fits import FIT, FITTED, Json
from gmm.api.contract.examples.models import CREATED_AT

JOB_ID = "7d1c3f7e-2a55-4d0b-9a0e-0f9d5c1e8b42"
JOB: Json = {"fit": FIT}
QUEUED: Json = {
    "job_id": JOB_ID,
    "task": "fit",
    "state": "queued",
    "created_at": CREATED_AT,
    "place": 1,
    "elapsed_seconds": 0.0,
    "remaining_seconds": 0.1,
    "share_done": None,
}
DONE: Json = {
    **QUEUED,
    "state": "done",
    "place": 0,
    "elapsed_seconds": 0.1,
    "remaining_seconds": 0.0,
    "answer": FITTED,
}
CANCELLED: Json = {**QUEUED, "state": "cancelled", "place": 0, "remaining_seconds": 0.0}
