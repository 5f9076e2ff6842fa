"""Entropy and divergence: closed forms, integrals, and standard errors that say how far off an average is."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import multivariate_normal

from gmm.engine import Mixture, OptionError, ParameterError, entropy, kl_divergence, log_density
from gmm.engine.distribution.divergence import averages, entropy_estimates, kl_divergence_estimates
from tests.engine.strategies import random_mixture


def doubled(mixture: Mixture) -> Mixture:
    """The same density of one component, written with two: no closed form is known of it."""
    return Mixture.from_parameters(
        [0.3, 0.7],
        np.repeat(mixture.means, 2, axis=0),
        np.repeat(mixture.covariances, 2, axis=0),
        mixture.covariance_type,
        mixture.columns,
    )


def test_the_entropy_of_one_gaussian_is_scipys(rng, covariance_type):
    one = random_mixture(rng, 1, 4, covariance_type)
    found = entropy(one)

    assert found.value == pytest.approx(multivariate_normal(one.means[0], one.covariances[0]).entropy())
    assert (found.standard_error, found.n_samples) == (0.0, 0)


def test_the_divergence_of_two_gaussians_is_the_textbooks(rng, covariance_type):
    p, q = random_mixture(rng, 1, 3, covariance_type), random_mixture(rng, 1, 3)
    precision, apart = np.linalg.inv(q.covariances[0]), q.means[0] - p.means[0]
    ratio = precision @ p.covariances[0]
    textbook = 0.5 * (np.trace(ratio) - 3 - np.log(np.linalg.det(ratio)) + apart @ precision @ apart)

    assert kl_divergence(p, q).value == pytest.approx(textbook, rel=1e-10)
    assert kl_divergence(p, p).value == pytest.approx(0, abs=1e-14)


def test_nearly_equal_gaussians_keep_the_digits_of_their_divergence():
    p, q = (Mixture.from_parameters([1.0], [[0.0]], [[[v]]]) for v in (1.0, 1.0 + 1e-7))

    assert kl_divergence(p, q).value == pytest.approx(2.5e-15, rel=1e-6)


def test_averages_are_within_their_errors_of_the_closed_forms(rng, covariance_type):
    p, q = random_mixture(rng, 1, 3, covariance_type), random_mixture(rng, 1, 3, covariance_type)
    for seed in range(4):
        for found, exact in [
            (entropy(doubled(p), 20_000, seed), entropy(p)),
            (kl_divergence(doubled(p), q, 20_000, seed), kl_divergence(p, q)),
            (kl_divergence(p, doubled(q), 20_000, seed), kl_divergence(p, q)),
        ]:
            assert found.value == pytest.approx(exact.value, abs=4.5 * found.standard_error)
            assert 0 < found.standard_error < 0.2 * abs(exact.value) + 0.1


def test_standard_errors_say_how_averages_scatter(rng):
    p, q = random_mixture(rng, 3, 2), random_mixture(rng, 2, 2)
    found = [kl_divergence(p, q, 2000, seed) for seed in range(300)]
    scatter = np.std([each.value for each in found], ddof=1)
    promised = np.sqrt(np.mean([each.standard_error**2 for each in found]))

    # The scatter of 300 averages is itself known to 4 %.
    assert promised == pytest.approx(scatter, rel=0.2)


def test_averages_are_what_integrals_say(rng):
    p, q = random_mixture(rng, 3, 1), random_mixture(rng, 2, 1)

    def mean_of(function) -> float:
        def integrand(x: float) -> float:
            return float(np.exp(log_density(p, [[x]])[0]) * function([[x]])[0])

        return quad(integrand, -40, 40, points=p.means[:, 0].tolist(), limit=400)[0]

    uncertainty = mean_of(lambda x: -log_density(p, x))
    apart = mean_of(lambda x: log_density(p, x) - log_density(q, x))
    of_entropy, of_divergence = entropy(p), kl_divergence(p, q)
    assert of_entropy.value == pytest.approx(uncertainty, abs=4.5 * of_entropy.standard_error)
    assert of_divergence.value == pytest.approx(apart, abs=4.5 * of_divergence.standard_error)


def test_the_divergence_from_the_same_density_is_zero_and_from_others_positive(rng, covariance_type):
    p, q = random_mixture(rng, 3, 2, covariance_type), random_mixture(rng, 3, 2, covariance_type)
    same, other = kl_divergence(p, p), kl_divergence(p, q)

    assert (same.value, same.standard_error) == pytest.approx((0.0, 0.0), abs=1e-15)
    assert other.value > 10 * other.standard_error


def test_columns_go_by_their_names(rng):
    p, q = random_mixture(rng, 3, 3), random_mixture(rng, 2, 3)
    shuffled = q.marginal([2, 0, 1])

    assert kl_divergence(p, shuffled, 5000).value == pytest.approx(kl_divergence(p, q, 5000).value, rel=1e-12)


def test_scaling_adds_to_entropy_and_leaves_divergence(rng):
    p, q = random_mixture(rng, 3, 2), random_mixture(rng, 2, 2)
    scale = np.array([1e3, 1e-2])

    def scaled(mixture: Mixture) -> Mixture:
        unit = np.outer(scale, scale)
        return Mixture.from_parameters(mixture.weights, mixture.means * scale, mixture.covariances * unit)

    assert entropy(scaled(p)).value == pytest.approx(entropy(p).value + np.log(scale).sum(), rel=1e-9)
    assert kl_divergence(scaled(p), scaled(q)).value == pytest.approx(kl_divergence(p, q).value, rel=1e-9)


def test_the_same_seed_gives_the_same_bits_and_another_seed_others(rng):
    p, q = random_mixture(rng, 3, 2), random_mixture(rng, 2, 2)

    assert kl_divergence(p, q, 40_000, 3) == kl_divergence(p, q, 40_000, 3)
    assert kl_divergence(p, q, 40_000, 3) != kl_divergence(p, q, 40_000, 4)
    assert entropy(p, 40_000, 3) == entropy(p, 40_000, 3) != entropy(p, 40_000, 4)


def test_estimates_come_block_by_block_and_get_better(rng):
    p, q = random_mixture(rng, 3, 2), random_mixture(rng, 2, 2)
    for estimates, last in [
        (entropy_estimates(p, 60_000, 1), entropy(p, 60_000, 1)),
        (kl_divergence_estimates(p, q, 60_000, 1), kl_divergence(p, q, 60_000, 1)),
    ]:
        told = list(estimates)

        assert len(told) > 2 and told[-1] == last and last.n_samples == 60_000
        assert told[0].standard_error > told[-1].standard_error


def test_the_running_average_is_the_average_of_all(rng):
    p = random_mixture(rng, 3, 1)
    first, second = (entropy(p, n, 8) for n in (2, 16_385))

    assert first.n_samples == 2 and first.standard_error > second.standard_error
    drawn = []

    def remembered(X):
        drawn.append(X)
        return X[:, 0]

    *_, last = averages(p, remembered, 40_000, 8)
    values = np.concatenate(drawn)[:, 0]
    assert last.value == pytest.approx(values.mean(), rel=1e-12)
    assert last.standard_error == pytest.approx(values.std(ddof=1) / np.sqrt(len(values)), rel=1e-12)


@pytest.mark.parametrize("n_samples", [1, 0, -5])
def test_too_few_samples_are_refused(rng, n_samples):
    p = random_mixture(rng, 2, 2)
    for ask in (lambda: entropy(p, n_samples), lambda: kl_divergence(p, p, n_samples)):
        with pytest.raises(OptionError, match="at least 2") as refused:
            ask()
        assert refused.value.field == "n_samples"


def test_mixtures_of_other_columns_are_refused(rng):
    p = random_mixture(rng, 2, 2)
    for other in (random_mixture(rng, 2, 3), random_mixture(rng, 2, 3).marginal([1, 2])):
        with pytest.raises(OptionError, match="same columns") as refused:
            kl_divergence(p, other)
        assert refused.value.field == "other"


def test_mixtures_out_of_each_others_reach_are_refused():
    tight, far = (
        Mixture.from_parameters([0.5, 0.5], [[m], [m]], [[[v]], [[v]]])
        for m, v in ((0.0, 1e-100), (1e99, 1.0))
    )
    apart = Mixture.from_parameters([0.5, 0.5], [[0.0], [1e60]], [[[1e-200]], [[1e-200]]])

    with pytest.raises(OptionError, match="too far apart") as refused:
        kl_divergence(far, tight)
    assert refused.value.field == "other"
    with pytest.raises(ParameterError, match="too wide, too narrow") as refused:
        entropy(apart)
    assert refused.value.field == "covariances"
