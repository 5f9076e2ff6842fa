"""What waitress refuses before the application sees it, as problem documents like all other refusals."""

from __future__ import annotations

import msgspec
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from gmm.api.errors import PROBLEM_JSON, kind_of_status, problem_document


class ProblemTask(ErrorTask):  # type: ignore[misc]  # waitress has no type information
    """Answers a request that waitress could not read: malformed, or far beyond the limits."""

    def execute(self) -> None:
        error = self.request.error
        kind = kind_of_status(error.code)
        body = msgspec.json.encode(problem_document(kind, f"{error.reason}. {kind.remedy}"))
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", PROBLEM_JSON))
        self.content_length = len(body)
        self.set_close_on_finish()
        self.write(body)


class ProblemChannel(HTTPChannel):  # type: ignore[misc]  # the same
    """A connection whose refusals are problem documents."""

    error_task_class = ProblemTask
