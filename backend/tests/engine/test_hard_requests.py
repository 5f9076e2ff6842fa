"""Inputs H20 to H22 and H26 to H28 of the project's list of hard ones: what is asked, and in which form."""

import tracemalloc

import numpy as np
import pytest

from gmm.engine import (
    STRUCTURES,
    DataError,
    Dataset,
    FitOptions,
    Mixture,
    OptionError,
    ParameterError,
    fit,
    labels,
    log_density,
    responsibilities,
)
from gmm.engine.threads import thread_limit
from tests.engine.strategies import random_mixture

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("samples", "message", "row", "column"),
    [
        ([[1.0, 2.0], [3.0, NAN]], "row 2, column 'b' is missing", 1, "b"),
        ([[1.0, None], [3.0, 4.0]], "row 1, column 'b' is missing", 0, "b"),
        ([[1.0, 2.0], [INF, 4.0]], "row 2, column 'a' is infinite", 1, "a"),
        ([[1.0, 2.0], [3.0, -INF]], "row 2, column 'b' is infinite", 1, "b"),
        ([[1.0, 1e308], [3.0, 4.0]], "1e\\+308 in row 1, column 'b' is too large to square", 0, "b"),
        ([[1.0, 2.0], [-1e200, 4.0]], "-1e\\+200 in row 2, column 'a' is too large", 1, "a"),
        ([["red", "blue"]], "rows of numbers", None, None),
        ([[1.0], [1.0, 2.0]], "same length", None, None),
        ([[1.0, [2.0]], [3.0, 4.0]], "same length", None, None),
        ([[1j, 2.0]], "rows of numbers", None, None),
        ("geyser.csv", "rows of numbers", None, None),
        ({"a": [1.0]}, "rows of numbers", None, None),
        ([[[1.0]]], "not 3-dimensional", None, None),
    ],
)
def test_h20_what_is_no_table_of_finite_numbers_is_refused_by_place(samples, message, row, column):
    with pytest.raises(DataError, match=message) as refused:
        Dataset(samples, ["a", "b"])
    assert (refused.value.field, refused.value.row, refused.value.column) == ("data", row, column)


@pytest.mark.parametrize("evaluate", [labels, log_density, responsibilities])
@pytest.mark.parametrize("value", [INF, 1e308])
def test_h20_predictions_of_such_values_are_refused_by_place(evaluate, value):
    mixture = Mixture.from_parameters([1.0], [[0.0, 0.0]], [np.eye(2)], columns=["a", "b"])

    with pytest.raises(DataError, match="row 3, column 'b'"):
        evaluate(mixture, [[1.0, 2.0], [3.0, 4.0], [5.0, value]])


@pytest.mark.parametrize(
    "samples",
    [
        [[1, 2.5], [3, 4], [5, 7]],
        [[True, 0], [False, 1], [True, 1]],
        np.array([[1, 2], [3, 4], [250, 6]], dtype=np.uint8),
        np.array([[1, 2], [3, 4], [5, 7]], dtype=np.float16),
        np.array([[1, 2], [3, 4], [5, 7]], dtype=object),
        np.asfortranarray([[1.0, 2.0], [3.0, 4.0], [5.0, 7.0]]),
        np.arange(12.0).reshape(6, 2)[::-2, ::-1],
    ],
)
def test_h20_numbers_of_any_kind_are_numbers(samples):
    mixture = fit(Dataset(samples), FitOptions(1)).mixture

    assert mixture.means[0] == pytest.approx(np.array(samples, dtype=float).mean(axis=0), rel=1e-14)


@pytest.mark.parametrize("size", [1e100, 1e-100, 1e-300])
def test_h20_the_largest_and_smallest_numbers_that_are_taken_give_finite_answers(rng, covariance_type, size):
    x = rng.uniform(-1, 1, size=(40, 2))
    if size < 1e-100:
        with pytest.raises(DataError, match="too little to square"):
            Dataset(size * x)
        return
    X = size * x / np.abs(x).max() if size > 1 else 2 * size * x / (x.max(axis=0) - x.min(axis=0))
    result = fit(Dataset(X), FitOptions(2, covariance_type, n_init=4))
    resp, density = responsibilities(result.mixture, X)

    assert np.isfinite(result.log_likelihood)
    assert np.all(np.isfinite(density))
    assert resp.sum(axis=1) == pytest.approx(np.ones(40))


def test_h21_a_row_without_any_value_and_a_column_without_any_are_named():
    row, column = np.ones((4, 3)), np.ones((4, 3))
    row[2], column[:, 1] = NAN, NAN

    with pytest.raises(DataError, match=r"row 3, column 'x1' is missing.*leave the row out or fill"):
        Dataset(row)
    with pytest.raises(DataError, match="row 1, column 'x2' is missing"):
        Dataset(column)


def short(covariance_type: str) -> FitOptions:
    """A few plain steps, so that nothing but rounding can differ."""
    return FitOptions(2, covariance_type, max_iter=4, tol=0.0, accelerate=False)


@pytest.fixture
def start(faithful, covariance_type) -> Mixture:
    return fit(Dataset(faithful), FitOptions(2, covariance_type, max_iter=1)).mixture


def assert_same_fit(a, b) -> None:
    assert a.mixture.weights == pytest.approx(b.mixture.weights, rel=1e-10)
    assert a.mixture.means == pytest.approx(b.mixture.means, rel=1e-10)
    assert a.mixture.covariances == pytest.approx(b.mixture.covariances, rel=1e-10, abs=1e-10)


def test_h22_weights_count_as_repetitions(rng, faithful, covariance_type, start):
    counts = rng.integers(0, 4, size=len(faithful))
    weighted = fit(Dataset(faithful, weights=counts), short(covariance_type), initial=start)
    repeated = fit(Dataset(np.repeat(faithful, counts, axis=0)), short(covariance_type), initial=start)

    assert_same_fit(weighted, repeated)
    assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood, rel=1e-12)
    assert weighted.bic == pytest.approx(repeated.bic, rel=1e-12)
    assert weighted.icl == pytest.approx(repeated.icl, rel=1e-11)


def test_h22_rows_of_no_weight_are_not_there(rng, faithful, covariance_type, start):
    far = 1e6 * rng.normal(size=(40, 2))
    weights = np.repeat([1.0, 0.0], [len(faithful), 40])
    beside = fit(
        Dataset(np.concatenate([faithful, far]), weights=weights), short(covariance_type), initial=start
    )
    alone = fit(Dataset(faithful), short(covariance_type), initial=start)

    assert_same_fit(beside, alone)
    assert beside.log_likelihood == pytest.approx(alone.log_likelihood, rel=1e-10)


@pytest.mark.parametrize("factor", [1e-3, 0.5, 3.0, 1e6])
def test_h22_a_factor_on_all_weights_is_one_on_the_likelihood(rng, faithful, covariance_type, start, factor):
    weights = rng.uniform(0.5, 2.0, size=len(faithful))
    one = fit(Dataset(faithful, weights=weights), short(covariance_type), initial=start)
    other = fit(Dataset(faithful, weights=factor * weights), short(covariance_type), initial=start)

    assert_same_fit(one, other)
    assert other.log_likelihood == pytest.approx(factor * one.log_likelihood, rel=1e-11)


def test_h22_a_search_over_weighted_rows_finds_the_optimum_of_the_repeated_ones(rng, faithful):
    counts = rng.integers(0, 4, size=len(faithful))
    weighted = fit(Dataset(faithful, weights=counts), FitOptions(2))
    repeated = fit(Dataset(np.repeat(faithful, counts, axis=0)), FitOptions(2))

    assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood, abs=1e-4)


def test_h26_the_order_of_rows_does_not_change_the_optimum(faithful, covariance_type, rng):
    results = [
        fit(Dataset(X), FitOptions(2, covariance_type))
        for X in (faithful, faithful[::-1], rng.permutation(faithful), faithful[np.argsort(faithful[:, 0])])
    ]

    for other in results[1:]:
        assert other.log_likelihood == pytest.approx(results[0].log_likelihood, abs=1e-4)
        assert np.array_equal(labels(other.mixture, faithful), labels(results[0].mixture, faithful))


def test_h26_the_order_of_columns_does_not_change_the_optimum(iris, covariance_type):
    order = [2, 0, 3, 1]
    here, there = (fit(Dataset(X), FitOptions(2, covariance_type)) for X in (iris, iris[:, order]))

    assert there.log_likelihood == pytest.approx(here.log_likelihood, abs=1e-4)
    assert there.mixture.means == pytest.approx(here.mixture.means[:, order], rel=1e-3)


@pytest.mark.parametrize("seed", [0, 11])
def test_h26_one_seed_gives_the_same_bytes_on_any_number_of_threads(iris, covariance_type, seed):
    def bytes_of_fit(threads: int) -> list[bytes]:
        with thread_limit(threads):
            result = fit(Dataset(np.tile(iris, (40, 1))), FitOptions(3, covariance_type, n_init=6, seed=seed))
        mixture = result.mixture
        numbers = [mixture.weights, mixture.means, mixture.sigma, np.array(result.log_likelihood)]
        return [np.ascontiguousarray(values).tobytes() for values in numbers]

    assert bytes_of_fit(1) == bytes_of_fit(1) == bytes_of_fit(2) == bytes_of_fit(5)


def test_h26_components_come_by_weight_whatever_the_order_of_the_start(faithful, covariance_type):
    start = fit(Dataset(faithful), FitOptions(3, covariance_type, max_iter=2)).mixture
    results = [
        fit(Dataset(faithful), FitOptions(3, covariance_type), initial=start.reordered(order))
        for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0])
    ]

    for result in results:
        assert np.all(np.diff(result.mixture.weights) <= 0)
        assert result.mixture.means == pytest.approx(results[0].mixture.means, rel=1e-3)


@pytest.mark.parametrize(
    ("replaced", "field", "said"),
    [
        ({"weights": [0.5, 0.6]}, "weights", "sum to 1"),
        ({"weights": [1.5, -0.5]}, "weights", "positive"),
        ({"weights": [1.0, 0.0]}, "weights", "positive"),
        ({"weights": [0.5, NAN]}, "weights", "NaN"),
        ({"weights": [1.0]}, "weights", "1 numbers but means has 2 rows"),
        ({"weights": [[0.5, 0.5]]}, "weights", "1 dimensions, not 2"),
        ({"means": [[0.0, INF], [1.0, 1.0]]}, "means", "infinity"),
        ({"means": [[0.0], [1.0, 2.0]]}, "means", "equal rows"),
        ({"means": [0.0, 1.0]}, "means", "2 dimensions, not 1"),
        ({"covariances": [np.eye(2)]}, "covariances", r"shape \(1, 2, 2\); 2 components of 2 columns"),
        ({"covariances": [np.eye(3)] * 2}, "covariances", r"need \(2, 2, 2\)"),
        ({"covariances": [np.eye(2), -np.eye(2)]}, "covariances", r"covariances\[1\] is not positive"),
        ({"covariances": [np.eye(2), np.ones((2, 2))]}, "covariances", r"covariances\[1\] is not positive"),
        ({"covariances": [[[1.0, 0.5], [0.2, 1.0]], np.eye(2)]}, "covariances", "not symmetric"),
        ({"covariances": [np.full((2, 2), NAN)] * 2}, "covariances", "NaN"),
        ({"columns": ["a"]}, "columns", "1 names for 2 columns"),
        ({"columns": ["a", "a"]}, "columns", "'a' stands twice"),
    ],
)
def test_h27_parameters_that_are_no_mixtures_are_refused_by_name(replaced, field, said):
    given = {
        "weights": [0.5, 0.5],
        "means": [[0.0, 0.0], [1.0, 1.0]],
        "covariances": [np.eye(2)] * 2,
    } | replaced

    with pytest.raises(ParameterError, match=said) as refused:
        Mixture.from_parameters(**given)
    assert refused.value.field == field


@pytest.mark.parametrize("covariance_type", sorted({*STRUCTURES} - {"full"}))
def test_h27_covariances_of_another_structure_are_refused(covariance_type):
    slanted = [[[2.0, 0.5], [0.5, 1.0]], [[1.0, 0.0], [0.0, 3.0]]]

    with pytest.raises(ParameterError, match=f"do not have the structure '{covariance_type}'") as refused:
        Mixture.from_parameters([0.5, 0.5], [[0.0, 0.0], [1.0, 1.0]], slanted, covariance_type)
    assert refused.value.field == "covariances"
    with pytest.raises(OptionError, match="'round' is unknown"):
        Mixture.from_parameters([1.0], [[0.0]], [[[1.0]]], "round")


def test_h27_a_start_of_another_shape_than_asked_for_is_refused(faithful, iris):
    start = fit(Dataset(faithful), FitOptions(2)).mixture

    for data, options in (
        (faithful, FitOptions(3)),
        (iris, FitOptions(2)),
        (faithful, FitOptions(2, "diag")),
    ):
        with pytest.raises(OptionError, match="The initial mixture has 2 components, 2 columns") as refused:
            fit(Dataset(data), options, initial=start)
        assert refused.value.field == "initial"


@pytest.mark.parametrize(
    ("evaluate", "floats_a_row"), [(labels, 1), (log_density, 1), (responsibilities, 21)]
)
def test_h28_predictions_need_memory_for_their_answer_and_a_few_blocks(
    rng, covariance_type, evaluate, floats_a_row
):
    N, K, D = 600_000, 20, 8
    mixture = random_mixture(rng, K, D, covariance_type)
    X = rng.normal(size=(N, D))
    tracemalloc.start()
    try:
        with thread_limit(2):
            evaluate(mixture, X)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 8 * N * floats_a_row + 30e6  # all N × K responsibilities at once would be 96e6


def test_h28_chunks_of_a_prediction_are_the_prediction(rng):
    mixture = random_mixture(rng, 5, 8)
    X = rng.normal(size=(20_000, 8))
    whole, _ = responsibilities(mixture, X)
    chunks = [responsibilities(mixture, X[first : first + 997])[0] for first in range(0, len(X), 997)]

    assert np.concatenate(chunks) == pytest.approx(whole, abs=1e-13)
