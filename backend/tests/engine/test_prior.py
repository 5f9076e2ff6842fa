"""The conjugate prior: what it does to the M-step, and that EM climbs the posterior."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm.engine import Dataset, FitOptions, Mixture, dataset_of, fit, iterate
from gmm.engine.e_step import expectation
from gmm.engine.em import EMRules
from tests.engine.strategies import awkward_samples, random_mixture
from tests.engine.test_missing import holed


def test_the_parameters_are_the_modes_that_fraley_and_raftery_give(rng, iris):
    mixture = random_mixture(rng, 3, 4)
    start = Mixture.from_parameters(mixture.weights, iris[[0, 60, 120]], mixture.covariances)
    dataset = Dataset(iris)
    m_step = FitOptions(3, prior=True).m_step(dataset)
    moments = expectation(dataset, start).moments
    after = m_step(moments, start)
    centre, scale = iris.mean(axis=0), np.cov(iris.T) / 3 ** (2 / 4)
    for k in range(3):
        n, mean, S = moments.counts[k], moments.means[k], moments.sigma[k]
        apart = np.outer(mean - centre, mean - centre)
        expected = (scale + n * S + 0.01 * n / (n + 0.01) * apart) / (6 + n + 4 + 2)
        assert after.means[k] == pytest.approx((n * mean + 0.01 * centre) / (n + 0.01), rel=1e-10)
        assert after.covariances[k] == pytest.approx(expected, rel=1e-9)
    assert after.weights == pytest.approx(moments.counts / 150)


@pytest.mark.parametrize("fixed", [(), ("means",)], ids=["free", "fixed means"])
def test_no_small_change_makes_the_expected_posterior_larger(rng, iris, covariance_type, fixed):
    dataset = Dataset(iris)
    m_step = FitOptions(2, covariance_type=covariance_type, prior=True, fixed=fixed).m_step(dataset)
    start = fit(dataset, FitOptions(2, covariance_type=covariance_type, n_init=1, max_iter=3)).mixture
    moments = expectation(dataset, start).moments
    if fixed:  # where they would not be by themselves
        start = replace(start, means=start.means + 0.5)
    best = m_step(moments, start)
    assert not fixed or np.array_equal(best.means, start.means)

    def posterior(mixture: Mixture) -> float:
        form, D = mixture.structure.form, 4
        wide = form.dense(moments.sigma + form.scatter(moments.means - mixture.means))
        fits = [
            -0.5 * n * (np.linalg.slogdet(c)[1] + np.trace(np.linalg.solve(c, S)) + D * np.log(2 * np.pi))
            for n, c, S in zip(moments.counts, mixture.covariances, wide, strict=True)
        ]
        return float(sum(fits) + m_step.log_prior(mixture)[0])

    for _ in range(20):
        nudged = best.means if fixed else moments.means + 0.02 * rng.normal(size=moments.means.shape)
        other = expectation(Dataset(iris + 0.05 * rng.normal(size=iris.shape)), start).moments
        for means, sigma in ((nudged, best.sigma), (best.means, m_step(other, start).sigma)):
            changed = Mixture(best.weights, means, sigma, best.structure, best.columns)
            assert posterior(changed) <= posterior(best) + 1e-9


@settings(max_examples=40, deadline=None)
@given(X=awkward_samples(), seed=st.integers(0, 99), noise=st.booleans(), accelerate=st.booleans())
def test_the_posterior_never_falls(X, seed, noise, accelerate):
    dataset = dataset_of(holed(X, 0.1, seed))
    noise = noise and not dataset.constant_columns
    options = FitOptions(
        3, prior=True, noise=noise, covariance_floor=1e-6, accelerate=accelerate, n_init=1, seed=seed
    )
    if dataset.n_distinct < 3:
        return
    start = fit(dataset, FitOptions(3, noise=noise, n_init=1, max_iter=0, seed=seed)).mixture
    m_step = options.m_step(dataset)
    start = m_step.admitted(expectation(dataset, start).moments, start)
    path = [it.objective for it in iterate(dataset, start, EMRules(60, 1e-9, m_step, accelerate))]

    assert np.all(np.diff(path) >= -1e-6 * np.maximum(1.0, np.abs(path[1:])))


def test_no_component_shrinks_onto_a_pair_of_rows():
    pair = [16.084, 16.170]
    dataset = Dataset(np.concatenate([pair, np.random.default_rng(2).normal(21, 2, 80)]))
    start = Mixture.from_parameters([0.05, 0.95], [[16.127], [21.0]], [[[0.01]], [[4.0]]])
    free, bounded = (fit(dataset, FitOptions(2, prior=prior), initial=start) for prior in (False, True))

    assert np.sqrt(free.mixture.covariances.min()) < 0.05
    assert np.sqrt(bounded.mixture.covariances.min()) > 0.3


def test_units_do_not_matter(iris, covariance_type):
    scale = np.array([1e-3, 1.0, 40.0, 1e5]) if covariance_type in ("full", "tied", "diag") else 7.0
    options = FitOptions(2, covariance_type=covariance_type, prior=True, n_init=6)
    here, there = (fit(Dataset(X), options) for X in (iris, iris * scale))

    assert there.mixture.weights == pytest.approx(here.mixture.weights, abs=1e-5)
    assert there.mixture.means == pytest.approx(here.mixture.means * scale, rel=1e-4)


def test_with_many_samples_the_prior_hardly_matters(rng):
    X = np.concatenate([rng.normal(size=(20_000, 2)), 5 + rng.normal(size=(10_000, 2))])
    plain, bounded = (fit(Dataset(X), FitOptions(2, prior=prior, n_init=4)) for prior in (False, True))

    assert bounded.mixture.covariances == pytest.approx(plain.mixture.covariances, rel=5e-3, abs=5e-3)


@pytest.mark.parametrize("share_missing", [0.0, 0.2])
def test_the_prior_is_the_same_whichever_components_are_known(iris, share_missing):
    X = iris.copy()
    X[np.random.default_rng(1).random(X.shape) < share_missing] = np.nan
    known = np.repeat([-1, 1, 2], 50)
    of_known = (dataset_of(X, components=each) for each in (known, None))
    told, untold = (FitOptions(3, prior=True).m_step(dataset).prior for dataset in of_known)

    assert told is not None and untold is not None
    assert told.mean == pytest.approx(untold.mean, rel=1e-9)
    assert told.scale == pytest.approx(untold.scale, rel=1e-9)
    assert fit(dataset_of(X, components=known), FitOptions(3, n_init=2, prior=True)).converged
