"""Dask's collections, and files that workers can read, as pieces on the workers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from dask.distributed import Client, Future, wait

from gmm.distributed.dataset import DistributedDataset
from gmm.engine.arrays import Array
from gmm.engine.dataset.sampled import SAMPLE_NUMBERS
from gmm.io.files import FileSource, files_named

# Pieces for each thread of the workers: enough to share the work evenly, few enough to cost little to ask.
_PIECES_A_THREAD = 4


def distributed(
    data: Any, client: Client, columns: Sequence[str] | None = None, sample_numbers: int = SAMPLE_NUMBERS
) -> DistributedDataset:
    """A data set on the cluster: of a Dask array or data frame, or of files that every worker can read.

    columns, those to use of a data frame or of files, or the names of an array's columns. The data are made
    once and kept on the workers, who spill to disk what they have no room for.
    Raises ``DataError`` and ``ReadError`` naming the place of what cannot be used.
    """
    if isinstance(data, str) or (isinstance(data, list | tuple) and all(isinstance(x, str) for x in data)):
        names, pieces = _of_files([data] if isinstance(data, str) else data, columns, client)
    elif hasattr(data, "to_dask_array"):
        chosen = data if columns is None else data[list(columns)]
        names, pieces = tuple(map(str, chosen.columns)), _of_delayed(chosen.to_delayed(), client)
    else:
        names = tuple(columns) if columns is not None else tuple(f"x{i + 1}" for i in range(data.shape[1]))
        pieces = _of_delayed(data.rechunk({1: -1}).to_delayed().ravel().tolist(), client)
    wait(pieces)
    return DistributedDataset(pieces, names, client, sample_numbers)


def _of_delayed(parts: Sequence[Any], client: Client) -> list[Future]:
    pieces: list[Future] = client.map(_matrix, client.compute(list(parts)), pure=False)
    return pieces


def _of_files(
    names: Sequence[str], columns: Sequence[str] | None, client: Client
) -> tuple[tuple[str, ...], list[Future]]:
    """Some whole files to a piece, where there are many; else some chunks of the one file."""
    source = FileSource(files_named(names), columns)
    n = _PIECES_A_THREAD * sum(client.nthreads().values())
    paths = [str(file.path) for file in source.files]
    if len(paths) >= n:
        groups = [(part.tolist(), 0, 1) for part in np.array_split(paths, n)]
    else:
        each = -(-n // len(paths))
        groups = [([path], i, each) for path in paths for i in range(each)]
    pieces = [client.submit(_read, *group, source.columns, pure=False) for group in groups]
    return source.columns, pieces


def _read(paths: list[str], part: int, n_parts: int, columns: tuple[str, ...]) -> Array:
    """Every n-th chunk of the files, from one of them on."""
    chunks = FileSource(files_named(paths), columns).chunks()
    mine = [X for number, X in enumerate(chunks) if number % n_parts == part]
    return np.concatenate(mine) if mine else np.empty((0, len(columns)))


def _matrix(part: Any) -> Array:
    return np.ascontiguousarray(part, dtype=np.float64)
