"""Every block of the recipes runs, in their order, beside a service."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gmm.io.examples import example_named
from tests.api.live import BACKEND, Running, running
from tests.test_documentation import Block, blocks_of

RECIPES = BACKEND / "docs/recipes.md"
TOKEN = "a-token-for-the-recipes"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Running]:
    store = f"sqlite:///{tmp_path / 'models.sqlite3'}"
    with running(database_url=store, dataset_directory=tmp_path / "datasets") as service:
        yield service


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working directory with the files that the recipes read."""
    example = example_named("old-faithful")
    assert example is not None
    lines = [",".join(example.columns), *(",".join(map(str, row)) for row in example.samples)]
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "eruptions.csv").write_text("\n".join(lines) + "\n")
    columns = zip(*example.samples, strict=True)
    table = pa.table(dict(zip(example.columns, map(pa.array, columns), strict=True)))
    pq.write_table(table, folder / "eruptions.parquet")
    return folder


def blocks(language: str) -> list[Block]:
    return [block for block in blocks_of(RECIPES) if block.language == language]


@pytest.mark.skipif(not shutil.which("curl"), reason="this machine has no curl")
def test_every_block_for_the_shell_succeeds_and_says_something(service: Running, folder: Path) -> None:
    parts = [f"echo '=== {number}'\n{block.text}" for number, block in enumerate(blocks("sh"))]
    script = "set -eo pipefail\n" + "".join(parts).replace("http://localhost:8000", service.api)
    # head ends a stream that goes on, as it should; grep -m does the same to what is written to it.
    script = script.replace("| head -n 3", "| head -n 3 || true").replace("'^gmm_'", "'^gmm_' || true")

    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=os.environ | {"GMM_API_TOKEN": TOKEN},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    said = [part.partition("\n")[2].strip() for part in ran.stdout.split("=== ")[1:]]
    assert len(said) == len(parts)
    assert [parts[number] for number, text in enumerate(said) if not text] == parts[:1], ran.stdout
    assert "/problems/" not in ran.stdout


def test_the_python_prints_what_it_should(service: Running, folder: Path) -> None:
    (block,) = blocks("python")
    script = block.text.replace("http://localhost:8000", service.api)

    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(BACKEND)},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ran.returncode == 0, ran.stderr
    *_, begun, said, refused = ran.stdout.splitlines()
    assert (begun, said, refused) == ("it has begun", "[0 1] (2, 2)", "422 n_components")
