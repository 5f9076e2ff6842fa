"""`gmm density`."""

from __future__ import annotations

from pathlib import Path

import click

from gmm.cli import arguments
from gmm.cli.documents import read_mixture
from gmm.cli.judged import write_judged
from gmm.cli.progress import ProgressLine
from gmm.cli.rows import source_of
from gmm.engine import Mixture, log_density
from gmm.engine.arrays import Array
from gmm.io.files import Missing
from gmm.io.files.writing import Columns


@click.command("density")
@arguments.model
@arguments.files
@arguments.output("Where to write: .csv, .parquet, .arrow or .npy; CSV on standard output if none is named.")
@arguments.missing("keep", "refuse", "drop")
@arguments.quiet
def command(
    model_path: Path,
    files: tuple[str, ...],
    columns: list[str] | None,
    output: Path | None,
    missing: Missing,
    quiet: bool,
) -> None:
    """Say how likely each row of FILE... is under MODEL: the natural log of the density there.

    \b
      gmm density faithful.json new.csv
      gmm density model.json big.parquet -o density.npy
    """
    mixture = read_mixture(model_path)
    source = source_of(files, columns or list(mixture.columns), missing)
    with ProgressLine(not quiet, source.n_rows) as line:
        line.say("Evaluating")
        write_judged(source, mixture, _of_rows, output, line)


def _of_rows(mixture: Mixture, X: Array) -> Columns:
    return {"log_density": log_density(mixture, X)}
