"""Files that are small because they are compressed, or that say they hold more than they do."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient

ROWS = 3_000_000
PARQUET, ARROW, NPY = (
    "application/vnd.apache.parquet",
    "application/vnd.apache.arrow.stream",
    "application/x-npy",
)


def table() -> pa.Table:
    return pa.table({"x": np.zeros(ROWS), "y": np.zeros(ROWS)})


def parquet() -> bytes:
    file = io.BytesIO()
    pq.write_table(table(), file, compression="zstd")
    return file.getvalue()


def arrow() -> bytes:
    file = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(file, table().schema, options=options) as stream:
        stream.write_table(table())
    return file.getvalue()


def npy_header() -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        file, {"descr": "<f8", "fortran_order": False, "shape": (400_000_000, 2)}
    )
    return file.getvalue()


def npy_pickle() -> bytes:
    file = io.BytesIO()
    np.save(file, np.array([[{}], [print]], dtype=object), allow_pickle=True)
    return file.getvalue()


@pytest.mark.parametrize("path", ["/fit?n_components=1", "/datasets"])
@pytest.mark.parametrize(
    ("made", "media_type"),
    [(parquet, PARQUET), (arrow, ARROW), (npy_header, NPY), (npy_pickle, NPY)],
    ids=["Parquet", "Arrow", ".npy of 6 GB", ".npy with a pickle"],
)
def test_a_bomb_is_refused(
    client: FlaskClient, path: str, made: Callable[[], bytes], media_type: str
) -> None:
    body = made()
    assert len(body) < 1_000_000
    answer = client.post(path, data=body, content_type=media_type)
    assert answer.status_code in (413, 422), answer.data
    assert answer.get_json()["detail"]


def test_a_packed_file_of_countless_short_lines_is_refused(client: FlaskClient) -> None:
    body = gzip.compress(b"0\n" * 10_000_000)
    for path in ("/table", "/fit?n_components=1"):
        headers = {"Content-Type": "text/csv", "Content-Encoding": "gzip"}
        answer = client.post(path, data=body, headers=headers)
        assert answer.status_code in (413, 422) and answer.get_json()["detail"], answer.data


def test_a_packed_body_that_repeats_as_no_table_does_is_refused(client: FlaskClient) -> None:
    bomb = gzip.compress(b"a,b\n" + b"0,0\n" * 8_000_000)
    answer = client.post("/table", data=bomb, content_type="text/csv", headers={"Content-Encoding": "gzip"})

    assert answer.status_code == 413
    assert "more than 100 times its size" in answer.get_json()["detail"]


def test_a_packed_table_of_few_different_numbers_is_read(client: FlaskClient) -> None:
    table = gzip.compress(b"a,b\n" + b"0,0\n1,2\n" * 100_000)
    answer = client.post("/table", data=table, content_type="text/csv", headers={"Content-Encoding": "gzip"})

    assert answer.status_code == 200 and answer.get_json()["n_rows"] == 200_000
