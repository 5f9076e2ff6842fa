"""Every setting of the service: its environment variable, its default, what it means.

Each is the name below in capitals behind `GMM_`, so `max_rows` is set by `GMM_MAX_ROWS`. They are read once,
at start; a value that cannot be used stops the service with a sentence. `GET /limits` shows the limits, the
docs show everything.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_type_hints

import msgspec
from msgspec import Meta

PREFIX = "GMM_"
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
# Settings that are lists of names: how one is written, and one.
_LISTS = {
    "allowed_origins": (r"https?://[^\s*/@]+", "http://localhost:3000"),
    "trusted_hosts": (r"\.?[^\s*/@:.][^\s*/@:]*", "gmm.example.com"),
}
_TOKEN = r"[A-Za-z0-9._~+/=-]{16,512}"  # what a bearer token may hold (RFC 6750)
_OFF = ("", "0", "false", "no")


class SettingsError(ValueError):
    """An environment variable holds a value the service cannot use."""


class Limits(msgspec.Struct, kw_only=True, frozen=True):
    """How large a request may be. What goes beyond is refused with a problem that names the limit."""

    max_body_bytes: Annotated[int, Meta(ge=1, description="Bytes of a request's body.")] = 256 * 2**20
    max_rows: Annotated[int, Meta(ge=1, description="Rows of `data`, or of a table.")] = 2_000_000
    max_columns: Annotated[int, Meta(ge=1, description="Columns of `data`, or of a table.")] = 256
    max_data_numbers: Annotated[
        int, Meta(ge=1, description="Numbers of a table, rows x columns: few bytes may unpack to many.")
    ] = 64_000_000
    max_datasets: Annotated[
        int,
        Meta(ge=1, description="Data sets kept by `POST /datasets`; one more and the oldest unused goes."),
    ] = 100
    max_dataset_bytes: Annotated[int, Meta(ge=1, description="Bytes of all data sets kept, likewise.")] = (
        4 * 2**30
    )
    max_dataset_hours: Annotated[
        int, Meta(ge=1, description="Hours for which a data set is kept after its last use.")
    ] = 168
    max_components: Annotated[int, Meta(ge=1, description="Components of a mixture, K.")] = 1_000
    max_model_numbers: Annotated[
        int, Meta(ge=1, description="Numbers in a mixture's covariances, K x D x D.")
    ] = 1_000_000
    max_starts: Annotated[int, Meta(ge=1, description="Starts of one fit, `n_init`.")] = 1_000
    max_iterations: Annotated[int, Meta(ge=1, description="EM iterations of one start, `max_iter`.")] = (
        100_000
    )
    max_grid_points: Annotated[int, Meta(ge=1, description="Points of one density grid, n_x x n_y.")] = (
        1_000_000
    )
    max_answer_numbers: Annotated[
        int, Meta(ge=1, description="Numbers in one answer: N x K of `/predict`, N x D of `/sample`.")
    ] = 20_000_000
    max_page_models: Annotated[int, Meta(ge=1, description="Models of one page of `GET /models`.")] = 1_000
    max_replicates: Annotated[int, Meta(ge=1, description="Replicates of one bootstrap.")] = 10_000
    max_seconds: Annotated[
        int,
        Meta(
            ge=1,
            description="Seconds of one core that one piece of work may take, as estimated before it begins.",
        ),
    ] = 1_800
    deadline_seconds: Annotated[
        int,
        Meta(ge=1, description="Seconds after which heavy work that still goes on is stopped."),
    ] = 3_600
    max_waiting: Annotated[
        int,
        Meta(ge=0, description="Pieces of heavy work that wait for their turn; one more gets a 429."),
    ] = 16


class Settings(msgspec.Struct, kw_only=True, frozen=True):
    """Where the service listens, where it keeps models, whom it answers, and its limits."""

    host: Annotated[
        str, Meta(description="The address to listen on; 0.0.0.0 opens the service to the network.")
    ] = "127.0.0.1"
    api_port: Annotated[
        int, Meta(ge=0, le=65535, description="The port of the API; 0 lets the system choose.")
    ] = 8000
    page_port: Annotated[
        int, Meta(ge=0, le=65535, description="The port of the page (`python app.py --page DIRECTORY`).")
    ] = 3000
    database_url: Annotated[
        str,
        Meta(
            description="Where models are kept: `sqlite:///` and a path, from the working directory, or "
            "`postgresql+psycopg://user:password@host/database`, where `gmm[postgres]` is installed."
        ),
    ] = "sqlite:///models.sqlite3"
    dataset_directory: Annotated[
        str,
        Meta(
            description="Where data sets are kept that were sent to `POST /datasets`: a directory, made if "
            "need be; it starts at the working directory."
        ),
    ] = "datasets"
    allowed_origins: Annotated[
        tuple[str, ...],
        Meta(
            description="Comma-separated origins whose pages may call the API from a browser; `*` is not "
            "accepted."
        ),
    ] = ("http://localhost:3000", "http://127.0.0.1:3000")
    trusted_hosts: Annotated[
        tuple[str, ...],
        Meta(
            description="Comma-separated names under which the service is reached, beside `localhost` and, "
            "where `host` is not loopback, IP addresses; `.example.com` is every name that ends so. Requests "
            "with another Host header are refused."
        ),
    ] = ()
    api_token: Annotated[
        str,
        Meta(
            description="What a client must send as `Authorization: Bearer …`, at least 16 characters; a "
            "browser asks for it as a password. Empty asks nobody. `/healthz` and `/readyz` are always open."
        ),
    ] = ""
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Meta(description="From what gravity on events are logged; requests are `info`, probes `debug`."),
    ] = "info"
    log_format: Annotated[
        Literal["text", "json"], Meta(description="Log lines for people or for collectors, on stderr.")
    ] = "text"
    threads: Annotated[
        int, Meta(ge=0, description="Threads the engine computes with; 0 is one for each core.")
    ] = 0
    connections: Annotated[
        int,
        Meta(
            ge=20,
            le=400,
            description="Connections held open at the same time; when there are more, those that have been "
            "silent longest give way.",
        ),
    ] = 200
    stalled_seconds: Annotated[
        int,
        Meta(
            ge=1,
            description="Seconds that a connection may be silent, a request's headers may take, and its body "
            "may take beyond one for each 500 bytes.",
        ),
    ] = 60
    request_threads: Annotated[
        int,
        Meta(
            ge=1, description="Requests answered at the same time, those that wait for heavy work included."
        ),
    ] = 64
    computing_requests: Annotated[
        int,
        Meta(
            ge=0,
            description="Requests that compute in the server itself (predictions, densities, small fits) at "
            "the same time; others wait a few seconds, then get a 429. 0 is four for each core.",
        ),
    ] = 0
    child_processes: Annotated[
        int,
        Meta(
            ge=0,
            description="Pieces of heavy work done at the same time, each in a process of its own; 0 is one "
            "for each core.",
        ),
    ] = 0
    light_seconds: Annotated[
        float,
        Meta(
            ge=0,
            description="Work that is estimated to take one core no longer than this is done in the server "
            "itself; what takes longer is heavy.",
        ),
    ] = 0.5
    child_memory_bytes: Annotated[
        int,
        Meta(
            ge=0,
            description="Memory that a process doing heavy work may have, its data included; 0 is no limit. "
            "Only Linux holds it.",
        ),
    ] = 4 * 2**30
    job_seconds: Annotated[int, Meta(ge=1, description="Seconds for which a job that has ended is kept.")] = (
        3_600
    )
    jobs_bytes: Annotated[
        int,
        Meta(ge=1, description="Bytes of answers and events kept of jobs; the oldest that ended go first."),
    ] = 256 * 2**20
    grace_seconds: Annotated[
        float,
        Meta(
            ge=0,
            description="Seconds that accepted requests have to end when the service is told to stop; after "
            "these they get a 503.",
        ),
    ] = 3.0
    limits: Limits = Limits()

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the service."""
        return self.host in LOOPBACK_NAMES or self.host == "::1"

    @staticmethod
    def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings that the GMM_* variables ask for.

        Raises SettingsError for a value out of range, for a GMM_* variable that does not exist, and for a
        service with Flask's debugger that others can reach.
        """
        own: dict[str, Any] = {}
        limits: dict[str, Any] = {}
        for variable, text in environment.items():
            if not variable.startswith(PREFIX):
                continue
            name = variable.removeprefix(PREFIX).lower()
            if name in Limits.__struct_fields__:
                limits[name] = _value(Limits, name, text)
            elif name in Settings.__struct_fields__ and name != "limits":
                own[name] = _value(Settings, name, text)
            else:
                raise SettingsError(f"There is no setting {variable}; GET /docs shows those there are.")
        settings = Settings(limits=Limits(**limits), **own)
        if environment.get("FLASK_DEBUG", "0").lower() not in _OFF and not settings.is_local:
            raise SettingsError(
                f"FLASK_DEBUG is set and GMM_HOST={settings.host} is open to others. Unset it."
            )
        return settings


def _value(owner: type[msgspec.Struct], name: str, text: str) -> Any:
    """What one variable asks for, in the type that its field declares."""
    if name in _LISTS:
        return _names(name, text)
    if name == "api_token":
        return _token(text)
    try:
        return msgspec.convert(text, get_type_hints(owner, include_extras=True)[name], strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{PREFIX}{name.upper()}={text} cannot be used: {error}.") from error


def _names(name: str, text: str) -> tuple[str, ...]:
    """The origins or hosts of a list; a pattern for all would undo what the list is for."""
    names = tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())
    form, example = _LISTS[name]
    if not all(re.fullmatch(form, each) for each in names):
        raise SettingsError(f"{PREFIX}{name.upper()} must list names such as {example}, not {text}.")
    return names


def _token(text: str) -> str:
    """The token, which is not repeated in a refusal."""
    if text and not re.fullmatch(_TOKEN, text):
        raise SettingsError(
            f"{PREFIX}API_TOKEN must have at least 16 letters, digits or characters of -._~+/=, such as "
            "`openssl rand -hex 32` makes."
        )
    return text
