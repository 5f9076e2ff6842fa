"""The uniform component: rows that belong to no Gaussian."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from gmm.engine import (
    NOISE,
    Box,
    DataError,
    Dataset,
    FitOptions,
    Mixture,
    Noise,
    ParameterError,
    dataset_of,
    fit,
    labels,
    log_density,
    responsibilities,
    sample,
)
from tests.engine.test_missing import holed


@pytest.fixture
def box() -> Box:
    return Box(np.array([-10.0, -10.0]), np.array([15.0, 10.0]))


@pytest.fixture
def noisy(rng, box) -> np.ndarray:
    groups = [rng.normal(size=(300, 2)), np.array([6.0, 4.0]) + 0.5 * rng.normal(size=(200, 2))]
    return np.concatenate([*groups, rng.uniform(box.low, box.high, size=(60, 2))])


@pytest.fixture
def mixture(box) -> Mixture:
    noise = Noise(np.array(0.1), box)
    return Mixture.from_parameters([0.6, 0.3], [[0, 0], [6, 4]], [np.eye(2), 0.25 * np.eye(2)], noise=noise)


def test_the_density_is_that_of_the_gaussians_and_of_one_over_the_volume(mixture, noisy):
    gaussians = sum(
        w * multivariate_normal(m, c).pdf(noisy)
        for w, m, c in zip(mixture.weights, mixture.means, mixture.covariances, strict=True)
    )
    resp, densities = responsibilities(mixture, noisy)

    assert densities == pytest.approx(np.log(gaussians + 0.1 / 500), abs=1e-12)
    assert densities == pytest.approx(log_density(mixture, noisy))
    assert resp[:, 2] == pytest.approx(0.1 / 500 / np.exp(densities), rel=1e-10)
    assert resp.sum(axis=1) == pytest.approx(1.0)


def test_a_row_far_from_everything_is_noise(mixture):
    assert labels(mixture, [[0.1, 0.0], [6.0, 4.2], [-9.0, 9.0], [1e6, -1e6]]).tolist() == [0, 1, -1, -1]


def test_groups_and_noise_are_found(noisy):
    found = fit(Dataset(noisy), FitOptions(2, noise=True))

    assert found.mixture.noise.weight == pytest.approx(60 / 560, abs=0.03)
    assert found.mixture.means == pytest.approx(np.array([[0.0, 0.0], [6.0, 4.0]]), abs=0.25)
    assert found.mixture.shares.sum() == pytest.approx(1.0)
    assert found.mixture.n_parameters == 11 + 2
    assert np.mean(labels(found.mixture, noisy[500:]) == NOISE) > 0.7


def test_h15_one_far_outlier_leaves_the_components_as_they_are_without_it(iris):
    spoilt = np.concatenate([iris, iris[:1] * 1e6])
    found = fit(Dataset(spoilt), FitOptions(3, noise=True))
    clean = fit(Dataset(iris), FitOptions(3))

    assert labels(found.mixture, spoilt)[-1] == NOISE
    assert found.mixture.means == pytest.approx(clean.mixture.means, rel=1e-3)


@pytest.mark.parametrize("D", [2, 45])
def test_the_likelihood_never_falls_and_is_that_of_all_rows(rng, D):
    X = np.concatenate([rng.normal(size=(150, D)), rng.uniform(-9, 9, size=(30, D))])
    for covariance_type in ("full", "diag"):
        found = fit(Dataset(X), FitOptions(2, covariance_type, n_init=3, noise=True))
        assert found.log_likelihood == pytest.approx(log_density(found.mixture, X).sum(), rel=1e-10)


def test_with_missing_values_the_box_is_that_of_the_observed_columns(mixture, noisy):
    assert log_density(mixture, [[6.0, np.nan]])[0] == pytest.approx(
        np.log(
            0.6 * multivariate_normal(0, 1).pdf(6.0) + 0.3 * multivariate_normal(6, 0.25).pdf(6.0) + 0.1 / 25
        )
    )
    found = fit(dataset_of(holed(noisy, 0.2)), FitOptions(2, noise=True))
    assert found.mixture.means == pytest.approx(np.array([[0.0, 0.0], [6.0, 4.0]]), abs=0.35)


def test_samples_of_the_noise_lie_in_the_box(mixture, box):
    X, component = sample(mixture, 20_000, 3)
    uniform = X[component == NOISE]

    assert len(uniform) == pytest.approx(2_000, abs=150)
    assert np.all((uniform >= box.low) & (uniform <= box.high))
    assert uniform.mean(axis=0) == pytest.approx([2.5, 0.0], abs=0.6)


def test_units_do_not_matter(noisy):
    scale = np.array([1e-4, 1e3])
    here, there = (fit(Dataset(X), FitOptions(2, noise=True, n_init=8)) for X in (noisy, noisy * scale))

    assert there.log_likelihood == pytest.approx(here.log_likelihood - 560 * np.log(scale).sum(), abs=1e-5)


def test_noise_without_room_is_refused_by_column(noisy):
    with pytest.raises(DataError, match="Column 'x3' has the same value in every row"):
        fit(Dataset(np.column_stack([noisy, np.ones(len(noisy))])), FitOptions(2, noise=True))


@pytest.mark.parametrize(
    ("noise", "said"),
    [
        (Noise(np.array(0.5), Box(np.zeros(2), np.ones(2))), "sum to 1 with the noise"),
        (Noise(np.array(0.1), Box(np.zeros(1), np.ones(1))), "needs 2 numbers"),
        (Noise(np.array(0.1), Box(np.ones(2), np.zeros(2))), "low < high"),
    ],
)
def test_what_is_no_noise_is_refused(noise, said):
    with pytest.raises(ParameterError, match=said):
        Mixture.from_parameters([0.6, 0.3], np.zeros((2, 2)), [np.eye(2)] * 2, noise=noise)
