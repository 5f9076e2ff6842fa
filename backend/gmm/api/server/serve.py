"""`python app.py`: the service behind waitress, from the first line it prints to a clean end."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments

from gmm.api.app import create_app
from gmm.api.observation.logs import log_to_stderr
from gmm.api.server.connections import PatientServer
from gmm.api.server.page import PageError, page_with_api
from gmm.api.service import service_of
from gmm.api.settings import Settings, SettingsError
from gmm.api.store.failures import StoreError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# After the grace, for the last lines of those who did not end in it, and for the threads that wrote them.
_SECONDS_FOR_LAST_WORDS, _SECONDS_FOR_THREADS = 1.0, 0.5
_SECONDS_BETWEEN_TIDYING = 1.0
_LONGEST_HEADERS = 32_768
# A body that is larger waits on disk, so that many slow clients cost little memory.
_BODY_IN_MEMORY = 2**17


class StartError(Exception):
    """The service cannot start; the message says why and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C or SIGTERM; 0 after a clean end, 1 if the service could not start."""
    parser = argparse.ArgumentParser(prog="app.py", description="Serve the API for Gaussian mixtures.")
    parser.add_argument("--page", type=Path, metavar="DIRECTORY", help="serve this built page, too")
    page = parser.parse_args(arguments).page
    try:
        settings = Settings.from_environment()
        log_to_stderr(settings.log_format, settings.log_level)
        serve(settings, page)
    except (SettingsError, PageError, StartError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def serve(settings: Settings, page: Path | None = None) -> None:
    """Answer requests until told to stop; those accepted by then are finished, or told that they are not.

    Raises StartError if the store cannot be opened or a port is taken.
    """
    app = _api(settings)
    api, service = app.wsgi_app, service_of(app)
    with Server(settings, service.stop) as server:
        addresses = [f"API on {server.listen(api, settings.api_port, 'GMM_API_PORT')} (docs at /docs)"]
        if page is not None:
            whole = page_with_api(page, api)
            addresses.insert(0, f"Page on {server.listen(whole, settings.page_port, 'GMM_PAGE_PORT')}")
        print(f"{', '.join(addresses)}. Ctrl-C stops.", flush=True)
        service.workshop.warm_up()
        server.run()


def _api(settings: Settings) -> Flask:
    try:
        return create_app(settings)
    except StoreError as error:
        reason = f" ({error.reason})" if error.reason else ""
        raise StartError(
            f"The model store cannot be opened. {error.message}{reason} Check GMM_DATABASE_URL and, of a "
            "file, that its directory can be written to."
        ) from error


class Server:
    """waitress on one or more ports, all in one event loop.

    ``end_work`` has requests that still compute answered at once, with a problem.
    """

    def __init__(self, settings: Settings, end_work: Callable[[], None]) -> None:
        self._settings = settings
        self._end_work = end_work
        self._sockets: dict[int, Any] = {}
        self._servers: list[PatientServer] = []
        self._is_stopping = False
        self._tidy_at = 0.0
        self._cleanup = ExitStack()

    def __enter__(self) -> Server:
        for signum in (signal.SIGINT, signal.SIGTERM):
            before = signal.signal(signum, self._stop)
            self._cleanup.callback(signal.signal, signum, before)
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.task_dispatcher.shutdown(timeout=_SECONDS_FOR_THREADS)
        wasyncore.close_all(self._sockets, ignore_all=True)
        self._cleanup.close()

    def listen(self, application: WSGIApplication, port: int, variable: str) -> str:
        """Accept connections for ``application``; returns the address to tell people."""
        host = self._settings.host
        adjustments = Adjustments(
            host=host,
            port=port,
            threads=self._settings.request_threads,
            channel_request_lookahead=1,  # so that waitress notices when a client leaves
            channel_timeout=self._settings.stalled_seconds,
            connection_limit=self._settings.connections,
            max_request_header_size=_LONGEST_HEADERS,
            inbuf_overflow=_BODY_IN_MEMORY,
            # What is a little too large is read and refused by the application, since a browser shows no
            # answer to an upload that is cut off; what is far too large is cut off.
            max_request_body_size=4 * self._settings.limits.max_body_bytes,
            ident=None,
        )
        try:
            server = PatientServer(application, map=self._sockets, adj=adjustments)
        except OSError as error:
            raise _cannot_listen(error, host, port, variable) from error
        self._servers.append(server)
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0") else f"[{host}]" if ":" in host else host
        return f"http://{shown}:{server.effective_port}"

    def run(self) -> None:
        """Serve until a signal comes; then take no more connections and finish what has been accepted.

        What is not finished within the grace is ended, so that it is answered all the same.
        """
        while not self._is_stopping:
            wasyncore.poll(1.0, self._sockets)
            self._tidy()
        for server in self._servers:
            server.del_channel()
            server.accepting = False
            server.socket.close()
        self._finish(self._settings.grace_seconds, self._is_busy)
        self._end_work()
        self._finish(_SECONDS_FOR_LAST_WORDS, self._has_requests)

    def _finish(self, seconds: float, is_busy: Callable[[], bool]) -> None:
        """Go on serving for at most so long, as long as there is something to do."""
        deadline = time.monotonic() + seconds
        while is_busy() and time.monotonic() < deadline:
            wasyncore.poll(0.05, self._sockets)
            self._tidy()

    def _tidy(self) -> None:
        """Close connections that lead nowhere, once a second."""
        if time.monotonic() < self._tidy_at:
            return
        self._tidy_at = time.monotonic() + _SECONDS_BETWEEN_TIDYING
        for server in self._servers:
            server.tidy()

    def _is_busy(self) -> bool:
        """Whether some request has not been answered to its last byte, or not even been read to its last."""
        return self._has_requests() or any(channel.request for channel in self._channels())

    def _has_requests(self) -> bool:
        return any(channel.requests or channel.total_outbufs_len for channel in self._channels())

    def _channels(self) -> list[Any]:
        return [channel for server in self._servers for channel in server.active_channels.values()]

    def _stop(self, signum: int, _frame: FrameType | None) -> None:
        if self._is_stopping:  # whoever asks twice does not want to wait; children end with this process
            os._exit(128 + signum)
        self._is_stopping = True
        for server in self._servers:
            server.pull_trigger()  # wakes the loop


def _cannot_listen(error: OSError, host: str, port: int, variable: str) -> StartError:
    if error.errno == errno.EADDRINUSE:
        reason = f"Port {port} is taken by another program"
    else:
        reason = f"Cannot listen on {host}, port {port}: {os.strerror(error.errno or 0)}"
    return StartError(
        f"{reason}. Stop that program or choose another port: set {variable}={port + 1} and start again."
    )
