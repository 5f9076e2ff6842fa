"""Rows become a matrix, exactly, or are refused by their number."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm.io.errors import RowsError
from gmm.io.readers import json_rows
from gmm.io.readers.json_rows import matrix_in, matrix_of

numbers = st.floats(allow_nan=False, allow_infinity=False)
rectangles = st.integers(1, 5).flatmap(
    lambda d: st.lists(st.lists(numbers, min_size=d, max_size=d), min_size=1, max_size=20)
)


@given(rows=rectangles)
def test_rows_become_a_matrix_to_the_last_bit(rows: list[list[float]]) -> None:
    assert matrix_of(rows).tolist() == rows


@given(rows=rectangles, data=st.data())
def test_the_first_row_of_another_length_is_named(rows: list[list[float]], data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(rows)))
    ragged = [*rows[:at], [*rows[0], 1.0], *rows[at:]]

    with pytest.raises(RowsError, match=f"Row {at + 1} ") as refusal:
        matrix_of(ragged)
    assert (refusal.value.row, refusal.value.pointer) == (at + 1, f"/data/{at}")


def test_rows_whose_lengths_make_up_for_each_other_are_refused_all_the_same() -> None:
    with pytest.raises(RowsError, match=r"Row 2 .*1 number, but row 1 has 2"):
        matrix_of([[1, 2], [3], [4, 5, 6]])


@given(rows=rectangles, data=st.data())
def test_null_becomes_nan_and_every_other_number_stays(rows: list[list[float]], data: st.DataObject) -> None:
    gaps = [[data.draw(st.sampled_from([value, None])) for value in row] for row in rows]
    matrix = matrix_of(gaps)
    assert [[None if np.isnan(value) else value for value in row] for row in matrix.tolist()] == gaps


@settings(deadline=None)
@given(rows=rectangles, data=st.data())
def test_a_long_text_becomes_the_same_matrix_without_lists(
    rows: list[list[float]], data: st.DataObject
) -> None:
    gaps = [[data.draw(st.sampled_from([value, None])) for value in row] for row in rows]
    blanks = st.sampled_from([b",", b" , ", b"\n,\t"])
    text = data.draw(blanks).join(map(msgspec.json.encode, gaps))
    for size in (1, 8, 10_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(json_rows, "_PIECE_BYTES", size)
            found = matrix_in(b"[" + text + b" ]")
        assert found is not None and found.tobytes() == matrix_of(gaps).tobytes()


@pytest.mark.parametrize(
    "text",
    [
        b"[]",
        b"[[]]",
        b"[[1,2],[3]]",
        b"[[1],[2,3],[4]]",
        b"[[1],null]",
        b"[[1],2]",
        b"[[1,[2]],[3,4]]",
        b'[[1],["2"]]',
        b"[[1],[true]]",
        b"[[1],[NaN]]",
        b"[[1],[-Infinity]]",
        b"[[1],[1e999]]",
        b"[[" + b"1" * 400 + b"]]",
        b"[[1],{}]",
        b"{}",
        b"null",
        b"7",
    ],
)
def test_a_long_text_of_anything_else_is_left_to_those_who_can_say_what_is_wrong(text: bytes) -> None:
    assert matrix_in(text) is None
