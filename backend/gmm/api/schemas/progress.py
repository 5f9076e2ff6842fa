"""What streams of long work tell beside what the work itself tells."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from gmm.api.schemas.base import Answer

Elapsed = Annotated[float, Meta(ge=0, description="Seconds since the work began; 0 while it waits.")]
Remaining = Annotated[
    float | None,
    Meta(
        description="About how many seconds it will go on; null where nobody can say, since it takes longer "
        "than was estimated."
    ),
]
ShareDone = Annotated[
    float | None,
    Meta(description="How much of the work is done, from 0 to 1; null where its parts are unequal."),
]
Place = Annotated[
    int, Meta(ge=0, description="The place in the queue of heavy work: 1 is the next, 0 is not in it.")
]


class QueuedEvent(Answer, frozen=True, kw_only=True, tag_field="event", tag="queued"):
    """The work waits for other work to end: told at once, when the place changes, and every few seconds."""

    place: Place


class ProgressEvent(Answer, frozen=True, kw_only=True, tag_field="event", tag="progress"):
    """The work goes on: told every second, so that a silent connection is a broken one."""

    elapsed_seconds: Elapsed
    remaining_seconds: Remaining
    share_done: ShareDone


# What any stream may tell.
StreamEvent = QueuedEvent | ProgressEvent
