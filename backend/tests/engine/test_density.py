"""Densities, responsibilities, samples and marginals of a given mixture."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import logsumexp
from scipy.stats import multivariate_normal

from gmm.engine import (
    DataError,
    Mixture,
    OptionError,
    ParameterError,
    density_levels,
    labels,
    log_density,
    responsibilities,
    sample,
)
from tests.engine.strategies import random_mixture, structured


def naive_log_joint(mixture: Mixture, X: np.ndarray) -> np.ndarray:
    return np.array(
        [
            np.log(w) + multivariate_normal(m, c).logpdf(X)
            for w, m, c in zip(mixture.weights, mixture.means, mixture.covariances, strict=True)
        ]
    ).T


@pytest.mark.parametrize("D", [1, 2, 5, 20])
def test_log_density_and_responsibilities_follow_the_textbook(rng, covariance_type, D):
    mixture = random_mixture(rng, 4, D, covariance_type)
    X = 3 * rng.normal(size=(200, D))
    joint = naive_log_joint(mixture, X)
    resp, density = responsibilities(mixture, X)

    assert log_density(mixture, X) == pytest.approx(logsumexp(joint, axis=1), abs=1e-9)
    assert density == pytest.approx(logsumexp(joint, axis=1), abs=1e-9)
    assert resp == pytest.approx(np.exp(joint - logsumexp(joint, axis=1)[:, None]), abs=1e-9)
    assert np.array_equal(labels(mixture, X), resp.argmax(axis=1))


def test_more_columns_than_the_feature_product_pays_for_give_the_same_density(rng):
    mixture = random_mixture(rng, 2, 120)
    X = rng.normal(size=(50, 120))

    assert log_density(mixture, X) == pytest.approx(logsumexp(naive_log_joint(mixture, X), axis=1), rel=1e-10)


def test_a_density_integrates_to_one(rng, covariance_type):
    mixture = random_mixture(rng, 3, 1, covariance_type)

    total, _ = quad(lambda x: float(np.exp(log_density(mixture, [[x]])[0])), -40, 40, limit=200)
    assert total == pytest.approx(1.0, abs=1e-6)


def test_a_sample_a_million_standard_deviations_away_still_has_a_nearest_component(covariance_type):
    mixture = Mixture.from_parameters(
        [0.5, 0.5],
        [[0, 0], [1, 0]],
        structured(np.stack([np.eye(2), 4 * np.eye(2)]), covariance_type),
        covariance_type,
    )
    resp, density = responsibilities(mixture, [[1e6, 0.0], [-1e6, 1e6]])

    assert np.all(np.isfinite(density))
    assert resp.sum(axis=1) == pytest.approx(1.0)
    nearest = naive_log_joint(mixture, np.array([[1e6, 0.0], [-1e6, 1e6]])).argmax(axis=1)
    assert np.array_equal(resp.argmax(axis=1), nearest)


def test_a_marginal_is_the_density_of_the_chosen_columns(rng, covariance_type):
    mixture = random_mixture(rng, 3, 4, covariance_type)
    marginal = mixture.marginal([2, 0])
    X = rng.normal(size=(10, 2))
    terms = [
        np.log(w) + multivariate_normal(m[[2, 0]], c[np.ix_([2, 0], [2, 0])]).logpdf(X)
        for w, m, c in zip(mixture.weights, mixture.means, mixture.covariances, strict=True)
    ]

    assert marginal.columns == ("x3", "x1")
    assert log_density(marginal, X) == pytest.approx(logsumexp(terms, axis=0), abs=1e-9)


@pytest.mark.parametrize("columns", [[], [0, 0], [7], [-1]])
def test_a_marginal_on_impossible_columns_is_refused(rng, columns):
    with pytest.raises(ParameterError, match="column"):
        random_mixture(rng, 2, 3).marginal(columns)


def test_samples_have_the_mixtures_moments(rng, covariance_type):
    mixture = random_mixture(rng, 3, 2, covariance_type)
    X, component = sample(mixture, 200_000, seed=1)

    assert np.bincount(component) / len(X) == pytest.approx(mixture.weights, abs=0.01)
    for k in range(3):
        assert X[component == k].mean(axis=0) == pytest.approx(mixture.means[k], abs=0.1)
        assert np.cov(X[component == k].T) == pytest.approx(mixture.covariances[k], abs=0.2)
    assert X.mean(axis=0) == pytest.approx(mixture.mean, abs=0.05)
    assert np.cov(X.T) == pytest.approx(mixture.covariance, rel=0.03, abs=0.1)


def test_the_same_seed_draws_the_same_samples(rng):
    mixture = random_mixture(rng, 2, 2)

    assert np.array_equal(sample(mixture, 10, seed=4)[0], sample(mixture, 10, seed=4)[0])
    with pytest.raises(OptionError, match="n_samples"):
        sample(mixture, 0)


def test_a_level_of_one_gaussian_is_its_chi_square_contour():
    mixture = Mixture.from_parameters([1.0], [[0.0, 0.0]], [np.diag([4.0, 9.0])])
    levels = density_levels(mixture, [0.5, 0.95])

    for p, level in levels.items():
        exact = -np.log(2 * np.pi * 6) + np.log(1 - p)  # −r²/2 with r² = −2 log(1 − p)
        assert level == pytest.approx(exact, abs=0.05)


def test_a_level_holds_its_probability(rng):
    mixture = random_mixture(rng, 4, 3)
    X, _ = sample(mixture, 100_000, seed=11)

    for p, level in density_levels(mixture, [0.2, 0.8]).items():
        assert (log_density(mixture, X) >= level).mean() == pytest.approx(p, abs=0.01)
    with pytest.raises(OptionError, match="between 0 and 1"):
        density_levels(mixture, [1.0])


def test_data_with_other_columns_than_the_mixture_are_refused(rng):
    with pytest.raises(DataError, match="3 columns, but the mixture has 2"):
        log_density(random_mixture(rng, 2, 2), [[1.0, 2.0, 3.0]])


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"weights": [0.7, 0.7]}, "weights", "sum to 1"),
        ({"weights": [1.0]}, "weights", "1 numbers"),
        ({"weights": [1.0, 0.0]}, "weights", "positive"),
        ({"means": [[0, 0], [1]]}, "means", "numbers"),
        ({"means": [[0, float("nan")], [1, 1]]}, "means", "NaN"),
        ({"covariances": [np.eye(3)] * 2}, "covariances", "need"),
        ({"covariances": [np.eye(2), [[1, 2], [0, 1]]]}, "covariances", r"\[1\] is not symmetric"),
        ({"covariances": [np.eye(2), [[1, 2], [2, 1]]]}, "covariances", r"\[1\] is not positive"),
        ({"columns": ["a"]}, "columns", "1 names"),
        ({"covariance_type": "spherical", "covariances": [np.diag([1, 2])] * 2}, "covariances", "structure"),
        ({"covariance_type": "diag", "covariances": [[[2, 1], [1, 2]]] * 2}, "covariances", "structure"),
    ],
)
def test_numbers_that_are_no_mixture_are_refused_by_field(change, field, message):
    good = {"weights": [0.5, 0.5], "means": [[0, 0], [1, 1]], "covariances": [np.eye(2)] * 2}

    with pytest.raises(ParameterError, match=message) as refused:
        Mixture.from_parameters(**{**good, **change})
    assert refused.value.field == field
