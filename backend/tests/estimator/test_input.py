"""What the estimator takes for data, what it refuses, and what it says."""

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given, settings

from gmm import GaussianMixture
from gmm.engine import DataError, EngineError, OptionError, ParameterError
from tests.engine.strategies import awkward_samples

METHODS = ["fit", "fit_predict", "predict", "predict_proba", "score_samples", "score", "aic", "bic", "icl"]


def spoilt(X: np.ndarray, value: float) -> np.ndarray:
    """The same data with that value in row 6, column 1."""
    X = X.copy()
    X[5, 0] = value
    return X


@pytest.fixture(scope="module")
def model(faithful) -> GaussianMixture:
    return GaussianMixture(2, n_init=2, random_state=0).fit(faithful)


def test_an_infinite_value_is_named_by_row_and_column():
    X = np.arange(20.0).reshape(10, 2) % 7
    X[3, 1] = np.inf

    with pytest.raises(DataError, match=r"row 4, column 'x2' is infinite") as refused:
        GaussianMixture(2).fit(X)

    assert (refused.value.row, refused.value.column) == (3, "x2")


def test_missing_and_masked_values_are_fitted_and_predicted(faithful):
    missing = spoilt(faithful, np.nan)
    model = GaussianMixture(2, n_init=2, random_state=0).fit(missing)
    masked = np.ma.masked_array(faithful, np.isnan(missing))

    assert model.predict(missing).tolist() == model.predict(masked).tolist()
    assert model.score(missing) == pytest.approx(model.lower_bound_, rel=1e-10)


def test_a_column_without_values_is_refused_by_name(faithful):
    empty = np.column_stack([faithful, np.full(len(faithful), np.nan)])

    with pytest.raises(DataError, match="Every value of column 'x3' is missing"):
        GaussianMixture(2).fit(empty)


@pytest.mark.parametrize("dtype", [np.float32, np.int64, np.int8, bool, object])
def test_numbers_of_any_type_are_fitted_in_double_precision(dtype):
    X = (np.random.default_rng(0).normal(size=(40, 2)) * 3).astype(np.int8).astype(dtype)
    model = GaussianMixture(1, random_state=0).fit(X)

    assert model.means_[0] == pytest.approx(X.astype(float).mean(axis=0), rel=1e-12)
    assert model.means_.dtype == model.predict_proba(X).dtype == np.float64


def test_a_list_of_rows_is_data(faithful):
    assert GaussianMixture(2, n_init=2, random_state=0).fit(faithful.tolist()).n_features_in_ == 2


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda X: X[:, 0], "2D array"),
        (lambda X: X[None], "dim 3"),
        (lambda X: X[:0], "0 sample"),
        (lambda X: X[:, :0], "0 feature"),
        (lambda X: scipy.sparse.csr_array(X), "[Ss]parse"),
        (lambda X: X + 1j, "Complex"),
        (lambda X: spoilt(X, np.inf), "row 6, column 'x1' is infinite"),
        (lambda X: X * 1e200, "too large"),
        (lambda X: X.astype(str) + "?", r"value '[\d.]+\?' in row 1, column 'x1' is no number"),
        (lambda X: [*X.tolist(), [10**400, 1]], "row 21, column 'x1' is no number"),
        (lambda X: [*X.tolist(), [1.0]], "same columns"),
        (lambda X: {"x1": X[:, 0]}, "not 'dict'"),
        (lambda X: iter(X), "not 'iterator'"),
        (lambda X: "geyser.csv", "table of numbers"),
    ],
)
def test_what_is_no_table_of_finite_numbers_is_refused(model, faithful, method, spoil, said):
    model = GaussianMixture(2, n_init=2).fit(faithful) if method.startswith("fit") else model

    with pytest.raises((ValueError, TypeError), match=said):
        getattr(model, method)(spoil(faithful[:20]))


@pytest.mark.parametrize("method", METHODS[2:])
def test_data_of_another_width_are_refused(model, method):
    with pytest.raises(ValueError, match="expecting 2 features"):
        getattr(model, method)(np.zeros((4, 3)))


@pytest.mark.parametrize("method", [*METHODS[2:], "sample"])
def test_nothing_is_known_before_a_fit(faithful, method):
    model = GaussianMixture(2)

    with pytest.raises(ValueError, match="not fitted"):
        getattr(model, method)(*(() if method == "sample" else (faithful,)))
    assert not hasattr(model, "means_")


def test_one_row_is_enough_for_one_component():
    model = GaussianMixture(1).fit([[3.0, 4.0]])

    assert model.means_.tolist() == [[3.0, 4.0]]
    assert np.isfinite(model.score([[3.0, 4.0]]))


@pytest.mark.parametrize(
    ("X", "K", "said"),
    [
        (np.arange(3.0)[:, None], 4, "4 components need at least 4 rows, but there are 3"),
        (
            np.repeat([[0.0], [1.0]], 500, axis=0),
            3,
            "only 2 of the 1000 rows differ; lower n_components to 2",
        ),
    ],
)
def test_more_components_than_different_rows_are_refused(X, K, said):
    with pytest.raises(DataError, match=said):
        GaussianMixture(K).fit(X)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"n_components": 0}, "n_components"),
        ({"n_components": 1.5}, "n_components"),
        ({"covariance_type": "round"}, "covariance_type.*'spherical'"),
        ({"init_params": "best"}, "init_params.*'k-means\\+\\+'"),
        ({"reg_covar": -1e-6}, "reg_covar"),
        ({"reg_covar": 1.0}, "reg_covar"),
        ({"tol": -1.0}, "tol"),
        ({"tol": np.inf}, "tol"),
        ({"max_iter": -1}, "max_iter"),
        ({"n_init": 0}, "n_init"),
        ({"random_state": -3}, "random_state|[Ss]eed"),
        ({"verbose_interval": 0}, "verbose_interval"),
    ],
)
def test_a_parameter_out_of_its_range_is_named(faithful, options, said):
    with pytest.raises(ValueError, match=said):
        GaussianMixture(**options).fit(faithful)


@pytest.mark.parametrize(
    ("n_samples", "said"),
    [(0, "at least 1, not 0"), (-5, "at least 1, not -5"), (2.5, "whole number, not 2.5"), ("3", "not '3'")],
)
def test_no_samples_and_parts_of_samples_cannot_be_drawn(model, n_samples, said):
    with pytest.raises(OptionError, match=said) as refused:
        model.sample(n_samples)

    assert refused.value.field == "n_samples"


GOOD = ([0.5, 0.5], [[0.0, 0.0], [1.0, 1.0]], [np.eye(2), np.eye(2)], "full")


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        (0, [0.5, 0.6], "weights"),
        (0, [1.0], "weights"),
        (1, [[0.0], [1.0, 1.0]], "means"),
        (1, [0.0, 1.0], "means"),
        (1, [[0.0, np.nan], [1.0, 1.0]], "means"),
        (1, [[0.0, 1e200], [1.0, 1.0]], "means"),
        (2, [np.eye(2)], "covariances"),
        (2, np.eye(2), "covariances"),
        (2, [np.eye(2), -np.eye(2)], "covariances"),
        (2, [np.eye(2), [[1.0, 0.5], [0.2, 1.0]]], "covariances"),
        (2, [np.eye(2), 1e308 * np.eye(2)], "covariances"),
        (2, [np.eye(2), 1e-320 * np.eye(2)], "covariances"),
        (3, "round", "covariance_type"),
        (3, ["full"], "covariance_type"),
    ],
)
def test_parameters_that_make_no_mixture_are_named(place, value, field):
    parameters = [*GOOD[:place], value, *GOOD[place + 1 :]]

    with pytest.raises((ParameterError, OptionError)) as refused:
        GaussianMixture.from_parameters(*parameters)

    assert refused.value.field == field


@pytest.mark.parametrize("names", [["a"], ["a", "a"], [1, 2], "ab", ["a", "b", "c"]])
def test_names_of_columns_that_are_no_names_are_refused(names):
    with pytest.raises(ParameterError, match="feature_names must be 2 different strings") as refused:
        GaussianMixture.from_parameters(*GOOD, feature_names=names)

    assert refused.value.field == "feature_names"


@pytest.mark.filterwarnings("ignore::gmm.FitWarning", "ignore::sklearn.exceptions.ConvergenceWarning")
@settings(max_examples=25, deadline=None)
@given(X=awkward_samples())
def test_a_fit_gives_finite_numbers_or_says_why_not(X):
    model = GaussianMixture(3, n_init=3, max_iter=100, random_state=0)
    try:
        proba = model.fit(X).predict_proba(X)
    except EngineError as refused:
        assert len(np.unique(X, axis=0)) < 3, refused
        return

    numbers = [proba, model.score_samples(X), model.covariances_, model.precisions_, model.means_]
    numbers += [model.bic(X), model.icl(X), model.lower_bounds_, model.sample(5)[0]]
    assert all(np.all(np.isfinite(values)) for values in numbers)
    assert proba.sum(axis=1) == pytest.approx(1.0)
    assert model.lower_bound_ == pytest.approx(model.score(X), rel=1e-6, abs=1e-6)
