"""Each kind of failure is one sentence and has an exit code of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import FAITHFUL, Gmm


def refused(gmm: Gmm, code: int, *arguments: object) -> str:
    """The sentence; the exit code has to be this one, and nothing else is said."""
    ended = gmm(*arguments)
    assert ended.code == code, ended
    assert ended.out == "" and "Traceback" not in ended.err
    return ended.err


def test_a_command_line_that_is_not_understood_is_2(gmm: Gmm) -> None:
    assert "-k" in refused(gmm, 2, "fit", FAITHFUL)
    assert "No such command" in refused(gmm, 2, "fitt", FAITHFUL)
    assert "'3-x' is no number such as 3" in refused(gmm, 2, "select", FAITHFUL, "-k", "3-x")


def test_data_that_cannot_be_used_are_3(gmm: Gmm, tmp_path: Path) -> None:
    (tmp_path / "text.csv").write_text("a,b\nx,y\nz,w\n")
    assert "no column holds numbers" in refused(gmm, 3, "fit", tmp_path / "text.csv", "-k", 1)
    (tmp_path / "empty.csv").write_text("")
    assert "empty" in refused(gmm, 3, "fit", tmp_path / "empty.csv", "-k", 1)
    assert "300 components need at least 300" in refused(gmm, 3, "fit", FAITHFUL, "-k", 300)
    assert "there is no column 'depth'" in refused(gmm, 3, "fit", FAITHFUL, "-k", 1, "-c", "depth")
    assert "told by its ending" in refused(gmm, 3, "fit", "rows.xlsx", "-k", 1)
    (tmp_path / "torn.json").write_text("{")
    assert "torn.json: this is no model" in refused(gmm, 3, "predict", tmp_path / "torn.json", FAITHFUL)


def test_options_and_models_that_cannot_be_used_are_4(gmm: Gmm, tmp_path: Path) -> None:
    assert "cross-validation" in refused(gmm, 4, "select", FAITHFUL, "--criterion", "cross_validation")
    (tmp_path / "model.json").write_text(
        '{"schema_version": 1, "covariance_type": "full", "columns": ["a"], '
        '"weights": [2.0], "means": [[0]], "covariances": [[[1]]]}'
    )
    assert "weights" in refused(gmm, 4, "describe", tmp_path / "model.json")


def test_what_the_system_refuses_is_6(gmm: Gmm, tmp_path: Path) -> None:
    assert "no such file" in refused(gmm, 6, "fit", tmp_path / "nothing.csv", "-k", 1)
    assert "no such file" in refused(gmm, 6, "describe", tmp_path / "nothing.json")
    assert "no such file" in refused(
        gmm, 6, "fit", FAITHFUL, "-k", 1, "-q", "-o", tmp_path / "no" / "model.json"
    )


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")  # noqa: PTH110
def test_a_full_disk_is_6(gmm: Gmm, tmp_path: Path) -> None:
    (tmp_path / ".model.json.unfinished").symlink_to("/dev/full")

    assert "no space left" in refused(gmm, 6, "fit", FAITHFUL, "-k", 2, "-q", "-o", tmp_path / "model.json")
    assert list(tmp_path.iterdir()) == []
