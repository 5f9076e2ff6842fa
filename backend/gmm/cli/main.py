"""The verbs, each imported when it is first asked for, so that `gmm --help` answers at once."""

from __future__ import annotations

from importlib import import_module

import click

from gmm import __version__
from gmm.cli.failures import failures_told

# In the order in which `gmm --help` lists them.
_VERBS = {
    "fit": "Fit a mixture to the rows of files.",
    "select": "Choose the number of components and their structure.",
    "predict": "Say which component each row belongs to.",
    "density": "Say how likely each row is.",
    "anomalies": "Find unusual rows, at a stated rate of false alarms.",
    "sample": "Draw rows from a mixture.",
    "describe": "Show a mixture, or what files hold.",
    "serve": "Serve the API, and the page.",
}
_HELP = """Gaussian mixture models, from a few rows to more than fit in memory.

\b
  gmm fit faithful.csv -k 2 -o faithful.json      fit two components
  gmm predict faithful.json new.csv -o out.csv    which one is each row from?
  gmm fit 'parts/*.parquet' -k 10 --memory 500    files larger than memory
  gmm select faithful.csv -k 1-6                  how many components?

Files are CSV, Parquet, Arrow or .npy, told by their endings; a directory is all such files in it. A model is
a JSON document, the same that the API and the page read. `gmm VERB --help` has examples for each verb.
"""


class _Verbs(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        command: click.Command = import_module(f"gmm.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(_VERBS.items()))


@click.group(cls=_Verbs, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="gmm %(version)s")
def _gmm() -> None:
    pass


def main() -> None:
    """Run the command line; the exit code says what went wrong (`failures.py` lists them)."""
    with failures_told():
        _gmm.main(prog_name="gmm", standalone_mode=False)
