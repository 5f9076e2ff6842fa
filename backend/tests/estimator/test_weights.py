"""Sample weights count rows: two is the row twice, zero is no row."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm import GaussianMixture
from gmm.engine import DataError
from gmm.estimator.samples import fitting_dataset


def parameters(model: GaussianMixture) -> list[np.ndarray]:
    return [model.weights_, model.means_, model.covariances_, np.array(model.lower_bound_)]


def assert_same_fit(a: GaussianMixture, b: GaussianMixture) -> None:
    for one, other in zip(parameters(a), parameters(b), strict=True):
        assert one == pytest.approx(other, rel=1e-10, abs=1e-10)


def fitted(X: np.ndarray, sample_weight=None, **options) -> GaussianMixture:
    options = {"n_components": 2, "n_init": 6, "random_state": 0, **options}
    return GaussianMixture(**options).fit(X, sample_weight=sample_weight)


def test_integer_weights_are_repeated_rows(faithful, rng, covariance_type):
    counts = rng.integers(0, 4, len(faithful))
    repeated = rng.permutation(np.repeat(faithful, counts, axis=0))

    assert_same_fit(
        fitted(faithful, counts, covariance_type=covariance_type),
        fitted(repeated, covariance_type=covariance_type),
    )


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), decimals=st.integers(0, 2))
def test_integer_weights_are_repeated_rows_in_data_with_ties(seed, decimals):
    rng = np.random.default_rng(seed)
    X = np.round(rng.normal(size=(40, 2)) + 4 * rng.integers(0, 2, (40, 1)), decimals)
    counts = rng.integers(1, 5, 40)
    options = {"covariance_type": "diag", "n_init": 3, "reg_covar": 1e-3}

    assert_same_fit(fitted(X, counts, **options), fitted(np.repeat(X, counts, axis=0), **options))


def test_rows_of_weight_zero_are_absent(faithful, rng):
    noise = 1e3 * rng.normal(size=(50, 2))
    weights = np.repeat([1.0, 0.0], [len(faithful), 50])

    assert_same_fit(fitted(np.vstack([faithful, noise]), weights), fitted(faithful))


def test_rows_of_weight_zero_are_no_rows_that_repeat_others(rng):
    X, weights = rng.normal(size=(200, 2)), np.repeat([1.0, 0.0], [60, 140])

    assert "duplicate_rows" not in {notice.code for notice in fitted(X, weights).warnings_}


def test_the_order_of_the_rows_changes_nothing(faithful, rng):
    assert_same_fit(fitted(rng.permutation(faithful)), fitted(faithful))


@pytest.mark.parametrize("factor", [1e-6, 1 / 272, 3.0, 1e12])
def test_multiplying_all_weights_leaves_the_optimum(faithful, rng, factor):
    weights = rng.uniform(0.5, 2.0, len(faithful))
    one, other = fitted(faithful, weights), fitted(faithful, factor * weights)

    assert other.lower_bound_ == pytest.approx(one.lower_bound_, abs=1e-7)
    assert other.means_ == pytest.approx(one.means_, rel=1e-3)
    assert one.converged_ and other.converged_


@pytest.mark.parametrize("criterion", ["score", "aic", "bic", "icl"])
def test_criteria_count_rows_by_their_weights(faithful, rng, criterion):
    counts = rng.integers(0, 4, len(faithful))
    model = fitted(faithful)
    of = getattr(model, criterion)

    weighted, repeated = of(faithful, sample_weight=counts), of(np.repeat(faithful, counts, axis=0))

    assert weighted == pytest.approx(repeated, rel=1e-10)
    assert of(faithful, sample_weight=np.ones(len(faithful))) == pytest.approx(of(faithful), rel=1e-12)


def test_weights_are_the_likelihood_that_is_maximised(faithful, rng):
    weights = rng.uniform(0.0, 3.0, len(faithful))
    model = fitted(faithful, weights)

    assert model.lower_bound_ == pytest.approx(model.score(faithful, sample_weight=weights), rel=1e-12)
    assert model.score(faithful, sample_weight=weights) > fitted(faithful).score(
        faithful, sample_weight=weights
    )


def test_fit_predict_takes_weights_and_labels_every_row(faithful, rng):
    weights = rng.integers(0, 3, len(faithful))
    model = GaussianMixture(2, n_init=4, random_state=0)

    labels = model.fit_predict(faithful, sample_weight=weights)

    assert np.array_equal(labels, model.predict(faithful))
    assert_same_fit(model, fitted(faithful, weights, n_init=4))


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (np.ones(3), "has 3 entries; give one number for each of the 272 rows"),
        (np.ones((272, 1)), "is a table; give one number for each of the 272 rows"),
        (2.0, "is a single value; give one number for each of the 272 rows"),
        (np.where(np.arange(272) == 7, -1.0, 1.0), "row 8 is -1"),
        (np.where(np.arange(272) == 7, np.nan, 1.0), "row 8 is nan"),
        (np.zeros(272), "zero"),
        (np.full(272, 1e200), "divide"),
        (np.full(272, 5e-324), "divide"),
        (["many"] * 272, "real numbers"),
        (np.full(272, 1 + 1j), "real numbers"),
    ],
)
def test_weights_that_cannot_be_counted_are_refused(faithful, weights, said):
    model = GaussianMixture(2, n_init=1, random_state=0)

    with pytest.raises(DataError, match=said) as refused:
        model.fit(faithful, sample_weight=weights)

    assert refused.value.field == "sample_weight"


def test_too_few_rows_of_weight_are_refused():
    X, weights = np.arange(10.0)[:, None], np.repeat([1, 0], [2, 8])

    with pytest.raises(DataError, match="at least 3 rows"):
        GaussianMixture(3).fit(X, sample_weight=weights)


def test_equal_rows_are_fitted_as_one_unless_too_few_differ():
    X, weights = np.repeat(np.arange(3.0), 4)[:, None], np.arange(12) % 4

    assert fitting_dataset(X, None, weights, 3).n_samples == 3
    assert fitting_dataset(X, None, weights, 3).total_weight == weights.sum()
    assert (
        fitting_dataset(X, None, weights, 4).n_samples == 9
    )  # so that the engine counts them in its refusal


@pytest.mark.parametrize("factor", [1e-3, 1e10])
def test_weights_that_cannot_be_counts_are_relative_to_the_mean_of_the_rows_that_count(faithful, factor):
    weights = factor * (np.arange(272) % 3)

    dataset = fitting_dataset(faithful, None, weights, 2)

    assert dataset.total_weight == pytest.approx(np.sum(weights > 0))


def test_more_rows_than_are_merged_give_the_optimum_of_repeated_rows(monkeypatch, faithful, rng):
    counts = rng.integers(0, 4, len(faithful))
    monkeypatch.setattr("gmm.estimator.samples.MOST_ROWS_TO_MERGE", 0)

    assert_same_fit(fitted(faithful, counts), fitted(np.repeat(faithful, counts, axis=0)))
