"""How long the service takes: a fit of Old Faithful, a million rows of JSON, start-up.

    python -m benchmarks.bench_api

prints each figure with its target, the best of several runs; the machine and the versions stand above them.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import gmm  # isort: skip - holds BLAS to one thread before NumPy is imported

import msgspec
import numpy as np
from flask.testing import FlaskClient

from gmm.api.app import create_app
from gmm.api.schemas.fit import FitRequest
from gmm.api.settings import Settings
from gmm.api.wire.decoding import decode_json
from gmm.io.examples import example_named
from gmm.io.readers.csv_table import read_csv
from gmm.io.samples import dataset_of

BACKEND = Path(__file__).parents[1]


def best_seconds(work: Callable[[], object], repeats: int) -> float:
    """The shortest of several runs: what disturbs a run only ever makes it longer."""
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def report(what: str, seconds: float, target: float | None = None) -> None:
    within = "" if target is None else f"   (target {target:g} s: {'met' if seconds <= target else 'MISSED'})"
    print(f"{what:<58} {seconds:8.3f} s{within}")


def fit_old_faithful(client: FlaskClient) -> float:
    example = example_named("old-faithful")
    assert example is not None
    body = msgspec.json.encode({"data": example.samples, "columns": example.columns, "n_components": 2})

    def post() -> None:
        answer = client.post("/fit", data=body, content_type="application/json")
        assert answer.status_code == 200

    return best_seconds(post, 10)


def million_rows() -> np.ndarray:
    return np.random.default_rng(0).standard_normal((1_000_000, 2))


def read_json(client: FlaskClient, rows: np.ndarray) -> float:
    body = msgspec.json.encode({"data": rows.tolist(), "n_components": 2})
    print(f"(JSON of 1,000,000 x 2 numbers: {len(body) / 1e6:.1f} MB)")

    def read() -> None:
        request = decode_json(body, FitRequest, lambda _: None)
        dataset = dataset_of(request.data)
        assert dataset.n_samples == len(rows)

    with client.application.app_context():
        return best_seconds(read, 3)


def read_table(rows: np.ndarray) -> float:
    text = "\n".join(["x,y", *(f"{x!r},{y!r}" for x, y in rows.tolist())]).encode()
    return best_seconds(lambda: read_csv(text, most_rows=2_000_000, most_columns=10), 2)


def start_up(store: str) -> float:
    """From the command to its first line."""
    environment = {**os.environ, "GMM_API_PORT": "0", "GMM_DATABASE_URL": store}

    def start() -> None:
        with subprocess.Popen(
            [sys.executable, "app.py"], cwd=BACKEND, env=environment, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None and process.stdout.readline()
            process.terminate()

    return best_seconds(start, 3)


def main() -> None:
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "msgspec", "flask", "pyarrow"))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {packages}")
    print(f"gmm {gmm.__version__}, load {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as directory:
        store = f"sqlite:///{directory}/models.sqlite3"
        client = create_app(Settings(database_url=store)).test_client()
        report("POST /fit, Old Faithful, K = 2, stored", fit_old_faithful(client), 0.150)
        rows = million_rows()
        report("JSON of 1M x 2 read, checked and in NumPy", read_json(client, rows), 1.5)
        report("CSV of 1M x 2 read as a table of columns", read_table(rows))
        report("python app.py until it answers", start_up(store), 2.0)


if __name__ == "__main__":
    main()
