"""Fixed parameters: they stay, and the others are the best beside them."""

import numpy as np
import pytest
from scipy.optimize import minimize

from gmm.engine import Dataset, FitOptions, Mixture, OptionError, fit, log_density

PARTS = ("weights", "means", "covariances")


@pytest.fixture
def initial() -> Mixture:
    return Mixture.from_parameters(
        [0.4, 0.6], [[2.0, 54.0], [4.3, 80.0]], [np.diag([0.1, 36.0]), np.diag([0.2, 30.0])]
    )


@pytest.mark.parametrize(
    "fixed", [("weights",), ("means",), ("covariances",), ("means", "covariances"), PARTS]
)
def test_what_is_fixed_stays_to_the_last_bit_and_the_rest_climbs(faithful, initial, fixed):
    dataset = Dataset(faithful)
    free = fit(dataset, FitOptions(2), initial=initial)
    found = fit(dataset, FitOptions(2, fixed=fixed), initial=initial)

    for part in PARTS:
        if part in fixed:
            assert np.array_equal(getattr(found.mixture, part), getattr(initial, part)), part
        else:
            assert not np.allclose(getattr(found.mixture, part), getattr(initial, part)), part
    start = log_density(initial, faithful).sum()
    assert start - 1e-9 <= found.log_likelihood <= free.log_likelihood + 1e-9


def test_weights_beside_fixed_components_are_those_of_greatest_likelihood(faithful, initial):
    found = fit(Dataset(faithful), FitOptions(2, fixed=("means", "covariances")), initial=initial)
    joint = np.exp([log_density(initial.alone(k), faithful) - np.log(initial.weights[k]) for k in range(2)])
    best = minimize(lambda w: -np.log(w * joint[0] + (1 - w) * joint[1]).sum(), 0.5, bounds=[(0.01, 0.99)])

    assert found.mixture.weights[0] == pytest.approx(best.x[0], abs=1e-5)
    assert found.log_likelihood == pytest.approx(-best.fun, abs=1e-6)


def test_covariances_are_taken_about_fixed_means(faithful, initial):
    found = fit(Dataset(faithful), FitOptions(1, fixed=("means",)), initial=_one(initial))
    apart = faithful - initial.means[0]

    assert found.mixture.covariances[0] == pytest.approx(apart.T @ apart / len(faithful), rel=1e-9)


def _one(initial: Mixture) -> Mixture:
    return Mixture.from_parameters([1.0], initial.means[:1], initial.covariances[:1])


def test_components_keep_the_order_of_the_initial_mixture(faithful, initial):
    found = fit(Dataset(faithful), FitOptions(2, fixed=("means",)), initial=initial)

    assert found.component_order == (0, 1)


def test_nothing_can_be_fixed_without_a_mixture_to_start_from(faithful):
    with pytest.raises(OptionError, match="fixed needs an initial mixture"):
        fit(Dataset(faithful), FitOptions(2, fixed=("means",)))


def test_an_unknown_part_is_refused():
    with pytest.raises(OptionError, match="'sizes' is unknown; choose of 'weights', 'means', 'covariances'"):
        FitOptions(2, fixed=("sizes",))


def test_a_mixture_with_noise_needs_noise_to_be_asked_for(faithful):
    noisy = fit(Dataset(faithful), FitOptions(2, noise=True)).mixture
    with pytest.raises(OptionError, match="has noise"):
        fit(Dataset(faithful), FitOptions(2), initial=noisy)
