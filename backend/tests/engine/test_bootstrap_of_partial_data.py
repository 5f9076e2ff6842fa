"""Errors where values are missing, components are known, noise is fitted or parameters are fixed."""

from dataclasses import replace

import numpy as np
import pytest

from gmm.engine import RESAMPLINGS, Bootstrap, BootstrapOptions, Dataset, FitOptions, Mixture, bootstrap, fit
from gmm.engine.dataset import AbstractDataset, dataset_of
from gmm.engine.errors import DataError
from gmm.engine.noise import Box, Noise
from gmm.engine.sampling import sample

TRUTH = Mixture.from_parameters([0.6, 0.4], [[0.0, 0.0], [5.0, 1.0]], [np.eye(2), np.diag([1.0, 2.0])])
N = 300


def with_gaps(share: float) -> AbstractDataset:
    """Rows of the mixture, of which so large a share of the second column is missing."""
    X, _ = sample(TRUTH, N, 3)
    X[np.random.default_rng(1).random(N) < share, 1] = np.nan
    return dataset_of(X)


def found_of(dataset: AbstractDataset, kind: str, n: int = 60, **options: object) -> Bootstrap:
    fit_options = FitOptions(2, **options)
    best = fit(dataset, fit_options, initial=TRUTH).mixture
    return bootstrap(dataset, best, BootstrapOptions(kind, n), fit_options)


@pytest.mark.parametrize("kind", RESAMPLINGS)
def test_a_column_with_gaps_is_less_sure_and_the_other_as_sure_as_before(kind):
    whole, gaps = (found_of(with_gaps(share), kind) for share in (0.0, 0.5))
    ratio = gaps.standard_errors.means / whole.standard_errors.means

    assert gaps.n_used == whole.n_used == 60
    # Half of the values: errors √2 as large, each bootstrap known to 9 %; four times both.
    assert ratio[:, 1] == pytest.approx([np.sqrt(2)] * 2, rel=0.5)
    assert ratio[:, 0] == pytest.approx([1.0] * 2, rel=0.35)


@pytest.mark.parametrize("kind", RESAMPLINGS)
def test_known_components_keep_their_numbers_and_narrow_the_weights(kind):
    X, component = sample(TRUTH, N, 5)
    blurred = X / 3.0  # so close that which component a row is from is in doubt
    start = replace(TRUTH, means=TRUTH.means / 3.0, sigma=TRUTH.sigma / 9.0 + 0.5 * np.eye(2))
    found = []
    for known in (None, component):
        dataset = dataset_of(blurred + np.random.default_rng(0).normal(size=X.shape) * 0.7, None, None, known)
        best = fit(dataset, FitOptions(2), initial=start).mixture
        found.append(bootstrap(dataset, best, BootstrapOptions(kind, 50)))
    unknown, all_known = (each.standard_errors.weights[0] for each in found)

    assert all_known < unknown
    assert all_known == pytest.approx(np.sqrt(0.24 / N), rel=0.4)  # that of a share that is counted


@pytest.mark.parametrize("kind", RESAMPLINGS)
def test_noise_stays_in_its_box_and_its_share_varies_as_a_share_does(kind):
    noise = Noise(np.array(0.1), Box(np.array([-10.0, -10.0]), np.array([15.0, 10.0])))
    mixture = replace(TRUTH, weights=0.9 * TRUTH.weights, noise=noise)
    dataset = Dataset(sample(mixture, 600, 2)[0])
    options = FitOptions(2, noise=True)
    best = fit(dataset, options).mixture
    found = bootstrap(dataset, best, BootstrapOptions(kind, 60), options)
    share = 1.0 - found.replicates.weights.sum(axis=1)

    assert found.n_used == 60
    assert share.mean() == pytest.approx(float(best.noise.weight), abs=0.02)
    assert share.std() == pytest.approx(np.sqrt(0.09 / 600), rel=0.6)  # some noise lies within the Gaussians
    assert found.warnings == ()


def test_noise_need_not_be_asked_for_where_the_mixture_has_it():
    noise = Noise(np.array(0.1), Box(np.array([-10.0, -10.0]), np.array([15.0, 10.0])))
    mixture = replace(TRUTH, weights=0.9 * TRUTH.weights, noise=noise)
    found = bootstrap(Dataset(sample(mixture, 600, 2)[0]), mixture, BootstrapOptions(n_replicates=5))

    assert np.all(found.replicates.weights.sum(axis=1) < 0.97)


def test_what_is_fixed_has_no_error(rng):
    dataset = Dataset(sample(TRUTH, N, 3)[0])
    found = bootstrap(dataset, TRUTH, BootstrapOptions(n_replicates=20), FitOptions(2, fixed=("means",)))

    assert np.all(found.standard_errors.means == 0)
    assert np.all(found.standard_errors.weights > 0)


def test_a_prior_steadies_small_components():
    X = np.concatenate([sample(TRUTH, N, 3)[0], np.array([[30.0, 0.0], [31.0, 1.0], [30.0, 1.0]])])
    options = FitOptions(3, n_init=8, prior=True)
    best = fit(Dataset(X), options).mixture
    with_prior = bootstrap(Dataset(X), best, BootstrapOptions("weighted-likelihood", 20), options)

    assert with_prior.n_used == 20
    assert "not_an_optimum" not in {notice.code for notice in with_prior.warnings}


def test_known_components_that_the_mixture_does_not_have_are_refused():
    X, component = sample(TRUTH, N, 3)
    with pytest.raises(DataError, match="known_components has 2, but 2 components are numbered from 0 to 1"):
        bootstrap(dataset_of(X, None, None, component + 1), TRUTH, BootstrapOptions(n_replicates=2))
