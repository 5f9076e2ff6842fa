"""`gmm predict`."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from gmm.cli import arguments
from gmm.cli.documents import read_mixture
from gmm.cli.judged import write_judged
from gmm.cli.progress import ProgressLine
from gmm.cli.rows import source_of
from gmm.engine import NOISE, Mixture, responsibilities
from gmm.engine.arrays import Array
from gmm.io.files import Missing
from gmm.io.files.writing import Columns


@click.command("predict")
@arguments.model
@arguments.files
@arguments.output("Where to write: .csv, .parquet, .arrow or .npy; CSV on standard output if none is named.")
@click.option("--labels-only", is_flag=True, help="Write the component alone, not how probable each one is.")
@arguments.missing("keep", "refuse", "drop")
@arguments.quiet
def command(
    model_path: Path,
    files: tuple[str, ...],
    columns: list[str] | None,
    output: Path | None,
    labels_only: bool,
    missing: Missing,
    quiet: bool,
) -> None:
    """Say for each row of FILE... which component of MODEL it most probably belongs to.

    \b
      gmm predict faithful.json new.csv                     CSV on standard output
      gmm predict model.json big.parquet -o labels.parquet  as fast as it can be read

    Written are, row by row, `label` (components count from 0; -1 is noise), `log_density`, and the
    probability of each component, `responsibility_0` and so on. Rows stream: there may be any number of them.
    """
    mixture = read_mixture(model_path)
    source = source_of(files, columns or list(mixture.columns), missing)
    with ProgressLine(not quiet, source.n_rows) as line:
        line.say("Judging")
        write_judged(source, mixture, _labels if labels_only else _everything, output, line)


def _labels(mixture: Mixture, X: Array) -> Columns:
    return {"label": _everything(mixture, X)["label"]}


def _everything(mixture: Mixture, X: Array) -> Columns:
    resp, log_density = responsibilities(mixture, X)
    K = mixture.n_components
    label = resp.argmax(axis=1).astype(np.int32)
    label[label == K] = NOISE
    names = [*(f"responsibility_{k}" for k in range(K)), "noise"]
    return {"label": label, "log_density": log_density} | dict(zip(names, resp.T, strict=False))
