"""`/jobs`: long work that is asked for in one request and fetched in another."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, closing
from typing import Any, cast

import msgspec
from flask import Blueprint, Response, url_for
from msgspec import UNSET

from gmm.api.contract.examples import jobs as example_jobs
from gmm.api.contract.operation import COMPUTED, JSON, NDJSON, operation
from gmm.api.errors import Problem
from gmm.api.limits import refuse_long
from gmm.api.schemas.fit import IterationEvent, ProblemEvent, ResultEvent, StartEvent
from gmm.api.schemas.jobs import JobDocument, JobEntry, JobList, JobRequest
from gmm.api.schemas.progress import StreamEvent
from gmm.api.schemas.select import CellEvent, FailedCellEvent, TestEvent, TestReplicateEvent
from gmm.api.service import service
from gmm.api.tasks.job import requested_task
from gmm.api.wire.answers import json_answer
from gmm.api.wire.body import read_body
from gmm.api.wire.streaming import ndjson_lines, problem_line
from gmm.api.work.computing import computing, hold_until_told
from gmm.api.work.departure import Departure
from gmm.api.work.following import lines_of
from gmm.api.work.jobs import Job

blueprint = Blueprint("jobs", __name__)


@blueprint.post("/jobs")
@operation(
    body=JobRequest,
    status=202,
    answers={JSON: (JobEntry,)},
    problems=(*COMPUTED, 404),
    example=example_jobs.JOB,
    example_answer=example_jobs.QUEUED,
)
@computing
def start_job() -> Response:
    """Start long work and be answered at once

    The body names what to do and holds what the route of that name takes: `{"fit": {…}}`. The work goes on
    whoever listens; the Location header names where to ask for it. Work that runs for long and outlives a
    page's reload or a proxy's patience is done so.
    """
    name, task = requested_task(read_body(JSON))
    refuse_long(task.seconds, task.costly)
    parts = service()
    undertaking = parts.workshop.undertake(task, parts.keep, tells=True, is_kept=True)
    job = parts.jobs.add(name, undertaking)
    answer = json_answer(_entry(job))
    answer.status_code = 202
    answer.headers["Location"] = url_for("jobs.get_job", job_id=job.job_id)
    return answer


@blueprint.get("/jobs")
@operation(answers={JSON: (JobList,)}, example_answer={"jobs": [example_jobs.QUEUED]})
def list_jobs() -> Response:
    """List the jobs

    Those that wait or run, and those that ended lately; the newest first.
    """
    return json_answer(JobList(jobs=[_entry(job) for job in service().jobs.all()]))


@blueprint.get("/jobs/<job_id>")
@operation(
    answers={JSON: (JobDocument,)},
    problems=(404,),
    path={"job_id": example_jobs.JOB_ID},
    example_answer=example_jobs.DONE,
)
def get_job(job_id: str) -> Response:
    """Ask how a job stands

    Its state, its place in the queue, how far it is; once it is `done`, the `answer`, once it has `failed` or
    was `cancelled`, the `problem`.
    """
    job = service().jobs.job(job_id)
    entry, undertaking = _entry(job), job.undertaking
    # The answer is JSON already, and may be large.
    answer = cast(Any, msgspec.Raw(undertaking.answer)) if undertaking.answer else UNSET
    problem = UNSET if undertaking.problem is None else undertaking.problem
    return json_answer(JobDocument(**msgspec.structs.asdict(entry), answer=answer, problem=problem))


@blueprint.get("/jobs/<job_id>/events")
@operation(
    answers={
        NDJSON: (
            IterationEvent
            | StartEvent
            | CellEvent
            | FailedCellEvent
            | TestEvent
            | TestReplicateEvent
            | StreamEvent
            | ResultEvent
            | ProblemEvent,
        )
    },
    problems=(404, 429),
    path={"job_id": example_jobs.JOB_ID},
)
def follow_job(job_id: str) -> Response:
    """Follow a job

    All that its stream has told so far (of a long job, some iterations are left out), and then what it tells
    as it happens, one JSON object a line, to `result` or `problem`. Several may listen; none of them stops
    the work by leaving. What the lines hold is said with the route that does the same.
    """
    job = service().jobs.job(job_id)
    with ExitStack() as held:
        held.enter_context(service().slots.listening())
        response = ndjson_lines(_told(job))
        hold_until_told(held, response)
    return response


@blueprint.delete("/jobs/<job_id>")
@operation(
    answers={JSON: (JobEntry,)},
    problems=(404,),
    path={"job_id": example_jobs.JOB_ID},
    example_answer=example_jobs.CANCELLED,
)
def cancel_job(job_id: str) -> Response:
    """Cancel a job

    One that waits or runs stops at once. One that has ended is forgotten, its answer with it; a fit that it
    has stored stays.
    """
    parts = service()
    job = parts.jobs.job(job_id)
    if job.undertaking.is_over:
        parts.jobs.forget(job)
    parts.workshop.cancel(job.undertaking)
    return json_answer(_entry(job))


def _entry(job: Job) -> JobEntry:
    undertaking = job.undertaking
    return JobEntry(
        job_id=job.job_id,
        task=cast(Any, job.task),
        state=undertaking.state,
        created_at=job.created_at,
        place=service().workshop.place_of(undertaking),
        elapsed_seconds=undertaking.elapsed_seconds(),
        remaining_seconds=undertaking.remaining_seconds(),
        share_done=undertaking.share,
    )


def _told(job: Job) -> Generator[bytes]:
    """The lines of the job; its problem is the last of them, for it is not this request's."""
    return _with_problem(lines_of(job.undertaking, service().workshop, Departure()), job)


def _with_problem(lines: Generator[bytes], job: Job) -> Generator[bytes]:
    with closing(lines):
        try:
            yield from lines
        except Problem as error:
            if error.document is not job.undertaking.problem:
                raise
            yield problem_line(error.document)
