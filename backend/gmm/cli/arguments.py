"""What several verbs ask for, said once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from gmm.engine import ALIASES, STRUCTURES

F = TypeVar("F", bound=Callable[..., Any])

MEGABYTE = 2**20


class Names(click.ParamType[list[str]]):
    """Names with commas between them."""

    name = "NAME,NAME,…"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[str]:
        """The names, blanks around them left out."""
        return value if isinstance(value, list) else [name.strip() for name in value.split(",")]


class Counts(click.ParamType[list[int]]):
    """Whole numbers: `3`, `1-6`, or `2,4,8`."""

    name = "N | N-N | N,N,…"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[int]:
        """The numbers, from the smallest on."""
        if isinstance(value, list):
            return value
        try:
            found: set[int] = set()
            for part in value.split(","):
                first, _, last = part.partition("-")
                found |= set(range(int(first), int(last or first) + 1))
        except ValueError:
            found = set()
        if not found or min(found) < 1:
            self.fail(
                f"{value!r} is no number such as 3, range such as 1-6 or list such as 2,4,8.", param, ctx
            )
        return sorted(found)


def files(function: F) -> F:
    """The files of rows to read, and what to take of them."""
    for decorate in reversed(
        (
            click.argument("files", nargs=-1, required=True, metavar="FILE..."),
            click.option(
                "--columns", "-c", type=Names(), help="The columns to use; all of numbers if none are named."
            ),
        )
    ):
        function = decorate(function)
    return function


def memory(function: F) -> F:
    """How much memory rows may take."""
    return click.option(
        "--memory",
        type=click.IntRange(min=1),
        default=1024,
        show_default=True,
        metavar="MB",
        help="Megabytes that rows may take: more of them are read from the files pass after pass.",
    )(function)


def missing(*choices: str) -> Callable[[F], F]:
    """What becomes of rows that lack a value; the first choice is the default."""
    meanings = {
        "keep": "keep: judge a row by what there is of it",
        "refuse": "refuse: stop and name the place",
        "drop": "drop: leave such rows out",
    }
    return click.option(
        "--missing",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help="Where values are missing: " + "; ".join(meanings[choice] for choice in choices) + ".",
    )


covariance_type = click.option(
    "--covariance-type",
    "-t",
    type=click.Choice([*STRUCTURES, *ALIASES]),
    default="full",
    show_default=True,
    metavar="TYPE",
    help="What covariances may look like: full, tied, diag, spherical, or three letters such as VEV.",
)
seed = click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="The same seed, the same answer."
)
as_json = click.option(
    "--json", "as_json", is_flag=True, help="Answer with one JSON object on standard output."
)
quiet = click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
model = click.argument("model_path", metavar="MODEL", type=click.Path(path_type=Path, dir_okay=False))


def output(help: str, required: bool = False) -> Callable[[F], F]:
    """Where to write to."""
    return click.option(
        "--output",
        "-o",
        type=click.Path(path_type=Path, dir_okay=False),
        required=required,
        metavar="FILE",
        help=help,
    )
