"""Rows that are read pass after pass, and what becomes of them when something goes wrong on the way."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from gmm.engine.arrays import Array
from gmm.io.errors import ReadError
from gmm.io.files import FileSource, files_named
from tests.cli.conftest import Gmm, write_rows

BACKEND = Path(__file__).parents[2]


@pytest.fixture
def many(rng: np.random.Generator) -> Array:
    """150,000 rows of three groups in two columns: more than two megabytes."""
    means = np.array([[0.0, 0], [7, 1], [2, 9]])
    return rng.permutation(np.concatenate([rng.normal(mean, 1.0, (50_000, 2)) for mean in means]))


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".arrow", ".npy"])
def test_a_streamed_fit_is_the_fit_in_memory(gmm: Gmm, tmp_path: Path, many: Array, ending: str) -> None:
    path = write_rows(tmp_path / f"rows{ending}", many)
    streamed = json.loads(gmm("fit", path, "-k", 3, "--memory", 1, "--json").out)
    in_memory = json.loads(gmm("fit", path, "-k", 3, "--json").out)

    assert streamed["n_samples"] == in_memory["n_samples"] == len(many)
    assert streamed["log_likelihood"] == pytest.approx(in_memory["log_likelihood"], rel=1e-9)


def test_a_value_deep_in_a_file_is_named_by_file_row_and_column(
    gmm: Gmm, tmp_path: Path, many: Array
) -> None:
    write_rows(tmp_path / "1.parquet", many[:60_000])
    many[140_000, 1] = np.inf
    write_rows(tmp_path / "2.parquet", many[60_000:])
    ended = gmm("fit", tmp_path, "-k", 3, "--memory", 1)

    assert ended.code == 3 and ended.out == ""
    assert "2.parquet: the value in row 80001, column 'b' is infinite" in ended.err


def test_text_deep_in_a_csv_file_is_named_by_row_and_column(gmm: Gmm, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    lines = [f"{i % 13},{i % 7}.5" for i in range(200_000)]
    lines[170_000] = "3,many"
    path.write_text("a,b\n" + "\n".join(lines) + "\n")
    ended = gmm("fit", path, "-k", 2, "--memory", 1)

    assert ended.code == 3
    assert "rows.csv: row 170001, column 'b' holds 'many'" in ended.err


def test_a_file_that_ends_early_is_refused(gmm: Gmm, tmp_path: Path, many: Array) -> None:
    for ending in (".parquet", ".arrow", ".npy"):
        path = write_rows(tmp_path / f"rows{ending}", many)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        ended = gmm("fit", path, "-k", 2, "--memory", 1)

        assert ended.code == 3, ended
        assert f"rows{ending}: " in ended.err and "Traceback" not in ended.err


def test_a_part_with_other_columns_is_named(gmm: Gmm, tmp_path: Path, many: Array) -> None:
    write_rows(tmp_path / "1.parquet", many)
    write_rows(tmp_path / "2.parquet", many[:, :1])
    ended = gmm("fit", tmp_path, "-k", 3)

    assert ended.code == 3 and "2.parquet: there is no column 'b'; it has a." in ended.err


def test_a_file_that_changes_between_passes_is_noticed(tmp_path: Path, many: Array) -> None:
    path = write_rows(tmp_path / "rows.csv", many)
    source = FileSource(files_named([str(path)]))
    list(source.chunks())
    write_rows(path, many[:-1])

    with pytest.raises(ReadError, match="has changed since it was first read"):
        list(source.chunks())


def test_predictions_that_fail_half_way_leave_nothing_behind(gmm: Gmm, tmp_path: Path, many: Array) -> None:
    model, out = tmp_path / "model.json", tmp_path / "out.csv"
    assert gmm("fit", write_rows(tmp_path / "good.npy", many), "-k", 3, "-o", model, "-q").code == 0
    many[120_000, 0] = np.inf
    path = write_rows(tmp_path / "bad.parquet", many)
    out.write_text("what was there before\n")
    ended = gmm("predict", model, path, "-c", "a,b", "-o", out)

    assert ended.code == 3 and "row 120001" in ended.err
    assert out.read_text() == "what was there before\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "bad.parquet",
        "good.npy",
        "model.json",
        "out.csv",
    ]


def test_ctrl_c_keeps_the_best_mixture_so_far(tmp_path: Path, rng: np.random.Generator) -> None:
    path, model = write_rows(tmp_path / "rows.npy", rng.normal(size=(30_000, 2))), tmp_path / "model.json"
    for seconds in (3, 10, 30):  # on a busy machine the first mixture takes its time
        code, err = interrupted_fit(path, model, seconds)
        assert code == 130, err
        if model.exists():
            break

    assert "The best mixture so far has been written" in err
    assert len(json.loads(model.read_bytes())["weights"]) == 6


def interrupted_fit(path: Path, model: Path, seconds: float) -> tuple[int, str]:
    """The exit code and the words of a fit that would go on for hours, interrupted after some seconds."""
    endless = ["-k", "6", "--tol", "0", "--max-iter", "1000000", "-o", str(model), "-q"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gmm", "fit", str(path), *endless],
        cwd=BACKEND,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    return process.returncode, err
