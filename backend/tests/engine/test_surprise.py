"""What makes a row unusual: conditionals against Bayes' rule, integrals and one Gaussian's closed form."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from gmm.engine import DataError, Mixture, log_density, sample
from gmm.engine.anomalies.surprise import surprises
from tests.engine.strategies import random_mixture


def test_a_columns_log_density_given_the_others_is_bayes_rule(rng, covariance_type):
    mixture = random_mixture(rng, 3, 4, covariance_type)
    X, _ = sample(mixture, 50, seed=1)
    found = surprises(mixture, X)

    for j in range(4):
        others = [i for i in range(4) if i != j]
        without = log_density(mixture.marginal(others), X[:, others])
        assert found.log_density[:, j] == pytest.approx(log_density(mixture, X) - without, abs=1e-9)


def test_expected_spread_tail_and_surprise_are_integrals_of_the_conditional(rng):
    mixture = random_mixture(rng, 3, 2)
    X, _ = sample(mixture, 2, seed=2)
    found = surprises(mixture, X)
    for i, (x, y) in enumerate(X):
        below = log_density(mixture.marginal([1]), [[y]])[0]

        def density(t: float, y: float = y, below: float = below) -> float:
            return float(np.exp(log_density(mixture, [[t, y]])[0] - below))

        def integral(g, low: float = -40.0, high: float = 40.0, density=density) -> float:
            return float(quad(lambda s: g(s) * density(s), low, high, limit=400)[0])

        mean = integral(lambda t: t)
        assert found.expected[i, 0] == pytest.approx(mean, abs=1e-6)
        assert found.spread[i, 0] ** 2 == pytest.approx(integral(lambda t, m=mean: (t - m) ** 2), abs=1e-6)
        below_x = integral(lambda t: 1.0, high=x)
        assert found.tail[i, 0] == pytest.approx(2 * min(below_x, 1 - below_x), abs=1e-6)
        highest = max(density(t) for t in np.linspace(-20, 20, 4001))
        assert found.surprise[i, 0] == pytest.approx(np.log(highest / density(x)), abs=0.1)
        assert density(found.likeliest[i, 0]) == pytest.approx(highest, rel=0.1)


def test_the_surprise_of_one_gaussian_is_half_the_squared_distance_from_the_regression_line():
    mixture = Mixture.from_parameters([1.0], [[1.0, -2.0]], [[[4.0, 3.0], [3.0, 9.0]]])
    X = np.array([[1.0, -2.0], [5.0, 0.0], [1e6, -1e6]])
    found = surprises(mixture, X)
    expected = 1.0 + 3.0 / 9.0 * (X[:, 1] + 2.0)
    z = (X[:, 0] - expected) / np.sqrt(4.0 - 1.0)

    assert found.expected[:, 0] == pytest.approx(expected)
    assert found.likeliest[:, 0] == pytest.approx(expected)
    assert found.spread[:, 0] == pytest.approx(np.sqrt(3.0))
    assert found.surprise[:, 0] == pytest.approx(z**2 / 2)
    assert found.tail[:, 0] == pytest.approx(2 * norm.sf(np.abs(z)))


def test_a_value_between_two_peaks_surprises_without_lying_in_a_tail():
    mixture = Mixture.from_parameters([0.4, 0.6], [[-5.0], [5.0]], [[[1.0]], [[1.0]]])
    found = surprises(mixture, [[0.0], [5.0], [0.5]])

    assert found.tail[0, 0] == pytest.approx(0.8)
    assert found.surprise[0, 0] == pytest.approx(25 / 2 + np.log(0.6), abs=1e-6)
    assert found.surprise[1, 0] == pytest.approx(0.0, abs=1e-6)
    assert found.likeliest[2, 0] == 5.0
    assert found.sentence(2, 0, "depth") == "depth is 0.5 where about 5 was expected"


def test_the_column_that_was_tampered_with_ranks_first(rng):
    mixture = random_mixture(rng, 3, 5)
    X, _ = sample(mixture, 200, seed=3)
    tampered = rng.integers(5, size=200)
    X[np.arange(200), tampered] += 25.0

    assert np.mean(surprises(mixture, X).ranking[:, 0] == tampered) > 0.95


def test_a_row_between_clusters_so_tight_that_no_float_holds_their_odds_follows_bayes_rule():
    """Each value is at another cluster's place: 800 nats from one by its first value, 1800 by its second."""
    mixture = Mixture.from_parameters([0.5, 0.5], [[0.0, 0.0], [40.0, 60.0]], [np.eye(2)] * 2)
    row = np.array([[0.0, 60.0]])
    found = surprises(mixture, row)
    joint = log_density(mixture, row)[0]

    for j in range(2):
        without = log_density(mixture.marginal([1 - j]), row[:, [1 - j]])[0]
        assert found.log_density[0, j] == pytest.approx(joint - without, rel=1e-9)
    assert found.log_density[0] == pytest.approx([-800.0, -800.0], abs=2)


def test_shifting_and_scaling_a_column_changes_no_surprise(rng):
    mixture = random_mixture(rng, 2, 3)
    X, _ = sample(mixture, 30, seed=4)
    shift, scale = np.array([1e3, 0.0, -5.0]), np.array([1e-3, 1.0, 1e4])
    moved = Mixture.from_parameters(
        mixture.weights, mixture.means * scale + shift, mixture.covariances * np.outer(scale, scale)
    )
    found, again = surprises(mixture, X), surprises(moved, X * scale + shift)

    assert again.surprise == pytest.approx(found.surprise, abs=1e-6)
    assert again.tail == pytest.approx(found.tail, abs=1e-6)
    assert again.expected == pytest.approx(found.expected * scale + shift, rel=1e-6, abs=1e-6)


def test_rows_far_from_everything_have_finite_surprises(rng, covariance_type):
    found = surprises(random_mixture(rng, 3, 3, covariance_type), [[1e8, 0.0, 0.0], [-1e8, 1e8, 1e-8]])

    for values in (found.expected, found.spread, found.log_density, found.surprise, found.tail):
        assert np.all(np.isfinite(values))
    assert found.ranking[0, 0] == 0


def test_rows_that_are_none_of_the_mixtures_are_refused(rng):
    mixture = random_mixture(rng, 2, 2)
    with pytest.raises(DataError, match="3 columns, but the mixture has 2"):
        surprises(mixture, [[1.0, 2.0, 3.0]])
    with pytest.raises(DataError, match="row 2, column 'x1' is infinite"):
        surprises(mixture, [[1.0, 2.0], [float("inf"), 1.0]])


def test_a_row_with_gaps_is_explained_by_the_mixture_of_its_observed_columns(rng):
    mixture = random_mixture(rng, 3, 4)
    X, _ = sample(mixture, 12, seed=3)
    whole = surprises(mixture, X)
    gaps = X.copy()
    gaps[::3, 1] = gaps[5] = np.nan
    found = surprises(mixture, gaps)
    observed = surprises(mixture.marginal([0, 2, 3]), X[::3][:, [0, 2, 3]])

    for name in ("values", "expected", "spread", "likeliest", "log_density", "surprise", "tail"):
        assert np.array_equal(np.isnan(getattr(found, name)), np.isnan(gaps)), name
        rows = getattr(found, name)[::3][:, [0, 2, 3]]
        assert rows == pytest.approx(getattr(observed, name), rel=1e-12), name
        assert getattr(found, name)[1] == pytest.approx(getattr(whole, name)[1], rel=1e-12), name
    assert found.ranking[0, -1] == 1
    assert found.sentence(0, 1, "u") == "u is missing"
