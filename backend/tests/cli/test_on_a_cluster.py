"""The command line on a Dask cluster."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dask.distributed import LocalCluster

from gmm.engine.arrays import Array
from tests.cli.conftest import Gmm, write_rows


# Dask warns of what it does itself.
@pytest.mark.filterwarnings("default")
def test_the_command_line_fits_on_a_cluster(groups: Array, tmp_path: Path, gmm: Gmm) -> None:
    path = write_rows(tmp_path / "rows.parquet", groups)
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as cluster:
        ended = gmm("fit", path, "-k", 3, "--scheduler", cluster.scheduler_address, "--json")
    alone = json.loads(gmm("fit", path, "-k", 3, "--json").out)

    assert json.loads(ended.out)["log_likelihood"] == pytest.approx(alone["log_likelihood"], rel=1e-9)


def test_rows_are_not_dropped_on_a_cluster(tmp_path: Path, groups: Array, gmm: Gmm) -> None:
    path = write_rows(tmp_path / "rows.parquet", groups)
    ended = gmm("fit", path, "-k", 3, "--scheduler", "local", "--missing", "drop")

    assert ended.code == 4 and "--missing drop does not go with --scheduler" in ended.err
