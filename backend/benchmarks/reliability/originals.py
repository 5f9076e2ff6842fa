"""Small files of every format that data may come in, read without complaint: what mutations begin with."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq


def _tables() -> list[pa.Table]:
    numbers = np.random.default_rng(0).standard_normal((30, 3)).round(3)
    columns = {name: pa.array(numbers[:, j]) for j, name in enumerate("xyz")}
    whole = pa.array(range(30), pa.int32())
    holes = pa.array([None if i % 7 == 0 else float(i) for i in range(30)], pa.float32())
    words = pa.array(["red", "green", None] * 10).dictionary_encode()
    return [
        pa.table(columns),
        pa.table({"x": whole, "y": holes, "z": columns["z"], "colour": words}),
        pa.table({"x": columns["x"], "y": whole.cast(pa.int64()), "z": whole.cast(pa.decimal128(12, 2))}),
    ]


def _parquet() -> list[bytes]:
    def written(table: pa.Table, **options: Any) -> bytes:
        sink = io.BytesIO()
        pq.write_table(table, sink, **options)
        return sink.getvalue()

    plain = [written(table, compression=kind) for table in _tables() for kind in ("none", "snappy", "zstd")]
    return [*plain, written(_tables()[1], row_group_size=7, data_page_version="2.0")]


def _arrow() -> list[bytes]:
    def written(table: pa.Table, compression: str | None) -> bytes:
        sink = io.BytesIO()
        options = pa.ipc.IpcWriteOptions(compression=compression)
        with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
            writer.write_table(table, max_chunksize=16)
        return sink.getvalue()

    return [written(table, kind) for table in _tables() for kind in (None, "lz4", "zstd")]


def _npy() -> list[bytes]:
    def written(array: np.ndarray) -> bytes:
        sink = io.BytesIO()
        np.save(sink, array)
        return sink.getvalue()

    rows = np.random.default_rng(0).standard_normal((30, 3)).round(3)
    kinds = [rows, np.asfortranarray(rows), rows.astype("f4"), (9 * rows).astype("i8"), rows.astype(">f8")]
    return [written(each) for each in kinds]


def _csv() -> list[bytes]:
    rows = np.random.default_rng(0).standard_normal((30, 3)).round(3).tolist()
    comma = "x,y,z\n" + "".join(f"{x},{y},{z}\n" for x, y, z in rows)
    german = "x;y;z\r\n" + "".join(f"{x};{y};{z}\r\n".replace(".", ",") for x, y, z in rows)
    quoted = '"x","y","z","name"\n' + "".join(f'"{x}",NA,{z},"a ""b"", c"\n' for x, y, z in rows)
    return [text.encode() for text in (comma, german, quoted)] + [("\ufeff" + comma).encode("utf-16")]


def _json() -> list[bytes]:
    rows = np.random.default_rng(0).standard_normal((30, 3)).round(3).tolist()
    model = {
        "schema_version": 1,
        "covariance_type": "full",
        "columns": ["x", "y", "z"],
        "weights": [1.0],
        "means": [[0.0, 0.0, 0.0]],
        "covariances": [np.eye(3).tolist()],
    }
    holes = [[None, *row[1:]] for row in rows]
    return [json.dumps({"model": model, "data": data}).encode() for data in (rows, holes)]


# Every format that data may come in: its media type, and files that are read without complaint.
FORMATS: dict[str, tuple[str, Callable[[], list[bytes]]]] = {
    "JSON": ("application/json", _json),
    "CSV": ("text/csv", _csv),
    "Parquet": ("application/vnd.apache.parquet", _parquet),
    "Arrow": ("application/vnd.apache.arrow.stream", _arrow),
    "npy": ("application/x-npy", _npy),
}
