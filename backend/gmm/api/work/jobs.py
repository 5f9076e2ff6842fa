"""Jobs: heavy work that goes on when its client leaves, kept by id for some time after its end.

They live in this process. What outlives it is what they store: a fit is in the model store when its job is
done.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from uuid import uuid4

from gmm.api.errors import UNKNOWN_JOB, Problem
from gmm.api.settings import Settings
from gmm.api.work.undertaking import Undertaking


@dataclass(frozen=True)
class Job:
    """A piece of work by its id. task, the route that does the same."""

    job_id: str
    task: str
    created_at: str
    undertaking: Undertaking


class Jobs:
    """The jobs there are. Those that have ended go after some time, or when all take too much memory."""

    def __init__(self, settings: Settings) -> None:
        self._seconds = settings.job_seconds
        self._most_bytes = settings.jobs_bytes
        self._lock = Lock()
        self._jobs: dict[str, Job] = {}

    def add(self, task: str, undertaking: Undertaking) -> Job:
        """Keep the work under a new id."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        job = Job(str(uuid4()), task, now, undertaking)
        with self._lock:
            self._forget_old()
            self._jobs[job.job_id] = job
        return job

    def job(self, job_id: str) -> Job:
        """The job with this id; raises Problem if there is none."""
        with self._lock:
            self._forget_old()
            job = self._jobs.get(job_id)
        if job is None:
            raise Problem(
                UNKNOWN_JOB,
                f"There is no job {job_id!r}: it never was, it ended long ago, or the service has been "
                "started anew since. GET /jobs lists those there are.",
            )
        return job

    def all(self) -> list[Job]:
        """All jobs, the newest first."""
        with self._lock:
            self._forget_old()
            return [*reversed(self._jobs.values())]

    def forget(self, job: Job) -> None:
        """Let a job go that has ended."""
        with self._lock:
            self._jobs.pop(job.job_id, None)

    def _forget_old(self) -> None:
        now = time.monotonic()
        for job in list(self._ended()):
            if now - (job.undertaking.ended_at or now) > self._seconds:
                del self._jobs[job.job_id]
        n_bytes = sum(job.undertaking.n_bytes for job in self._jobs.values())
        for job in list(self._ended()):
            if n_bytes <= self._most_bytes:
                break
            n_bytes -= job.undertaking.n_bytes
            del self._jobs[job.job_id]

    def _ended(self) -> Iterator[Job]:
        """Those that have ended, the first to end first."""
        ended = [job for job in self._jobs.values() if job.undertaking.is_over]
        return iter(sorted(ended, key=lambda job: job.undertaking.ended_at or 0.0))
