"""Inputs H3 to H6 and H17 to H19 of the project's list of hard ones: offsets, units, distances, digits.

Where a number is at stake it is checked against extended precision.
"""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, rankdata

from gmm.engine import (
    Dataset,
    FitOptions,
    Mixture,
    fit,
    iterate,
    labels,
    log_density,
    responsibilities,
    sample,
)
from gmm.engine.e_step import EStep
from gmm.engine.em import EMRules
from tests.engine.exact import exact_log_density, exact_responsibilities, exact_step, exact_variance
from tests.engine.strategies import IN_ANY_UNITS, random_mixture, structured


def on_a_grid(X: np.ndarray) -> np.ndarray:
    """The samples rounded to multiples of 2⁻²⁰, so that adding 2³⁰ and taking it away is exact."""
    return np.round(X * 2.0**20) / 2.0**20


@pytest.fixture
def clouds(rng) -> np.ndarray:
    """Two overlapping clouds in the plane, 150 and 100 samples."""
    slanted = rng.normal(size=(100, 2)) @ [[1.0, 0.8], [0.0, 0.5]]
    return on_a_grid(np.concatenate([rng.normal(size=(150, 2)), slanted + np.array([2.5, 1.0])]))


@pytest.mark.parametrize("offset", [0.0, 1e6, -1e8, 1e9, 1e12])
def test_h3_the_variance_does_not_depend_on_the_offset(covariance_type, offset):
    x = np.random.default_rng(0).normal(size=1000) + offset
    variance = fit(Dataset(x[:, None]), FitOptions(1, covariance_type)).mixture.covariances[0, 0, 0]

    assert variance == pytest.approx(exact_variance(x), rel=1e-12)


def test_h3_the_variance_of_a_thousand_draws_is_the_one_known_at_1e9():
    x = np.random.default_rng(0).normal(size=1000) + 1e9

    assert fit(Dataset(x[:, None]), FitOptions(1)).mixture.covariances[0, 0, 0] == pytest.approx(
        0.954046, abs=1e-6
    )


@pytest.mark.parametrize("offset", [2.0**30, -(2.0**30), 2.0**32])
def test_h3_a_column_far_from_zero_does_not_change_a_fit_of_two_components(clouds, covariance_type, offset):
    far = clouds + np.array([offset, 0.0])
    options = FitOptions(2, covariance_type)
    here, there = fit(Dataset(clouds), options), fit(Dataset(far), options)

    assert there.log_likelihood == pytest.approx(here.log_likelihood, abs=1e-6)
    assert there.mixture.means - np.array([offset, 0.0]) == pytest.approx(here.mixture.means, abs=1e-3)
    assert np.array_equal(labels(there.mixture, far), labels(here.mixture, clouds))


@pytest.mark.parametrize("offset", [0.0, 2.0**30])
def test_h3_a_step_far_from_zero_agrees_with_sixty_digits(clouds, offset):
    start = Mixture.from_parameters(
        [0.5, 0.5], [[offset, 0.0], [offset + 2.5, 1.0]], [np.eye(2), 0.5 * np.eye(2)]
    )
    far = clouds + np.array([offset, 0.0])
    dataset = Dataset(far)
    stepped = list(iterate(dataset, start, EMRules(1, None, FitOptions(2).m_step(dataset))))[-1].mixture
    weights, means, covariances = exact_step(start, far)

    assert stepped.weights == pytest.approx(weights, rel=1e-13)
    assert stepped.means == pytest.approx(means, rel=1e-15, abs=1e-13)
    assert stepped.covariances == pytest.approx(covariances, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_h4_two_far_points_have_the_floor_for_variances(covariance_type, dtype):
    dataset = Dataset(np.array([[9999.0], [0.0]], dtype=dtype))
    result = fit(dataset, FitOptions(2, covariance_type, covariance_floor=0.1))

    assert result.mixture.covariances[:, 0, 0] == pytest.approx(
        0.1 * dataset.spread**2 * np.ones(2), rel=1e-9
    )
    assert sorted(result.mixture.means[:, 0]) == pytest.approx([0.0, 9999.0], abs=1500)


@pytest.mark.parametrize("unit", [1e-8, 2.0**-40, 1.0, 2.0**40, 1e8])
def test_h5_another_unit_for_all_columns_shifts_the_likelihood_by_its_logarithm(
    clouds, covariance_type, unit
):
    plain = fit(Dataset(clouds), FitOptions(2, covariance_type))
    scaled = fit(Dataset(clouds * unit), FitOptions(2, covariance_type))
    of_plain, _ = responsibilities(plain.mixture, clouds)
    of_scaled, _ = responsibilities(scaled.mixture, clouds * unit)

    assert scaled.log_likelihood + clouds.size * np.log(unit) == pytest.approx(plain.log_likelihood, abs=1e-6)
    assert of_scaled == pytest.approx(of_plain, abs=1e-3)
    assert np.array_equal(labels(scaled.mixture, clouds * unit), labels(plain.mixture, clouds))


@pytest.mark.parametrize("covariance_type", IN_ANY_UNITS)
def test_h5_each_column_may_have_units_of_its_own(rng, covariance_type):
    X = np.concatenate([rng.normal(size=(150, 3)), rng.normal(size=(150, 3)) + 2.5])
    units = np.array([1e-6, 1.0, 1e6])
    plain = fit(Dataset(X), FitOptions(2, covariance_type))
    scaled = fit(Dataset(X * units), FitOptions(2, covariance_type))
    of_plain, _ = responsibilities(plain.mixture, X)
    of_scaled, _ = responsibilities(scaled.mixture, X * units)

    assert scaled.log_likelihood + 300 * np.log(units).sum() == pytest.approx(plain.log_likelihood, abs=1e-6)
    assert of_scaled == pytest.approx(of_plain, abs=1e-3)
    assert np.array_equal(labels(scaled.mixture, X * units), labels(plain.mixture, X))


def test_h6_a_covariance_with_condition_number_1e9_keeps_eight_digits():
    S = [[32.00000007, 35.99999993, 8.00000001], [35.99999993, 40.50000006, 8.99999998]]
    S.append([8.00000001, 8.99999998, 2.00000008])
    mixture = Mixture.from_parameters([1.0], [[0.0] * 3], [S])

    assert exact_log_density(mixture, [[0.0] * 3])[0] == pytest.approx(11.1852708872492, abs=1e-12)
    assert log_density(mixture, [[0.0] * 3])[0] == pytest.approx(11.1852708872492, abs=1e-7)


@pytest.mark.parametrize("condition", [1e3, 1e6, 1e9])
def test_h6_densities_lose_no_more_digits_than_the_covariance_has_lost_already(rng, condition):
    values = np.geomspace(1.0, 1.0 / condition, 4)
    turns = np.linalg.qr(rng.normal(size=(3, 4, 4)))[0]
    means = 3.0 * rng.normal(size=(3, 4))
    mixture = Mixture.from_parameters([0.2, 0.3, 0.5], means, (turns * values) @ turns.transpose(0, 2, 1))
    X, _ = sample(mixture, 12, seed=1)

    # The covariance itself, rounded to floats, determines the density to cond · 1e-16 only.
    assert log_density(mixture, X) == pytest.approx(
        exact_log_density(mixture, X), abs=1e-15 * condition + 1e-11
    )


@pytest.mark.parametrize("tight", [1e-2, 1e-5])
def test_h6_tight_slanted_components_agree_with_sixty_digits(tight):
    slanted = np.array([[1.0, 1.0 - tight**2 / 2], [1.0 - tight**2 / 2, 1.0]])
    mixture = Mixture.from_parameters([0.5, 0.5], [[0.0, 0.0], [3.0, 1.0]], [slanted, 1e-8 * np.eye(2)])
    X, _ = sample(mixture, 20, seed=1)

    assert log_density(mixture, X) == pytest.approx(
        exact_log_density(mixture, X), abs=max(1e-9, 1e-14 / tight**2)
    )


def test_components_measured_in_frames_of_their_own_give_exact_moments(rng):
    """Both paths of the kernel, side by side: about the data's origin, and about each component."""
    tight = structured(np.stack([1e-9 * np.eye(3), np.eye(3)]), "full")
    mixture = Mixture.from_parameters([0.5, 0.5], [[10.0, -7.0, 3.0], [0.0, 0.0, 0.0]], tight)
    X, _ = sample(mixture, 300, seed=5)
    e_step = EStep(mixture, np.zeros(3))
    assert list(e_step.kernel.own) == [0]

    moments = e_step.moments(e_step(X, None, 64))
    weights, means, covariances = exact_step(mixture, X)
    assert moments.counts == pytest.approx(300 * weights, rel=1e-13)
    assert moments.means == pytest.approx(means, rel=1e-12, abs=1e-13)
    assert moments.sigma[0] == pytest.approx(covariances[0], rel=1e-7, abs=1e-16)
    assert moments.sigma[1] == pytest.approx(covariances[1], rel=1e-11, abs=1e-12)


@pytest.mark.parametrize("sigmas", [40.0, 1e3, 1e6])
def test_h17_far_away_the_nearest_in_mahalanobis_distance_wins_and_densities_are_exact(
    rng, covariance_type, sigmas
):
    mixture = random_mixture(rng, 4, 3, covariance_type)
    directions = rng.normal(size=(15, 3))
    far = mixture.mean + sigmas * directions / np.linalg.norm(directions, axis=1, keepdims=True)
    resp, density = responsibilities(mixture, far)

    assert resp.sum(axis=1) == pytest.approx(np.ones(15), abs=1e-12)
    assert density == pytest.approx(exact_log_density(mixture, far), rel=1e-11)
    assert resp == pytest.approx(exact_responsibilities(mixture, far), abs=1e-15 * sigmas**2 + 1e-11)
    assert np.all(np.exp(density) >= 0)


def test_h17_at_a_million_deviations_the_density_is_minus_half_of_the_square_to_the_last_digit():
    mixture = Mixture.from_parameters([0.3, 0.7], [[0.0, 0.0], [5.0, 0.0]], [np.eye(2), np.eye(2)])
    far = [[1e6, 3.0], [-1e6, 3.0], [1e6 + 2.5, -1e6]]
    resp, density = responsibilities(mixture, far)

    assert resp == pytest.approx(np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]))
    assert density == pytest.approx(exact_log_density(mixture, far), rel=1e-13)
    assert density[0] == pytest.approx(-5e11, rel=1e-4)
    assert np.array_equal(labels(mixture, far), [1, 0, 1])


def test_h17_a_sample_between_two_far_components_goes_to_the_wider_one():
    mixture = Mixture.from_parameters([0.5, 0.5], [[0.0], [10.0]], [[[1.0]], [[4.0]]])

    assert labels(mixture, [[-1e8], [1e8]]).tolist() == [1, 1]  # nearer to 0, but not in deviations


@pytest.mark.parametrize("covariance_type", ["full", "diag"])
@pytest.mark.parametrize("D", [200, 1000])
def test_h18_many_columns_do_not_underflow(rng, D, covariance_type):
    mixture = Mixture.from_parameters(
        [0.5, 0.5], [np.zeros(D), np.full(D, 2.0)], [np.eye(D), 4 * np.eye(D)], covariance_type
    )
    X = rng.normal(size=(40, D))
    X[20:] = 2.0 * X[20:] + 2.0
    resp, density = responsibilities(mixture, X)

    near, wide = (
        -0.5 * D * np.log(2 * np.pi * variance) - 0.5 * ((X - mean) ** 2).sum(axis=1) / variance
        for mean, variance in ((0.0, 1.0), (2.0, 4.0))
    )
    exact = np.logaddexp(near, wide) + np.log(0.5)
    assert density == pytest.approx(exact, rel=1e-12)
    assert np.array_equal(rankdata(density), rankdata(exact))
    assert np.array_equal(resp.argmax(axis=1), np.repeat([0, 1], 20))
    assert resp.max(axis=1) == pytest.approx(np.ones(40))


def test_h18_two_hundred_columns_are_fitted_at_their_density(rng):
    X = rng.normal(size=(5000, 200))
    result = fit(Dataset(X), FitOptions(1))
    exact = multivariate_normal(X.mean(axis=0), np.cov(X.T, bias=True)).logpdf(X)

    assert log_density(result.mixture, X) == pytest.approx(exact, rel=1e-10)
    assert result.log_likelihood / 5000 == pytest.approx(-284, abs=3)


@pytest.mark.parametrize("sd", [1e-9, 1e-30, 1e-90])
def test_h19_narrow_data_have_a_positive_log_density(sd):
    x = np.random.default_rng(1).normal(size=200)
    narrow, unit = (fit(Dataset((scale * x)[:, None]), FitOptions(1)) for scale in (sd, 1.0))

    assert narrow.log_likelihood > 0
    assert narrow.log_likelihood == pytest.approx(unit.log_likelihood - 200 * np.log(sd), rel=1e-12)
    assert narrow.mixture.covariances[0, 0, 0] == pytest.approx(exact_variance(sd * x), rel=1e-10)


@pytest.mark.parametrize("missing", [False, True])
def test_rows_keep_their_digits_beside_a_component_far_from_all_others(missing):
    mixture = Mixture.from_parameters(
        [0.99, 0.01], [[0.0, 0.0], [1e15, 0.0]], [np.eye(2), np.diag([1e28, 1.0])]
    )
    X = np.array([[0.3, 0.7], [1.2, -0.4], [1e15, 0.5], [-2.0, 1.0]])
    exact = exact_log_density(mixture.marginal([0]), X[:, :1]) if missing else exact_log_density(mixture, X)
    if missing:
        X[:, 1] = np.nan

    assert log_density(mixture, X) == pytest.approx(exact, abs=1e-12)
