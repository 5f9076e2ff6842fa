"""`gmm describe`."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from gmm.cli import arguments
from gmm.cli.documents import read_mixture, write_json
from gmm.cli.progress import ProgressLine
from gmm.cli.rows import source_of
from gmm.io.files import FileSource
from gmm.io.model_document import document_of


@click.command("describe")
@click.argument("names", nargs=-1, required=True, metavar="MODEL | FILE...")
@arguments.as_json
@arguments.quiet
def command(names: tuple[str, ...], as_json: bool, quiet: bool) -> None:
    """Show the components of MODEL, or the columns of FILE...: how many rows, what range, what is missing.

    \b
      gmm describe faithful.json
      gmm describe 'parts/*.parquet'
    """
    if len(names) == 1 and names[0].endswith(".json"):
        _describe_model(Path(names[0]), as_json)
        return
    source = source_of(names, None, "keep")
    with ProgressLine(not quiet, source.n_rows) as line:
        found = _columns(source, line)
    if as_json:
        write_json(found, None)
    else:
        _tell_columns(source, found)


def _describe_model(path: Path, as_json: bool) -> None:
    mixture = read_mixture(path)
    if as_json:
        write_json(document_of(mixture), None)
        return
    from rich.console import Console

    from gmm.cli.told import tell_mixture

    tell_mixture(mixture, Console())


def _columns(source: FileSource, line: ProgressLine) -> dict[str, object]:
    D = len(source.columns)
    n_rows, counts, sums = 0, np.zeros(D, dtype=np.intp), np.zeros(D)
    low, high = np.full(D, np.inf), np.full(D, -np.inf)
    for X in source.chunks():
        counts += np.count_nonzero(~np.isnan(X), axis=0)
        sums += np.nansum(X, axis=0)
        low, high = np.fmin(low, np.fmin.reduce(X)), np.fmax(high, np.fmax.reduce(X))
        n_rows += len(X)
        line.rows(n_rows)
    return {
        "n_rows": n_rows,
        "columns": [
            {
                "name": name,
                "n_missing": int(n_rows - counts[j]),
                "minimum": float(low[j]) if counts[j] else None,
                "mean": float(sums[j] / counts[j]) if counts[j] else None,
                "maximum": float(high[j]) if counts[j] else None,
            }
            for j, name in enumerate(source.columns)
        ],
        "other_columns": list(source.files[0].other_columns),
    }


def _tell_columns(source: FileSource, found: dict[str, object]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table(
        "column", "minimum", "mean", "maximum", "missing", box=None, pad_edge=False, header_style="bold"
    )
    for column in table.columns[1:]:
        column.justify = "right"
    for each in found["columns"]:  # type: ignore[attr-defined]
        numbers = ("" if each[key] is None else f"{each[key]:.6g}" for key in ("minimum", "mean", "maximum"))
        table.add_row(each["name"], *numbers, f"{each['n_missing']:,}")
    where = "" if len(source.files) == 1 else f" in {len(source.files)} files"
    console.print(f"{found['n_rows']:,} rows{where}", highlight=False)
    console.print(table)
    if found["other_columns"]:
        console.print(f"No numbers: {', '.join(source.files[0].other_columns)}", style="dim")
