"""The command line as a person types it, and files that everybody knows."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from gmm.cli import main
from gmm.engine.arrays import Array

FAITHFUL = Path(__file__).parents[2] / "gmm/io/examples/data/old-faithful.csv"


@dataclass
class Ended:
    """How a command ended: its exit code, and what it wrote."""

    code: int
    out: str
    err: str


Gmm = Callable[..., Ended]


@pytest.fixture
def gmm(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Gmm:
    """Run the command line in this process."""

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["gmm", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capfd.readouterr()
        return Ended(code, out, err)

    return run


@pytest.fixture
def groups(rng: np.random.Generator) -> Array:
    """40,000 rows of three groups in two columns."""
    means = np.array([[0.0, 0], [7, 1], [2, 9]])
    return rng.permutation(np.concatenate([rng.normal(mean, 1.0, (13_000 + 500, 2)) for mean in means]))


def write_rows(path: Path, X: Array) -> Path:
    """The rows as a file of the format that the name says, columns a, b, …"""
    table = pa.table({name: X[:, j] for j, name in zip(range(X.shape[1]), "abcdef", strict=False)})
    match path.suffix:
        case ".csv":
            pacsv.write_csv(table, path)
        case ".parquet":
            pq.write_table(table, path, row_group_size=7_000)
        case ".arrow":
            with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
                writer.write_table(table, max_chunksize=5_000)
        case ".npy":
            np.save(path, X)
    return path
