"""Every error the engine raises, drawn as one tree.

    EngineError (a ValueError)
    ├── DataError        the samples cannot be used: empty, ragged, not finite, too few
    ├── OptionError      an option is out of its range or unknown
    ├── ParameterError   a mixture's weights, means or covariances are not those of a mixture
    └── FitError         the fit cannot go on: the likelihood fell, or no start gave a mixture

Each says what happened and what to do. ``field`` names the argument, ``row`` (counted from 0) and
``column`` (its name) the place, where there is one.
"""

from __future__ import annotations


class EngineError(ValueError):
    """The engine refuses; the message says why and what would help."""

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.row = row
        self.column = column


class DataError(EngineError):
    """The samples cannot be used."""


class OptionError(EngineError):
    """An option is unknown or out of its range."""


class ParameterError(EngineError):
    """Weights, means or covariances do not describe a mixture."""


class FitError(EngineError):
    """The fit cannot go on."""
