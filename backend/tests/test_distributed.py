"""The same fit on a Dask cluster: the same likelihood, the same refusals, and workers may be lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import dask.array as da
import numpy as np
import pytest
from dask.distributed import Client, LocalCluster

from gmm.distributed import DistributedDataset, distributed
from gmm.engine import DataError, Dataset, FitOptions, fit
from gmm.engine.arrays import Array
from gmm.engine.em import EMRules, iterate
from gmm.io.errors import ReadError
from tests.cli.conftest import write_rows

# Dask warns of what it does itself: of ports that are taken, of large graphs, of old names.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """A cluster within this process: quick to start."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.fixture
def X(rng: np.random.Generator) -> Array:
    """Three groups in two columns, 30,000 rows in no order."""
    means = np.array([[0.0, 0], [6, 1], [0, 7]])
    return rng.permutation(np.concatenate([rng.normal(mean, 1.0, (10_000, 2)) for mean in means]))


def in_pieces(X: Array, client: Client, rows: int = 4_000, sample: int = 6_000) -> DistributedDataset:
    return distributed(da.from_array(X, chunks=(rows, 1)), client, ["a", "b"], sample * X.shape[1])


def test_every_iteration_has_the_likelihood_it_has_in_memory(client: Client, X: Array) -> None:
    start = fit(Dataset(X[:300], ["a", "b"]), FitOptions(3, max_iter=2)).mixture
    of_both = [
        [it.log_likelihood for it in iterate(data, start, EMRules(4, None, FitOptions(3).m_step(data)))]
        for data in (in_pieces(X, client), Dataset(X, ["a", "b"]))
    ]

    assert of_both[0] == pytest.approx(of_both[1], rel=1e-9)


def test_a_fit_ends_where_it_ends_in_memory(client: Client, X: Array) -> None:
    found = fit(in_pieces(X, client), FitOptions(3))
    in_memory = fit(Dataset(X, ["a", "b"]), FitOptions(3))

    assert found.log_likelihood == pytest.approx(in_memory.log_likelihood, rel=1e-9)
    assert found.n_samples == len(X)


def test_data_frames_are_taken_by_their_columns(client: Client, X: Array) -> None:
    dd = pytest.importorskip("dask.dataframe")
    pd = pytest.importorskip("pandas")
    frame = dd.from_pandas(pd.DataFrame({"name": "x", "b": X[:, 1], "a": X[:, 0]}), npartitions=3)
    data = distributed(frame, client, ["a", "b"])

    assert data.columns == ("a", "b") and data.n_samples == len(X)
    np.testing.assert_allclose(data.sample.samples.mean(axis=0), X.mean(axis=0))


@pytest.mark.parametrize("n_files", [1, 12])
def test_files_are_read_by_the_workers(client: Client, X: Array, tmp_path: Path, n_files: int) -> None:
    for number, part in enumerate(np.array_split(X, n_files)):
        write_rows(tmp_path / f"{number:02}.parquet", part)
    found = fit(distributed(str(tmp_path), client), FitOptions(3))

    assert found.n_samples == len(X)
    assert found.log_likelihood == pytest.approx(fit(Dataset(X), FitOptions(3)).log_likelihood, rel=1e-9)


@pytest.mark.parametrize(("value", "what"), [(np.nan, "missing"), (np.inf, "infinite"), (1e90, "too far")])
def test_a_value_that_cannot_be_used_is_named_by_its_row_among_all(
    client: Client, X: Array, value: float, what: str
) -> None:
    X[20_123, 1] = value

    with pytest.raises(DataError, match=what) as refused:
        in_pieces(X, client, sample=100)
    assert (refused.value.row, refused.value.column) == (20_123, "b")


def test_files_that_lack_a_column_are_named(client: Client, X: Array, tmp_path: Path) -> None:
    write_rows(tmp_path / "rows.parquet", X)

    with pytest.raises(ReadError, match=r"rows.parquet: there is no column 'depth'"):
        distributed(str(tmp_path), client, ["depth"])


def test_a_worker_that_is_lost_costs_nothing_but_time(X: Array, tmp_path: Path) -> None:
    write_rows(tmp_path / "rows.parquet", X)
    options = FitOptions(3, max_iter=40, tol=0.0, n_init=2, accelerate=False)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        data = distributed(str(tmp_path), client)
        start = fit(Dataset(X[:300]), FitOptions(3, max_iter=1)).mixture
        undisturbed = [
            it.log_likelihood for it in iterate(data, start, EMRules(6, None, options.m_step(data)))
        ]
        reached = []
        for it in iterate(data, start, EMRules(6, None, options.m_step(data))):
            reached.append(it.log_likelihood)
            if it.iteration == 2:
                os.kill(
                    client.run(os.getpid, workers=[next(iter(client.nthreads()))]).popitem()[1],
                    signal.SIGKILL,
                )

    assert reached == undisturbed
