"""`gmm anomalies`."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from gmm.cli import arguments
from gmm.cli.documents import read_document, read_mixture, write_json
from gmm.cli.judged import write_judged
from gmm.cli.progress import ProgressLine
from gmm.cli.rows import in_memory, source_of
from gmm.engine import Detector, Mixture, calibrated
from gmm.engine.arrays import Array
from gmm.io.detector_document import DetectorDocument, detector_of, document_of_detector
from gmm.io.errors import ReadError
from gmm.io.files import Missing
from gmm.io.files.writing import Columns


@click.command("anomalies")
@click.argument("judge_path", metavar="MODEL | DETECTOR", type=click.Path(path_type=Path, dir_okay=False))
@arguments.files
@click.option(
    "--calibration", multiple=True, metavar="FILE", help="Ordinary rows that MODEL was not fitted to."
)
@click.option(
    "--rate",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="The share of ordinary rows that may raise an alarm; 0.05 if none is given.",
)
@click.option(
    "--confidence",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Keep the rate for this very calibration with this probability.",
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to keep the detector, to judge new rows later.",
)
@arguments.output("Where to write: .csv, .parquet, .arrow or .npy; CSV on standard output if none is named.")
@arguments.missing("keep", "refuse", "drop")
@arguments.memory
@arguments.quiet
def command(
    judge_path: Path,
    files: tuple[str, ...],
    columns: list[str] | None,
    calibration: tuple[str, ...],
    rate: float | None,
    confidence: float | None,
    keep: Path | None,
    output: Path | None,
    missing: Missing,
    memory: int,
    quiet: bool,
) -> None:
    """Find the unusual rows of FILE..., at a rate of false alarms that holds whatever the data are.

    \b
      gmm anomalies model.json new.csv --calibration ordinary.csv --rate 0.01 --keep detector.json
      gmm anomalies detector.json newer.csv -o verdicts.csv

    MODEL is calibrated on ordinary rows that had no part in its fit; the DETECTOR that is kept judges new
    rows without them. Written are, row by row, `score` (-log density), `p_value`, and `alarm` (1 or 0).
    """
    if calibration:
        detector = _calibrated(judge_path, calibration, columns, missing, memory, rate or _RATE, confidence)
    else:
        detector = _kept(judge_path)
        if rate is not None or confidence is not None:
            raise click.UsageError(
                "The detector has a rate of its own: --rate and --confidence go with --calibration."
            )
    if keep is not None:
        write_json(document_of_detector(detector), keep)

    def judge(_: Mixture, X: Array) -> Columns:
        found = detector.judge(X)
        return {"score": found.scores, "p_value": found.p_values, "alarm": found.alarms.astype(np.int8)}

    source = source_of(files, columns or list(detector.mixture.columns), missing)
    with ProgressLine(not quiet, source.n_rows) as line:
        line.say("Judging")
        write_judged(source, detector.mixture, judge, output, line)


_RATE = 0.05


def _calibrated(
    model: Path,
    files: tuple[str, ...],
    columns: list[str] | None,
    missing: Missing,
    memory: int,
    rate: float,
    confidence: float | None,
) -> Detector:
    mixture = read_mixture(model)
    rows = in_memory(source_of(files, columns or list(mixture.columns), missing), memory, lambda _: None)
    if rows is None:
        raise ReadError(f"The calibration rows take more than {memory} MB; a part of them will do.")
    return calibrated(mixture, rows, rate, confidence)


def _kept(path: Path) -> Detector:
    try:
        return detector_of(read_document(path, DetectorDocument, "detector"))
    except ReadError as error:
        raise ReadError(f"{error.message} To judge by a model, give --calibration as well.") from error
