"""A broken Parquet file is refused, and never ends the process."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gmm.io.errors import ReadError
from gmm.io.readers.choice import Choice
from gmm.io.readers.parquet import read_parquet


def file_of(**options: object) -> bytes:
    sink = io.BytesIO()
    columns = {"x": [1.0, 2.0, None] * 10, "y": list(range(30)), "colour": ["red", "blue", "red"] * 10}
    pq.write_table(pa.table(columns), sink, **options)
    return sink.getvalue()


@pytest.mark.parametrize("at", range(1, 400))
def test_no_changed_byte_of_the_footer_ends_the_process(at: int) -> None:
    body = bytearray(file_of(row_group_size=16))
    body[-at] ^= 0x11
    try:
        read_parquet(bytes(body), Choice())
    except ReadError:
        return
