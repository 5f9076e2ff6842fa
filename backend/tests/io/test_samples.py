"""Tables of numbers become what the engine takes, or the engine's refusal names their rows and columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gmm.engine import DataError
from gmm.io.errors import RowsError
from gmm.io.number_table import NumberTable
from gmm.io.samples import dataset_of, partial_dataset_of, partial_samples_of, samples_of


def table(rows: list[Any], columns: list[str] | None = None, **place: Any) -> NumberTable:
    """What the rows of a request's data become."""
    names = None if columns is None else tuple(columns)
    return NumberTable(np.array(rows, dtype=float), names, pointer="/data", **place)


def test_rows_must_have_the_models_columns() -> None:
    with pytest.raises(RowsError, match="u, v") as refusal:
        samples_of(table([[1.0]]), ["u", "v"])
    assert refusal.value.row == 1


def test_a_value_the_engine_refuses_is_placed_in_the_request() -> None:
    with pytest.raises(RowsError, match="too large") as refusal:
        dataset_of(table([[1.0, 2.0], [3.0, 1e200]], ["u", "v"]))
    fault = refusal.value
    assert (fault.row, fault.column, fault.pointer) == (2, "v", "/data/1/1")


def test_names_that_do_not_fit_are_the_engines_to_refuse() -> None:
    with pytest.raises(DataError, match="columns"):
        dataset_of(table([[1.0, 2.0]], ["u"]))


def test_columns_keep_their_names() -> None:
    dataset = dataset_of(table([[1, 2], [3, 4]], ["u", "v"]))
    assert dataset.columns == ("u", "v") and dataset.samples.dtype == np.float64


def test_rows_with_gaps_are_samples_where_values_may_be_missing_and_nowhere_else() -> None:
    gaps = table([[1.0, None], [None, 1e-300]])
    assert np.isnan(partial_samples_of(gaps, ["u", "v"])).tolist() == [[False, True], [True, False]]
    with pytest.raises(RowsError, match="missing") as refusal:
        samples_of(gaps, ["u", "v"])
    assert (refusal.value.row, refusal.value.column) == (2, "u")


def test_a_value_too_large_is_placed_beside_gaps_and_in_rows_of_no_weight() -> None:
    for refuse in (
        lambda: partial_samples_of(table([[None, 1.0], [1.0, 1e200]]), ["u", "v"]),
        lambda: partial_dataset_of(table([[1.0, 2.0], [1.0, 1e200]]), ["u", "v"], [1.0, 0.0]),
    ):
        with pytest.raises(RowsError, match="too large") as refusal:
            refuse()
        assert refusal.value.pointer == "/data/1/1"


def test_a_component_that_is_not_known_is_null_or_minus_one() -> None:
    rows = table([[1, 2], [3, 4], [5, 7]])
    dataset = partial_dataset_of(rows, components=[None, -1, 1])
    assert dataset.known_components.tolist() == [1]


def test_rows_are_named_by_their_number_in_the_source_when_some_of_it_were_left_out() -> None:
    some = table([[1.0, 2.0], [3.0, 1e200]], source_rows=np.array([2, 7]), n_source=9)
    with pytest.raises(RowsError, match="in row 8, column 'v'") as refusal:
        samples_of(some, ["u", "v"])
    assert (refusal.value.row, refusal.value.pointer) == (8, "/data/7/1")


def test_weights_and_known_components_are_those_of_the_rows_that_were_taken() -> None:
    some = table([[1, 2], [3, 4], [5, 7]], source_rows=np.array([0, 2, 3]), n_source=4)
    dataset = partial_dataset_of(some, None, [1.0, 9.0, 2.0, 3.0], [None, 0, None, 1])
    assert dataset.total_weight == 6 and dataset.known_components.tolist() == [1]
    with pytest.raises(DataError, match="each of the 4 rows"):
        partial_dataset_of(some, None, [1.0, 2.0, 3.0])
