"""Samples of many patterns of missing values: what one E-step for all says is what one a pattern says."""

from dataclasses import replace

import numpy as np
import pytest

from gmm.engine import Mixture, dataset_of
from gmm.engine import e_step_of_fragments as together
from gmm.engine.e_step import _of_part, expectation
from gmm.engine.expectation import Expectation
from gmm.engine.noise import Box, Noise
from tests.engine.strategies import random_mixture


def holed(rng: np.random.Generator, N: int, D: int) -> np.ndarray:
    X = np.where(rng.random((N, D)) < 0.35, np.nan, 2.0 * rng.normal(size=(N, D)))
    X[0], X[1] = 1.0, np.nan
    return X


def pattern_by_pattern(dataset, mixture) -> Expectation:
    return Expectation.of_all([_of_part(part, mixture) for part in dataset.parts], mixture.structure.form)


def assert_same(a: Expectation, b: Expectation) -> None:
    assert a.log_likelihoods == pytest.approx(b.log_likelihoods, rel=1e-11)
    assert a.moments.counts == pytest.approx(b.moments.counts, rel=1e-9)
    assert a.moments.means == pytest.approx(b.moments.means, abs=1e-10)
    assert a.moments.sigma == pytest.approx(b.moments.sigma, abs=1e-9)
    assert (a.moments.noise is None) == (b.moments.noise is None)
    if a.moments.noise is not None:
        assert a.moments.noise == pytest.approx(b.moments.noise, rel=1e-9)


@pytest.fixture(params=["plain", "noisy", "stacked", "noisy and stacked"])
def mixture(request, rng, covariance_type) -> Mixture:
    noise = Noise(np.array(0.1), Box(np.full(5, -9.0), np.full(5, 9.0)))
    mixtures = [random_mixture(rng, 3, 5, covariance_type) for _ in range(3)]
    if "noisy" in request.param:
        mixtures = [replace(one, weights=0.9 * one.weights, noise=noise) for one in mixtures]
    return Mixture.stacked(mixtures) if "stacked" in request.param else mixtures[0]


def test_it_does_not_matter_how_many_patterns_take_an_e_step_together(rng, mixture):
    X, weights = holed(rng, 300, 5), rng.integers(1, 4, size=300)
    dataset = dataset_of(X, weights=weights)
    assert dataset.fragments is not None and not dataset.large_parts

    assert_same(expectation(dataset, mixture), pattern_by_pattern(dataset, mixture))


def test_it_does_not_matter_into_how_many_runs_patterns_are_cut(rng, mixture, monkeypatch):
    dataset = dataset_of(holed(rng, 300, 5))
    whole = expectation(dataset, mixture)
    monkeypatch.setattr(together, "_FLOATS", 10_000)
    assert len(list(dataset.fragments.runs(10_000, 100, 600))) > 3

    assert_same(expectation(dataset, mixture), whole)


def test_patterns_of_many_samples_go_by_themselves(rng):
    X, mixture = holed(rng, 7_000, 2), random_mixture(rng, 2, 2)
    X[:50] = np.nan
    dataset = dataset_of(X, components=np.where(np.arange(7_000) < 30, 1, -1))

    complete, of_known_component = dataset.large_parts
    assert complete.columns is None and of_known_component.component == 1
    assert len(dataset.fragments.observed) == 3
    assert_same(expectation(dataset, mixture), pattern_by_pattern(dataset, mixture))


def test_a_component_too_tight_for_products_of_columns_keeps_its_digits(rng):
    X = holed(rng, 200, 3)
    tight = Mixture.from_parameters(
        [0.5, 0.5], [[5.0, 5.0, 5.0], np.zeros(3)], [1e-10 * np.eye(3), 4.0 * np.eye(3)]
    )
    X[3:9] = [5.0, np.nan, 5.0] + 1e-5 * rng.normal(size=(6, 3))
    dataset = dataset_of(X)

    assert together.expectation_of_fragments(dataset.fragments, tight) is None
    assert_same(expectation(dataset, tight), pattern_by_pattern(dataset, tight))


def test_a_sample_far_from_every_component_counts_all_the_same(rng):
    X, mixture = holed(rng, 200, 4), random_mixture(rng, 3, 4)
    X[5] = [1e4, np.nan, -1e4, np.nan]
    dataset = dataset_of(X)

    assert_same(expectation(dataset, mixture), pattern_by_pattern(dataset, mixture))
