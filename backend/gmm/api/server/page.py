"""The built page and, below `/api` on the same origin, the API: one address is a whole installation."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.utils import send_from_directory
from werkzeug.wrappers import Request, Response

from gmm.api.guard.headers import PAGE_HEADERS, Secured

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

# The build puts a hash of its content into the name of every file below assets/.
_FOREVER = "public, max-age=31536000, immutable"


class PageError(ValueError):
    """The directory holds no built page."""


def page_with_api(directory: Path, api: WSGIApplication) -> WSGIApplication:
    """One application: the page in ``directory``, the API below `/api`.

    Raises PageError if the page has not been built.
    """
    if not (directory / "index.html").is_file():
        raise PageError(f"There is no built page in {directory}. Build it: cd frontend && npm run build")
    return DispatcherMiddleware(Secured(_Page(directory.resolve()), PAGE_HEADERS), {"/api": api})


class _Page:
    """Files of the build; any other path without a dot is the page itself, which has routes of its own."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        return self._respond(request)(environ, start_response)

    def _respond(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response("Only GET.", 405, {"Allow": "GET, HEAD"}, mimetype="text/plain")
        path = request.path.lstrip("/")
        is_route = "." not in path.rpartition("/")[2]
        try:
            response = self._file("index.html" if is_route else path, request)
        except NotFound:
            return Response("There is no such file.", 404, mimetype="text/plain")
        except HTTPException as error:
            return Response(error.description or error.name, error.code, mimetype="text/plain")
        response.headers["Cache-Control"] = _FOREVER if path.startswith("assets/") else "no-cache"
        return response

    def _file(self, path: str, request: Request) -> Response:
        return send_from_directory(self._directory, path, request.environ)
