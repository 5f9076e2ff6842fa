"""`gmm serve`."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("serve")
@click.option(
    "--page",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIRECTORY",
    help="Serve this built page, too.",
)
def command(page: Path | None) -> None:
    """Serve the API on localhost:8000 and, if its directory is given, the page on localhost:3000.

    Settings are environment variables, GMM_API_PORT and so on; the docs of the running service list them.
    """
    from gmm.api.server.serve import main

    sys.exit(main([] if page is None else ["--page", str(page)]))
