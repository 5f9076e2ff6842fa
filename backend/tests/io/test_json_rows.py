"""Rows become a matrix, exactly, or are refused by their number."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm.engine import DataError
from gmm.io.errors import RowsError
from gmm.io.readers.json_rows import (
    dataset_of,
    matrix_of,
    partial_dataset_of,
    partial_samples_of,
    samples_of,
)

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


def test_rows_must_have_the_models_columns() -> None:
    with pytest.raises(RowsError, match="u, v") as refusal:
        samples_of([[1.0]], ["u", "v"])
    assert refusal.value.row == 1


def test_a_value_the_engine_refuses_is_placed_in_the_request() -> None:
    with pytest.raises(RowsError, match="too large") as refusal:
        dataset_of([[1.0, 2.0], [3.0, 1e200]], ["u", "v"])
    fault = refusal.value
    assert (fault.row, fault.column, fault.pointer) == (2, "v", "/data/1/1")


def test_names_that_do_not_fit_are_the_engines_to_refuse() -> None:
    with pytest.raises(DataError, match="columns"):
        dataset_of([[1.0, 2.0]], ["u"])


def test_columns_keep_their_names() -> None:
    dataset = dataset_of([[1, 2], [3, 4]], ["u", "v"])
    assert dataset.columns == ("u", "v") and dataset.samples.dtype == np.float64


@given(rows=rectangles, data=st.data())
def test_null_becomes_nan_and_every_other_number_stays(rows: list[list[float]], data: st.DataObject) -> None:
    gaps = [[data.draw(st.sampled_from([value, None])) for value in row] for row in rows]
    matrix = matrix_of(gaps)
    assert [[None if np.isnan(value) else value for value in row] for row in matrix.tolist()] == gaps


def test_rows_with_gaps_are_samples_where_values_may_be_missing_and_nowhere_else() -> None:
    gaps = [[1.0, None], [None, 1e-300]]
    assert np.isnan(partial_samples_of(gaps, ["u", "v"])).tolist() == [[False, True], [True, False]]
    with pytest.raises(RowsError, match="missing") as refusal:
        samples_of(gaps, ["u", "v"])
    assert (refusal.value.row, refusal.value.column) == (2, "u")


def test_a_value_too_large_is_placed_beside_gaps_and_in_rows_of_no_weight() -> None:
    for refuse in (
        lambda: partial_samples_of([[None, 1.0], [1.0, 1e200]], ["u", "v"]),
        lambda: partial_dataset_of(np.array([[1.0, 2.0], [1.0, 1e200]]), ["u", "v"], [1.0, 0.0]),
    ):
        with pytest.raises(RowsError, match="too large") as refusal:
            refuse()
        assert refusal.value.pointer == "/data/1/1"


def test_a_component_that_is_not_known_is_null_or_minus_one() -> None:
    rows = matrix_of([[1, 2], [3, 4], [5, 7]])
    dataset = partial_dataset_of(rows, components=[None, -1, 1])
    assert dataset.known_components.tolist() == [1]
