"""Every failure as one sentence on standard error, and an exit code by its kind.

0    done
1    a mistake of the program's own
2    the command line is not understood
3    the files or their data cannot be used
4    an option or a model cannot be used, or a package is not installed
5    the fit cannot go on
6    the system refuses: no such file, no room, no permission
130  interrupted with Ctrl-C; what has been found so far is kept
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

DONE, INTERRUPTED = 0, 130
_USAGE, _DATA, _OPTION, _FIT, _SYSTEM = 2, 3, 4, 5, 6


class Interrupted(Exception):
    """The person has pressed Ctrl-C, and what was found so far has been kept."""


@contextmanager
def failures_told() -> Iterator[None]:
    """End the program with the exit code of whatever is raised, having said it."""
    try:
        yield
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _say("Interrupted.")
        sys.exit(INTERRUPTED)
    except Interrupted as interruption:
        _say(str(interruption))
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output has had enough of it
        sys.exit(DONE)
    except OSError as error:
        _say(f"{error.filename or 'The system'}: {(error.strerror or str(error)).lower()}.")
        sys.exit(_SYSTEM)
    except (ValueError, ImportError) as error:
        code = _code_of(error)
        if code is None:
            raise
        _say(str(error))
        sys.exit(code)


def _code_of(error: Exception) -> int | None:
    from gmm.engine import DataError, FitError, OptionError, ParameterError
    from gmm.io.errors import MissingExtraError, ReadError

    kinds = {
        DataError: _DATA,
        ReadError: _DATA,
        OptionError: _OPTION,
        MissingExtraError: _OPTION,
        ParameterError: _OPTION,
        FitError: _FIT,
    }
    return next((code for kind, code in kinds.items() if isinstance(error, kind)), None)


def _say(sentence: str) -> None:
    click.echo(f"gmm: {sentence}", err=True)
