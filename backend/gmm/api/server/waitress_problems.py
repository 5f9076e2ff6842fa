"""What waitress refuses before the application sees it, as problem documents like all other refusals."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask
from waitress.utilities import ServerNotImplemented

from gmm.api.errors import BAD_REQUEST, PROBLEM_JSON, kind_of_status, problem_document


class ProblemTask(ErrorTask):  # type: ignore[misc]  # waitress has no type information
    """Answers a request that waitress could not read: malformed, or far beyond the limits."""

    def execute(self) -> None:
        error = self.request.error
        # Of a coding that it does not know, waitress says 501; the fault is the request's all the same.
        kind = BAD_REQUEST if error.code == ServerNotImplemented.code else kind_of_status(error.code)
        reason = error.body if kind is BAD_REQUEST else error.reason
        body = msgspec.json.encode(problem_document(kind, f"{reason.rstrip('.')}. {kind.remedy}"))
        self.status = f"{kind.status} {HTTPStatus(kind.status).phrase}"
        self.response_headers.append(("Content-Type", PROBLEM_JSON))
        self.content_length = len(body)
        self.set_close_on_finish()
        self.write(body)


class ProblemChannel(HTTPChannel):  # type: ignore[misc]  # the same
    """A connection whose refusals are problem documents."""

    error_task_class = ProblemTask
