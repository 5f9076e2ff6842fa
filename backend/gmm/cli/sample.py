"""`gmm sample`."""

from __future__ import annotations

from pathlib import Path

import click

from gmm import engine
from gmm.cli import arguments
from gmm.cli.documents import read_mixture
from gmm.cli.judged import writer_to
from gmm.io.readers.names import usable_names


@click.command("sample")
@arguments.model
@click.option("--rows", "-n", type=click.IntRange(min=1), required=True, help="How many rows to draw.")
@arguments.output("Where to write: .csv, .parquet, .arrow or .npy; CSV on standard output if none is named.")
@arguments.seed
def command(model_path: Path, rows: int, output: Path | None, seed: int) -> None:
    """Draw rows from MODEL, with the component each one came from.

    \b
      gmm sample faithful.json -n 1000 -o drawn.csv
    """
    mixture = read_mixture(model_path)
    samples, labels = engine.sample(mixture, rows, seed)
    with writer_to(output) as writer:
        drawn = dict(zip(mixture.columns, samples.T, strict=True))
        # The labels get a name that no column has.
        writer.write(drawn | {usable_names([*mixture.columns, "label"])[-1]: labels})
