"""Small requests that ask for enormous things: each is refused quickly, and takes no memory."""

from __future__ import annotations

import gzip
import io
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.reliability.figure import Figure, at_most, none_of
from benchmarks.reliability.service import JSON, Service, running

SECONDS, MEGABYTES = 1, 50
_PATIENCE = 15
MANY = 100_000_000
LARGEST = {"n_components": 500, "n_init": 1_000, "max_iter": 100_000}
PARQUET = {"Content-Type": "application/vnd.apache.parquet"}
ARROW = {"Content-Type": "application/vnd.apache.arrow.stream"}
CSV = {"Content-Type": "text/csv"}
NPY = {"Content-Type": "application/x-npy"}


@dataclass(frozen=True)
class Bomb:
    """One request that must be refused."""

    name: str
    path: str
    body: bytes
    headers: dict[str, str] = field(default_factory=lambda: JSON)


def figures(quick: bool) -> Iterator[Figure]:
    """The slowest refusal, the most memory taken by one, and any that was no refusal."""
    slowest, largest = (0.0, "none"), (0.0, "none")
    wrong: list[str] = []
    with running() as service:
        bombs = list(_bombs(service))
        for bomb in bombs:
            service.told("POST", "/fit", service.old_faithful())  # what any request loads is loaded
            before = _megabytes(service, "VmRSS")
            _forget_peaks(service)
            begun = time.perf_counter()
            if fault := _fault(service, bomb):
                wrong.append(f"{bomb.name}: {fault}")
            slowest = max(slowest, (time.perf_counter() - begun, bomb.name))
            largest = max(largest, (_megabytes(service, "VmHWM") - before, bomb.name))
        if not service.is_alive:
            wrong.append("the service does not answer any more")
    yield at_most(f"the slowest refusal of {len(bombs)} bombs ({slowest[1]})", slowest[0], SECONDS, "s")
    yield at_most(f"most memory taken by one ({largest[1]})", max(largest[0], 0.0), MEGABYTES, "MB")
    yield none_of("bombs that were not refused", wrong, len(bombs))


def _fault(service: Service, bomb: Bomb) -> str | None:
    """Why the answer is no refusal, if it is none."""
    try:
        answer, content = service.ask("POST", bomb.path, bomb.body, bomb.headers, timeout=_PATIENCE)
    except OSError as error:
        return f"no answer, {error!r}"
    return None if 400 <= answer.status < 500 else f"{answer.status} {content[:200]!r}"


def _bombs(service: Service) -> Iterator[Bomb]:
    request = service.old_faithful()
    model_id = service.told("POST", "/fit", request)["model_id"]
    small = {"data": request["data"], "n_components": 2}
    grid = {"columns": ["eruptions", "waiting"], "x": [0, 1, 10**6], "y": [0, 1, 10**6]}
    asked: list[tuple[str, str, dict[str, Any]]] = [
        ("a million components", "/fit", small | {"n_components": 10**6}),
        ("a billion iterations", "/fit", small | {"max_iter": 10**9}),
        ("a billion starts", "/fit", small | {"n_init": 10**9}),
        ("all limits at once", "/fit", {"data": request["data"] * 400, **LARGEST}),
        ("a sweep without end", "/select", {"data": request["data"] * 100, "n_components": [*range(1, 200)]}),
        ("10^12 samples", "/sample", {"model_id": model_id, "n_samples": 10**12}),
        ("a grid of 10^12 points", "/density", {"model_id": model_id, "grid": grid}),
        ("a billion replicates", "/bootstrap", small | {"model_id": model_id, "n_replicates": 10**9}),
        ("a hundred thousand columns", "/fit", {"data": [[1.0] * 100_000] * 2, "n_components": 1}),
        ("numbers beyond doubles", "/fit", {"data": [[10**400]], "n_components": 1}),
    ]
    for name, path, body in asked:
        yield Bomb(name, path, json.dumps(body).encode())
    deep = b"[" * 200_000
    yield Bomb("200,000 brackets as data", "/fit", b'{"n_components": 1, "data": ' + deep)
    yield Bomb("200,000 brackets as a model", "/predict", b'{"data": [[1]], "model": ' + deep)
    yield Bomb("200,000 brackets", "/fit", deep)
    yield Bomb("a field of ten megabytes", "/fit", b'{"' + b"x" * 10_000_000 + b'": 1}')
    yield Bomb(
        "three million rows", "/fit", b'{"n_components": 1, "data": [' + b"[1]," * 3_000_000 + b"[1]]}"
    )
    yield Bomb("3,000,000 lines", "/table", b"1\n" * 3_000_000, CSV)
    yield Bomb("a line of ten million commas", "/table", b"," * 10_000_000, CSV)
    yield from _files()


def _files() -> Iterator[Bomb]:
    """Files that are small because they are compressed, or say that they are larger than they are."""
    fit = "/fit?n_components=2"
    zeros = pa.array(np.zeros(1_000_000))
    table = pa.table({"x": pa.chunked_array([zeros] * (MANY // 1_000_000))})
    parquet = io.BytesIO()
    pq.write_table(table, parquet, compression="zstd")
    yield Bomb(f"Parquet of {MANY:,} zeros", fit, parquet.getvalue(), PARQUET)
    arrow = io.BytesIO()
    with pa.ipc.new_stream(arrow, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    yield Bomb(f"an Arrow stream of {MANY:,} zeros", fit, arrow.getvalue(), ARROW)
    one_batch = pa.record_batch({"x": pa.array(np.zeros(MANY))})
    arrow = io.BytesIO()
    with pa.ipc.new_stream(arrow, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_batch(one_batch)
    yield Bomb(f"an Arrow batch of {MANY:,} zeros", fit, arrow.getvalue(), ARROW)
    del one_batch, table
    packed = gzip.compress(b"0\n" * 50_000_000)
    yield Bomb("gzip of a hundred megabytes of CSV", "/table", packed, CSV | {"Content-Encoding": "gzip"})
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f8", "fortran_order": False, "shape": (400_000_000, 2)}
    )
    yield Bomb("an .npy of 6 GB in its header", fit, header.getvalue(), NPY)
    objects = io.BytesIO()
    np.save(objects, np.array([{}, {}], dtype=object), allow_pickle=True)
    yield Bomb("an .npy with a pickle", fit, objects.getvalue(), NPY)


def _megabytes(service: Service, name: str) -> float:
    """VmRSS, or VmHWM, the most of it since it was forgotten: of all processes together."""
    total = 0
    for pid in service.processes:
        try:
            found = re.search(rf"{name}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
        except OSError:  # it has just ended
            continue
        total += int(found[1]) if found else 0
    return total / 1024


def _forget_peaks(service: Service) -> None:
    for pid in service.processes:
        try:
            Path(f"/proc/{pid}/clear_refs").write_text("5")
        except OSError:
            continue
