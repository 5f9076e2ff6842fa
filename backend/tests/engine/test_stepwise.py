"""Stepwise EM: rows that come once lead where full EM goes."""

from __future__ import annotations

import numpy as np
import pytest

from gmm.engine import Dataset, FitOptions, OptionError, fit, log_density
from gmm.engine.arrays import Array
from gmm.engine.em import step
from gmm.engine.expectation import blended
from gmm.engine.stepwise import Stepwise


@pytest.fixture
def X(rng: np.random.Generator) -> Array:
    """Three groups that overlap, 60,000 rows in no order."""
    means = np.array([[0.0, 0], [3, 1], [0, 3]])
    return rng.permutation(np.concatenate([rng.normal(mean, 1.0, (20_000, 2)) for mean in means]))


def learned(X: Array, rows: int, power: float = 0.6, covariance_type: str = "full") -> Stepwise:
    options = FitOptions(3, covariance_type)
    first = Dataset(X[:rows])
    reached = Stepwise.begun(first, fit(first, options).mixture, options.m_step(first))
    for start in range(rows, len(X), rows):
        reached = reached.after(Dataset(X[start : start + rows]), power)
    return reached


@pytest.mark.parametrize("covariance_type", ["full", "tied", "diag", "VEI"])
def test_one_pass_comes_close_to_full_em_and_closer_than_the_first_batch(
    X: Array, covariance_type: str
) -> None:
    options = FitOptions(3, covariance_type)
    best = fit(Dataset(X), options).log_likelihood / len(X)
    first = log_density(fit(Dataset(X[:1_000]), options).mixture, X).mean()
    reached = log_density(learned(X, 1_000, covariance_type=covariance_type).mixture, X).mean()

    assert best - reached < 2e-3
    assert best - reached < 0.5 * (best - first)


def test_a_first_step_that_remembers_nothing_is_a_step_of_em(X: Array) -> None:
    data, options = Dataset(X[:2_000]), FitOptions(3)
    start = fit(data, FitOptions(3, max_iter=2)).mixture
    following, moments, _ = step(data, start, options.m_step(data))

    assert moments.counts.sum() == pytest.approx(2_000)
    assert log_density(following, X[:2_000]).sum() > log_density(start, X[:2_000]).sum()


def test_blending_by_the_share_of_samples_is_the_moments_of_all(X: Array) -> None:
    options = FitOptions(3)
    whole = Dataset(X[:3_000])
    start = fit(whole, FitOptions(3, max_iter=3)).mixture
    parts = [step(Dataset(X[a:b]), start, options.m_step(whole))[1] for a, b in ((0, 1_000), (1_000, 3_000))]
    together = blended(*parts, 2 / 3, start.structure.form)
    wanted = step(whole, start, options.m_step(whole))[1]

    np.testing.assert_allclose(together.counts, wanted.counts, rtol=1e-10)
    np.testing.assert_allclose(together.means, wanted.means, atol=1e-10)
    np.testing.assert_allclose(together.sigma, wanted.sigma, atol=1e-10)


def test_what_came_long_ago_is_forgotten(X: Array) -> None:
    shifted = np.concatenate([X[:20_000], X[20_000:] + 50.0])

    mixture = learned(shifted, 1_000).mixture
    assert mixture.weights[mixture.means[:, 0] < 25.0].sum() < 0.01


@pytest.mark.parametrize("power", [0.5, 1.01, float("nan")])
def test_powers_that_do_not_converge_are_refused(X: Array, power: float) -> None:
    with pytest.raises(OptionError, match=r"power must be above 0\.5 and at most 1"):
        learned(X[:200], 100, power)
