"""`/jobs`: long work that goes on whoever listens."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from gmm.api.schemas.anomalies import AnomaliesRequest
from gmm.api.schemas.base import Answer, Request
from gmm.api.schemas.bootstrap import BootstrapRequest
from gmm.api.schemas.diagnose import DiagnoseRequest
from gmm.api.schemas.fit import FitRequest
from gmm.api.schemas.merge import MergeRequest
from gmm.api.schemas.problem import ProblemDocument
from gmm.api.schemas.progress import Elapsed, Place, Remaining, ShareDone
from gmm.api.schemas.select import SelectRequest

JobId = Annotated[
    str,
    Meta(
        description="The job's id, which nobody can guess.", examples=["7d1c3f7e-2a55-4d0b-9a0e-0f9d5c1e8b42"]
    ),
]
TaskName = Annotated[
    Literal["fit", "select", "bootstrap", "merge", "anomalies", "diagnose"],
    Meta(description="The route that would do the same while its client waits."),
]


class State(Enum):
    """Where heavy work is on its way."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobRequest(Request, frozen=True, kw_only=True):
    """What to do: one of these fields, with what the route of that name takes as its body."""

    fit: FitRequest | UnsetType = UNSET
    select: SelectRequest | UnsetType = UNSET
    bootstrap: BootstrapRequest | UnsetType = UNSET
    merge: MergeRequest | UnsetType = UNSET
    anomalies: AnomaliesRequest | UnsetType = UNSET
    diagnose: DiagnoseRequest | UnsetType = UNSET


class UnreadJobRequest(Request, frozen=True, kw_only=True):
    """The same before it is known which: each is read by its own rules."""

    fit: msgspec.Raw | UnsetType = UNSET
    select: msgspec.Raw | UnsetType = UNSET
    bootstrap: msgspec.Raw | UnsetType = UNSET
    merge: msgspec.Raw | UnsetType = UNSET
    anomalies: msgspec.Raw | UnsetType = UNSET
    diagnose: msgspec.Raw | UnsetType = UNSET


class JobEntry(Answer, frozen=True, kw_only=True):
    """How a job stands."""

    job_id: JobId
    task: TaskName
    state: State
    created_at: Annotated[
        str,
        Meta(
            description="When it was asked for: UTC, ISO 8601.", examples=["2026-01-31T09:30:00.123456+00:00"]
        ),
    ]
    place: Place
    elapsed_seconds: Elapsed
    remaining_seconds: Remaining
    share_done: ShareDone


class JobDocument(JobEntry, frozen=True, kw_only=True):
    """How a job stands and, once it has ended, what came of it."""

    answer: (
        Annotated[dict[str, Any], Meta(description="What the route of that name would have answered.")]
        | UnsetType
    ) = UNSET
    problem: ProblemDocument | UnsetType = UNSET


class JobList(Answer, frozen=True, kw_only=True):
    """The jobs there are, the newest first."""

    jobs: list[JobEntry]
