"""Missing values: the likelihood of what is observed, and the exact expectations of what is not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from gmm.engine import (
    DataError,
    Dataset,
    FitOptions,
    Mixture,
    bootstrap,
    dataset_of,
    fit,
    iterate,
    labels,
    log_density,
    responsibilities,
)
from gmm.engine.bootstrap.bootstrap import BootstrapOptions
from gmm.engine.e_step import expectation
from gmm.engine.em import EMRules
from tests.engine.strategies import awkward_samples, random_mixture


def holed(X: np.ndarray, share: float, seed: int = 0) -> np.ndarray:
    """The samples with a share of the values missing at random, in no column all of them."""
    missing = np.random.default_rng(seed).random(X.shape) < share
    missing[0] = False
    return np.where(missing, np.nan, X)


def observed_joint(mixture: Mixture, x: np.ndarray) -> np.ndarray:
    """w_k N_k of the observed values of one sample, (K,)."""
    seen = np.flatnonzero(~np.isnan(x))
    return np.array(
        [
            w * (multivariate_normal(m[seen], c[np.ix_(seen, seen)]).pdf(x[seen]) if len(seen) else 1.0)
            for w, m, c in zip(mixture.weights, mixture.means, mixture.covariances, strict=True)
        ]
    )


@pytest.fixture
def mixture(rng) -> Mixture:
    return random_mixture(rng, 3, 4)


@pytest.fixture
def samples(rng) -> np.ndarray:
    X = holed(2 * rng.normal(size=(60, 4)), 0.4)
    X[7] = np.nan
    return X


def test_the_density_of_a_sample_is_that_of_its_observed_values(mixture, samples):
    expected = [np.log(observed_joint(mixture, x).sum()) for x in samples]

    assert log_density(mixture, samples) == pytest.approx(expected, abs=1e-11)


def test_a_component_is_as_probable_as_the_observed_values_make_it(mixture, samples):
    joint = np.array([observed_joint(mixture, x) for x in samples])
    resp, _ = responsibilities(mixture, samples)

    assert resp == pytest.approx(joint / joint.sum(axis=1, keepdims=True), abs=1e-12)
    assert labels(mixture, samples).tolist() == joint.argmax(axis=1).tolist()


def test_a_sample_without_any_value_is_as_probable_as_the_weights_say(mixture):
    resp, densities = responsibilities(mixture, np.full((1, 4), np.nan))

    assert resp[0] == pytest.approx(mixture.weights)
    assert densities[0] == 0.0


def test_moments_are_conditional_expectations(mixture, samples):
    counts, first = np.zeros(3), np.zeros((3, 4))
    second = np.zeros((3, 4, 4))
    for x in samples:
        joint = observed_joint(mixture, x)
        gone = np.isnan(x)
        for k, r in enumerate(joint / joint.sum()):
            m, c = mixture.means[k], mixture.covariances[k]
            B = c[np.ix_(gone, ~gone)] @ np.linalg.inv(c[np.ix_(~gone, ~gone)])
            full, spread = x.copy(), np.zeros((4, 4))
            full[gone] = m[gone] + B @ (x[~gone] - m[~gone])
            spread[np.ix_(gone, gone)] = c[np.ix_(gone, gone)] - B @ c[np.ix_(~gone, gone)]
            counts[k] += r
            first[k] += r * full
            second[k] += r * (np.outer(full, full) + spread)
    means = first / counts[:, None]
    sigma = second / counts[:, None, None] - np.einsum("ki,kj->kij", means, means)

    moments = expectation(dataset_of(samples), mixture).moments
    assert moments.counts == pytest.approx(counts, rel=1e-11)
    assert moments.means == pytest.approx(means, abs=1e-11)
    assert moments.sigma == pytest.approx(sigma, abs=1e-10)


def test_a_stack_of_mixtures_expects_what_each_of_them_does(rng, samples, covariance_type):
    alone = [random_mixture(rng, 3, 4, covariance_type) for _ in range(3)]
    together = expectation(dataset_of(samples), Mixture.stacked(alone))

    for s, mixture in enumerate(alone):
        one = expectation(dataset_of(samples), mixture)
        assert together.log_likelihoods[s] == pytest.approx(one.log_likelihoods[0], rel=1e-12)
        assert together.moments.means[s] == pytest.approx(one.moments.means, abs=1e-11)
        assert together.moments.sigma[s] == pytest.approx(one.moments.sigma, abs=1e-10)


def test_where_nothing_is_missing_the_fit_is_the_plain_one(iris):
    assert isinstance(dataset_of(iris), Dataset)
    plain, marked = (fit(made(iris), FitOptions(3)) for made in (Dataset, dataset_of))

    assert plain.log_likelihood == marked.log_likelihood
    assert np.array_equal(plain.mixture.means, marked.mixture.means)


@settings(max_examples=40, deadline=None)
@given(X=awkward_samples(), share=st.sampled_from([0.05, 0.3, 0.6]), seed=st.integers(0, 99))
def test_the_likelihood_never_falls_whatever_is_missing(X, share, seed):
    dataset = dataset_of(holed(X, share, seed))
    assume(dataset.n_distinct > 1)
    # A floor this high keeps rounding small where a column is the sum of others.
    options = FitOptions(2, n_init=1, max_iter=60, covariance_floor=1e-6, seed=seed)
    path = [it.log_likelihood for it in _path(dataset, options)]

    assert np.isfinite(path).all()
    assert np.all(np.diff(path) >= -1e-6 * np.maximum(1.0, np.abs(path[1:])))


def _path(dataset, options):
    start = fit(dataset, replace(options, max_iter=0)).mixture
    return iterate(dataset, start, EMRules(options.max_iter, 1e-9, options.m_step(dataset)))


def test_the_optimum_does_not_depend_on_units_origin_or_order(rng, iris):
    X = holed(iris, 0.2)
    back = np.argsort(order := rng.permutation(4))
    scale, shift = np.array([1e-3, 1.0, 50.0, 1e4]), np.array([0.0, 7.0, -1e3, 1e5])
    moved = (X * scale + shift)[rng.permutation(len(X))][:, order]
    here, there = (fit(dataset_of(each), FitOptions(2, n_init=12)) for each in (X, moved))
    jacobian = float((~np.isnan(X)).sum(axis=0) @ np.log(scale))

    assert there.log_likelihood == pytest.approx(here.log_likelihood - jacobian, abs=1e-4)
    assert there.mixture.means[:, back] == pytest.approx(here.mixture.means * scale + shift, rel=1e-3)


def test_whole_weights_are_repeated_rows(iris):
    X = holed(iris, 0.25)
    weights = np.arange(len(X)) % 3
    once = fit(dataset_of(X, weights=weights), FitOptions(2, n_init=6))
    repeated = fit(dataset_of(np.repeat(X, weights, axis=0)), FitOptions(2, n_init=6))

    assert once.log_likelihood == pytest.approx(repeated.log_likelihood, abs=1e-4)


def test_parameters_are_recovered_within_three_standard_errors():
    rng = np.random.default_rng(3)
    truth = Mixture.from_parameters(
        [0.6, 0.4], [np.zeros(5), np.full(5, 2.5)], [np.eye(5) + 0.5, 0.5 * np.eye(5) + 0.2]
    )
    component = rng.choice(2, 5000, p=truth.weights)
    X = np.array([rng.multivariate_normal(truth.means[k], truth.covariances[k]) for k in component])
    dataset = dataset_of(holed(X, 0.3))
    found = fit(dataset, FitOptions(2, n_init=4))
    errors = bootstrap(dataset, found.mixture, BootstrapOptions(n_replicates=12, seed=1)).standard_errors

    apart = np.abs(found.mixture.means - truth.means) / errors.means
    assert apart.max() < 3.5  # of ten numbers, with errors known to 20 %
    assert np.mean(apart**2) < 2.0
    assert abs(found.mixture.weights[0] - 0.6) < 3.5 * errors.weights[0]
    wide = np.abs(found.mixture.covariances - truth.covariances) / errors.covariances
    assert np.mean(wide**2) < 2.0


def test_a_column_without_values_is_refused_by_name(iris):
    X = np.column_stack([iris, np.full(len(iris), np.nan)])

    with pytest.raises(DataError, match="Every value of column 'e' is missing") as refused:
        dataset_of(X, list("abcde"))
    assert refused.value.column == "e"


def test_an_infinite_value_beside_missing_ones_is_named_by_its_place(iris):
    X = holed(iris, 0.3)
    X[9, 2] = np.inf

    with pytest.raises(DataError, match="row 10, column 'x3' is infinite"):
        dataset_of(X)


def test_a_value_in_a_row_that_does_not_count_fills_no_column():
    X = [[1.0, np.nan], [2.0, np.nan], [3.0, 5.0]]

    with pytest.raises(DataError, match="Every value of column 'x2' is missing"):
        dataset_of(X, weights=[1, 1, 0])


def test_a_notice_counts_the_values_the_rows_and_the_columns(iris):
    X = iris.copy()
    X[::10, 0] = X[3:6, 2] = X[7] = np.nan
    missing, empty = (each for each in fit(dataset_of(X), FitOptions(2, n_init=4)).warnings[:2])

    assert missing.code == "missing_values" and empty.code == "empty_rows"
    assert "22 values are missing, in 19 of 150 rows and in 4 of 4 columns" in missing.message
    assert "1 row is without any value" in empty.message
