"""What must not matter: units, origin, order, blocks and threads."""

import numpy as np
import pytest

from gmm.engine import STRUCTURES, Dataset, FitOptions, fit, responsibilities
from gmm.engine.e_step import EStep
from gmm.engine.threads import thread_limit
from tests.engine.strategies import IN_ANY_UNITS, random_mixture

# The same number of plain steps, so that nothing but rounding can differ.
OPTIONS = {"n_init": 3, "seed": 2, "max_iter": 25, "tol": 0.0, "accelerate": False}


def fitted(samples: np.ndarray, K: int, covariance_type: str):
    return fit(Dataset(samples), FitOptions(K, covariance_type=covariance_type, **OPTIONS))


@pytest.mark.parametrize("offset", [1e6, -1e8])
def test_moving_the_data_moves_the_means_and_nothing_else(faithful, covariance_type, offset):
    here, there = fitted(faithful, 2, covariance_type), fitted(faithful + offset, 2, covariance_type)

    assert there.log_likelihood == pytest.approx(here.log_likelihood, abs=1e-4)
    assert there.mixture.means - offset == pytest.approx(here.mixture.means, abs=1e-5)
    assert there.mixture.covariances == pytest.approx(here.mixture.covariances, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("factor", [1e-8, 1e8])
def test_scaling_all_columns_shifts_the_likelihood_by_its_logarithm(iris, covariance_type, factor):
    here, there = fitted(iris, 3, covariance_type), fitted(iris * factor, 3, covariance_type)

    shift = iris.size * np.log(factor)
    assert there.log_likelihood == pytest.approx(here.log_likelihood - shift, rel=1e-12)
    assert there.mixture.means == pytest.approx(here.mixture.means * factor, rel=1e-9)


@pytest.mark.parametrize("covariance_type", IN_ANY_UNITS)
def test_scaling_each_column_by_itself_changes_no_responsibility(iris, covariance_type):
    factors = np.array([1e-6, 1.0, 1e3, 1e6])
    here, there = fitted(iris, 3, covariance_type), fitted(iris * factors, 3, covariance_type)

    of_here, _ = responsibilities(here.mixture, iris)
    of_there, _ = responsibilities(there.mixture, iris * factors)
    assert of_there == pytest.approx(of_here, abs=1e-9)


def test_permuting_columns_permutes_the_parameters(iris, covariance_type):
    order = [2, 0, 3, 1]
    here, there = fitted(iris, 3, covariance_type), fitted(iris[:, order], 3, covariance_type)

    assert there.log_likelihood == pytest.approx(here.log_likelihood, abs=1e-8)
    assert there.mixture.means == pytest.approx(here.mixture.means[:, order], rel=1e-8)


def test_permuting_rows_changes_nothing_but_last_digits(rng, faithful, covariance_type):
    here = fitted(faithful, 2, covariance_type)
    there = fitted(rng.permutation(faithful), 2, covariance_type)

    assert there.log_likelihood == pytest.approx(here.log_likelihood, abs=1e-5)


@pytest.mark.parametrize("K", [1, 3])
def test_any_block_size_gives_the_same_statistics(rng, covariance_type, K):
    mixture = random_mixture(rng, K, 3, covariance_type)
    dataset = Dataset(3 * rng.normal(size=(1000, 3)))
    e_step = EStep(mixture, dataset.origin)
    whole = dataset.sum(e_step)

    for rows in (1, 7, 64, 999):
        parts = e_step(dataset.samples, None, rows)
        assert parts.sums == pytest.approx(whole.sums, rel=1e-11, abs=1e-9)
        assert parts.log_likelihoods == pytest.approx(whole.log_likelihoods, rel=1e-12)


def test_statistics_of_two_halves_add_up(rng, covariance_type):
    mixture = random_mixture(rng, 3, 2, covariance_type)
    X = 3 * rng.normal(size=(500, 2))
    e_step = EStep(mixture, np.zeros(2))

    first, second, whole = (e_step(part, None, 64) for part in (X[:123], X[123:], X))
    assert (first + second).sums == pytest.approx(whole.sums, rel=1e-11, abs=1e-9)


@pytest.mark.parametrize("covariance_type", sorted(STRUCTURES))
def test_the_number_of_threads_changes_not_a_single_bit(rng, covariance_type):
    samples = np.concatenate([rng.normal(size=(40_000, 2)), 5 + rng.normal(size=(60_000, 2))])
    options = FitOptions(3, covariance_type=covariance_type, n_init=2, max_iter=5)
    results = []
    for threads in (1, 2, 5):
        with thread_limit(threads):
            results.append(fit(Dataset(samples), options))

    for other in results[1:]:
        assert other.mixture.means.tobytes() == results[0].mixture.means.tobytes()
        assert other.mixture.sigma.tobytes() == results[0].mixture.sigma.tobytes()
        assert other.log_likelihood == results[0].log_likelihood


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_starts(iris):
    first, again = fitted(iris, 4, "full"), fitted(iris, 4, "full")
    other = fit(Dataset(iris), FitOptions(4, n_init=3, seed=9))

    assert first.mixture.means.tobytes() == again.mixture.means.tobytes()
    assert [s.log_likelihood for s in first.starts] != [s.log_likelihood for s in other.starts]


def test_integer_weights_are_repeated_rows_and_zero_weights_absent_ones(rng, faithful, covariance_type):
    weights = rng.integers(0, 4, size=len(faithful))
    mixture = random_mixture(rng, 2, 2, covariance_type)
    e_step = EStep(mixture, faithful.mean(axis=0))

    weighted = Dataset(faithful, weights=weights).sum(e_step)
    repeated = Dataset(np.repeat(faithful, weights, axis=0)).sum(e_step)
    assert weighted.sums == pytest.approx(repeated.sums, rel=1e-10)
    assert weighted.log_likelihoods == pytest.approx(repeated.log_likelihoods, rel=1e-12)


def test_components_come_in_canonical_order(iris, covariance_type):
    weights = fitted(iris, 4, covariance_type).mixture.weights

    assert np.all(np.diff(weights) <= 0)
