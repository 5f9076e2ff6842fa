"""Components keep their names, whatever the order in which a fit finds them."""

from itertools import permutations

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from gmm.engine import Mixture
from gmm.engine.bootstrap.matching import divergences, matching_order
from tests.engine.strategies import random_mixture


def test_any_order_is_undone(rng, covariance_type):
    mixture = random_mixture(rng, 4, 3, covariance_type)

    for order in permutations(range(4)):
        shuffled = mixture.reordered(order)
        back = shuffled.reordered(matching_order(shuffled, to=mixture))
        assert np.array_equal(back.means, mixture.means)
        assert np.array_equal(back.sigma, mixture.sigma)


def test_divergences_are_those_of_the_textbook(rng, covariance_type):
    a, b = random_mixture(rng, 3, 2, covariance_type), random_mixture(rng, 4, 2, covariance_type)

    def kl(m: np.ndarray, S: np.ndarray, n: np.ndarray, T: np.ndarray) -> float:
        inverse, apart = np.linalg.inv(T), n - m
        logs = np.linalg.slogdet(T)[1] - np.linalg.slogdet(S)[1]
        return 0.5 * float(np.trace(inverse @ S) + apart @ inverse @ apart - len(m) + logs)

    for i, j in np.ndindex(3, 4):
        p, q = (a.means[i], a.covariances[i]), (b.means[j], b.covariances[j])
        assert divergences(a, b)[i, j] == pytest.approx(kl(*p, *q) + kl(*q, *p), rel=1e-9)


def test_a_divergence_is_a_mean_of_log_ratios(rng):
    a, b = random_mixture(rng, 1, 2), random_mixture(rng, 1, 2)
    p, q = (multivariate_normal(m.means[0], m.covariances[0]) for m in (a, b))
    X, Y = (each.rvs(200_000, random_state=rng) for each in (p, q))
    there, back = p.logpdf(X) - q.logpdf(X), q.logpdf(Y) - p.logpdf(Y)
    error = np.sqrt((there.var() + back.var()) / 200_000)

    assert divergences(a, b)[0, 0] == pytest.approx(there.mean() + back.mean(), abs=4 * error)


def test_the_matching_is_the_best_of_all_orders(rng):
    for _ in range(20):
        a, b = random_mixture(rng, 4, 2), random_mixture(rng, 4, 2)
        cost = np.log1p(divergences(a, b))
        best = min(permutations(range(4)), key=lambda order: sum(cost[range(4), order]))

        assert matching_order(b, to=a) == list(best)


def test_a_component_that_went_far_does_not_drag_the_others_along():
    places = np.array([[0.0], [10.0], [20.0]])
    mixture = Mixture.from_parameters([0.4, 0.3, 0.3], places, np.ones((3, 1, 1)))
    moved = Mixture.from_parameters([0.4, 0.3, 0.3], [[0.0], [20.0], [-90.0]], np.ones((3, 1, 1)))

    # By the sum of the divergences themselves the first would pass for the one that went far.
    assert matching_order(moved, to=mixture)[0] == 0
    assert matching_order(moved, to=mixture)[2] == 1
