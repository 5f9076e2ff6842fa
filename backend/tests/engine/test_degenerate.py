"""Inputs that break other engines: each fits with finite numbers and a notice, or is refused by name."""

import numpy as np
import pytest

from gmm.engine import DataError, Dataset, FitOptions, Mixture, OptionError, fit
from gmm.engine.degeneracy import spurious
from tests.engine.strategies import COLUMN_BY_COLUMN


def codes(result) -> list[str]:
    return [warning.code for warning in result.warnings]


def assert_finite(result) -> None:
    mixture = result.mixture
    for values in (mixture.weights, mixture.means, mixture.covariances):
        assert np.all(np.isfinite(values))
    assert all(np.isfinite([result.log_likelihood, result.bic, result.aic, result.icl]))
    np.linalg.cholesky(mixture.covariances)


def test_a_constant_column_is_named_and_leaves_the_others_alone(faithful, covariance_type):
    alone = fit(Dataset(faithful), FitOptions(2, covariance_type=covariance_type))
    constant = np.column_stack([faithful, np.full(len(faithful), 5.0)])
    beside = fit(Dataset(constant, ["a", "b", "c"]), FitOptions(2, covariance_type=covariance_type))

    assert_finite(beside)
    assert "constant_column" in codes(beside)
    assert any("'c'" in warning.message for warning in beside.warnings)
    if covariance_type in COLUMN_BY_COLUMN:
        assert beside.mixture.means[:, :2] == pytest.approx(alone.mixture.means, rel=1e-4)


def test_dependent_columns_do_not_stop_the_fit(faithful, covariance_type):
    twice = np.column_stack([faithful, faithful[:, 0]])

    assert_finite(fit(Dataset(twice), FitOptions(2, covariance_type=covariance_type)))


def test_repeated_rows_fit_with_a_notice(covariance_type):
    rows = np.repeat([[0.0, 0.0], [1.0, 2.0], [5.0, 1.0]], 100, axis=0)
    result = fit(Dataset(rows), FitOptions(2, covariance_type=covariance_type))

    assert_finite(result)
    assert "duplicate_rows" in codes(result)


def test_more_components_than_different_rows_are_refused_with_the_number_there_is():
    rows = np.repeat([[0.0], [1.0]], 500, axis=0)

    with pytest.raises(DataError, match="only 2 of the 1000 rows differ") as refused:
        fit(Dataset(rows), FitOptions(3))
    assert refused.value.field == "n_components"


def test_more_components_than_rows_are_refused():
    with pytest.raises(DataError, match="at least 4 rows, but there are 3"):
        fit(Dataset([[0.0], [1.0], [2.0]]), FitOptions(4))


@pytest.mark.parametrize("N", [1, 2, 3])
def test_as_many_components_as_rows_fit_at_the_floor(N, covariance_type):
    result = fit(Dataset(np.arange(2.0 * N).reshape(N, 2) ** 2), FitOptions(N, covariance_type))

    assert_finite(result)


def test_more_columns_than_rows_fit_at_the_floor(rng, covariance_type):
    assert_finite(fit(Dataset(rng.normal(size=(20, 50))), FitOptions(2, covariance_type, n_init=4)))


def test_two_far_points_get_the_floor_and_no_negative_variance(covariance_type):
    result = fit(Dataset([[9999.0], [0.0]]), FitOptions(2, covariance_type))

    assert_finite(result)
    assert sorted(result.mixture.means[:, 0]) == pytest.approx([0.0, 9999.0])


def test_a_collapse_onto_ties_is_recognised_and_not_preferred(iris):
    result = fit(Dataset(iris), FitOptions(3, n_init=12, seed=0))

    assert result.log_likelihood == pytest.approx(-180.18548, abs=1e-4)
    for optimum in result.optima:
        assert optimum.spurious == (optimum.log_likelihood > -170)


def test_a_component_on_two_close_points_is_spurious():
    rng = np.random.default_rng(0)
    X = np.concatenate([rng.normal(size=100), [8.0, 8.001]])[:, None]
    tight = Mixture.from_parameters([100 / 102, 2 / 102], [[0.0], [8.0005]], [[[1.0]], [[2.5e-7]]])
    honest = Mixture.from_parameters([0.5, 0.5], [[-0.5], [0.5]], [[[0.8]], [[0.8]]])

    m_step = FitOptions(2).m_step(Dataset(X))
    assert spurious(tight, Dataset(X), m_step).tolist() == [False, True]
    assert not spurious(honest, Dataset(X), m_step).any()


def test_a_tight_but_well_filled_component_is_found_and_exact(rng):
    tight = 3.0 + 6e-6 * rng.normal(size=(200, 2))  # a millionth of the data's range
    wide = rng.normal(size=(300, 2))
    result = fit(Dataset(np.concatenate([tight, wide])), FitOptions(2))
    k = int(np.argmin(result.mixture.covariances[:, 0, 0]))

    assert codes(result) == []
    assert result.mixture.covariances[k] == pytest.approx(np.cov(tight.T, bias=True), rel=1e-6)


@pytest.mark.parametrize(
    ("samples", "message", "row", "column"),
    [
        ([[1.0, 2.0], [3.0, float("nan")]], "row 2, column 'x2' is missing", 1, "x2"),
        ([[float("inf"), 2.0]], "row 1, column 'x1' is infinite", 0, "x1"),
        ([[1e200, 2.0]], "too large to square", 0, "x1"),
        ([["a", "b"]], "rows of numbers", None, None),
        ([[1.0], [1.0, 2.0]], "same length", None, None),
        ([], "empty", None, None),
        (np.zeros((3, 0)), "empty", None, None),
        (np.zeros((2, 2, 2)), "3-dimensional", None, None),
    ],
)
def test_unusable_samples_are_refused_by_place(samples, message, row, column):
    with pytest.raises(DataError, match=message) as refused:
        Dataset(samples)
    assert (refused.value.row, refused.value.column) == (row, column)


@pytest.mark.parametrize(
    ("weights", "message"),
    [([1.0], "each of the 2 rows"), ([1.0, -1.0], "row 2 is -1"), ([0.0, 0.0], "All weights are zero")],
)
def test_impossible_weights_are_refused(weights, message):
    with pytest.raises(DataError, match=message):
        Dataset([[1.0], [2.0]], weights=weights)


def test_a_repeated_column_name_is_refused():
    with pytest.raises(DataError, match="'a' stands twice"):
        Dataset([[1.0, 2.0]], ["a", "a"])


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("n_components", 0),
        ("n_init", 0),
        ("max_iter", -1),
        ("seed", -1),
        ("tol", float("nan")),
        ("covariance_floor", 0.0),
        ("covariance_type", "round"),
        ("init", "magic"),
    ],
)
def test_an_option_out_of_range_is_refused_by_name(option, value):
    with pytest.raises(OptionError, match=option) as refused:
        FitOptions(**{"n_components": 2, option: value})
    assert refused.value.field == option


@pytest.mark.parametrize("scale", [1e-99, 1e-90, 1e-77, 1e77, 1e90])
def test_any_unit_that_can_be_squared_gives_the_same_fit(rng, scale, covariance_type):
    X = np.concatenate([rng.normal(size=(40, 2)), rng.normal(size=(40, 2)) + 5])
    options = FitOptions(2, covariance_type, n_init=4)
    plain, scaled = fit(Dataset(X), options), fit(Dataset(X * scale), options)

    assert scaled.log_likelihood == pytest.approx(plain.log_likelihood - X.size * np.log(scale), rel=1e-9)


def test_values_too_close_together_to_square_are_refused_by_column():
    with pytest.raises(DataError, match="'b' differ by 2e-300") as refused:
        Dataset([[1.0, 1e-300], [2.0, 3e-300]], ["a", "b"])
    assert refused.value.column == "b"


@pytest.mark.parametrize("value", [1e-200, 5e-324, 0.0, 1e99])
def test_a_constant_column_may_hold_any_value(rng, value, covariance_type):
    X = np.column_stack([rng.normal(size=50), np.full(50, value)])

    assert_finite(fit(Dataset(X), FitOptions(2, covariance_type, n_init=4)))


@pytest.mark.parametrize("floor", [1e-12, 1e-3, 0.5])
def test_any_floor_in_range_gives_a_finite_fit(rng, floor, covariance_type):
    X = np.column_stack([rng.normal(size=(60, 2)), np.full(60, 3.0)])
    result = fit(Dataset(X), FitOptions(8, covariance_type, covariance_floor=floor, n_init=6))

    assert_finite(result)
    assert "dependent_columns" not in codes(result)
