"""Every setting of the service: its environment variable, its default, what it means.

Each is the name below in capitals behind `GMM_`, so `max_rows` is set by `GMM_MAX_ROWS`. They are read once,
at start; a value that cannot be used stops the service with a sentence. `GET /limits` shows the limits.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import Meta

Count = Annotated[int, Meta(ge=1)]
Port = Annotated[int, Meta(ge=0, le=65535)]


class SettingsError(ValueError):
    """An environment variable holds a value the service cannot use."""


class Limits(msgspec.Struct, kw_only=True, frozen=True):
    """How large a request may be. What goes beyond is refused with a problem that names the limit."""

    max_body_bytes: Annotated[Count, Meta(description="Bytes of a request's body.")] = 128 * 2**20
    max_rows: Annotated[Count, Meta(description="Rows of `data`, or of a table.")] = 2_000_000
    max_columns: Annotated[Count, Meta(description="Columns of `data`, or of a table.")] = 256
    max_components: Annotated[Count, Meta(description="Components of a mixture, K.")] = 1_000
    max_model_numbers: Annotated[
        Count, Meta(description="Numbers in a mixture's covariances, K x D x D.")
    ] = 1_000_000
    max_starts: Annotated[Count, Meta(description="Starts of one fit, `n_init`.")] = 1_000
    max_iterations: Annotated[Count, Meta(description="EM iterations of one start, `max_iter`.")] = 100_000
    max_grid_points: Annotated[Count, Meta(description="Points of one density grid, n_x x n_y.")] = 1_000_000
    max_answer_numbers: Annotated[
        Count, Meta(description="Numbers in one answer: N x K of `POST /predict`, N x D of `POST /sample`.")
    ] = 20_000_000


@dataclass(frozen=True)
class Settings:
    """Where the service listens, where it keeps models, whom it answers, and its limits."""

    host: str = "127.0.0.1"
    """The address to listen on; 0.0.0.0 opens the service to the network."""

    api_port: Port = 8000
    """The port of the API; 0 lets the system choose."""

    page_port: Port = 3000
    """The port of the page, when it is served (`python app.py --page DIRECTORY`)."""

    database_url: str = "sqlite:///models.sqlite3"
    """Where fitted models are kept: an SQLAlchemy URL; `sqlite:///` paths start at the working directory."""

    allowed_origins: tuple[str, ...] = ("http://localhost:3000", "http://127.0.0.1:3000")
    """Comma-separated origins whose pages may call the API from a browser; `*` is not accepted."""

    threads: Count = 8
    """Requests answered at the same time."""

    limits: Limits = field(default_factory=Limits)

    @staticmethod
    def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings that the GMM_* variables ask for.

        Raises SettingsError for a value out of range and for a GMM_* variable that does not exist.
        """
        given = {name[4:].lower(): text for name, text in environment.items() if name.startswith("GMM_")}
        own = {field.name for field in fields(Settings)} - {"limits"}
        unknown = set(given) - own - set(Limits.__struct_fields__)
        if unknown:
            raise SettingsError(
                f"There is no setting GMM_{min(unknown).upper()}; see gmm/api/settings.py for all."
            )
        limits = {name: _read(Limits, name, text) for name, text in given.items() if name not in own}
        values = {name: _read(Settings, name, text) for name, text in given.items() if name in own}
        if "*" in values.get("allowed_origins", ()):
            raise SettingsError("GMM_ALLOWED_ORIGINS must name origins such as http://localhost:3000, not *.")
        return Settings(limits=Limits(**limits), **values)


def _read(owner: type, name: str, text: str) -> Any:
    """The value of one variable in the type that its field declares."""
    wanted = get_type_hints(owner, include_extras=True)[name]
    if wanted == tuple[str, ...]:
        return tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())
    try:
        return msgspec.convert(text, wanted, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(f"GMM_{name.upper()}={text} cannot be used: {error}.") from error
