"""Each structure against its definition, written out naively here."""

import numpy as np
import pytest

from gmm.engine import OptionError
from gmm.engine.covariance import structure_named
from gmm.engine.form import DENSE, DIAGONAL, Moments
from tests.engine.strategies import weighted_log_likelihood

COUNTS = np.array([30.0, 50.0, 20.0])
FLOOR = np.full(3, 1e-12)


def moments(rng, form) -> Moments:
    A = rng.normal(size=(3, 3, 3))
    return Moments(COUNTS, rng.normal(size=(3, 3)), form.of_dense(A @ A.transpose(0, 2, 1)))


def test_full_keeps_every_covariance(rng):
    m = moments(rng, DENSE)

    assert structure_named("full").estimate(m, FLOOR) == pytest.approx(m.sigma)


def test_tied_averages_by_count(rng):
    m = moments(rng, DENSE)
    pooled = sum(n * s for n, s in zip(COUNTS, m.sigma, strict=True)) / COUNTS.sum()

    assert structure_named("tied").estimate(m, FLOOR) == pytest.approx(np.stack([pooled] * 3))


def test_diag_keeps_the_variances(rng):
    m = moments(rng, DIAGONAL)

    assert structure_named("diag").estimate(m, FLOOR) == pytest.approx(m.sigma)


def test_spherical_averages_the_variances_of_a_component(rng):
    m = moments(rng, DIAGONAL)

    expected = np.repeat(m.sigma.mean(axis=1, keepdims=True), 3, axis=1)
    assert structure_named("spherical").estimate(m, FLOOR) == pytest.approx(expected)


def test_compact_and_expand_are_inverse(rng, covariance_type):
    structure = structure_named(covariance_type)
    sigma = structure.estimate(moments(rng, structure.form), FLOOR)

    assert structure.expand(structure.compact(sigma), 3, 3) == pytest.approx(sigma)


def test_the_floor_raises_what_is_too_narrow_and_leaves_the_rest_alone():
    narrow = np.array([[1.0, 0.0], [0.0, 1e-9]])
    wide = np.array([[1.0, 0.5], [0.5, 1.0]])
    raised = DENSE.at_least(np.stack([narrow, wide]), np.array([1e-4, 1e-4]))

    assert raised[0] == pytest.approx(np.diag([1.0, 1e-4]), abs=1e-12)
    assert np.array_equal(raised[1], wide)


def test_the_floor_is_the_constrained_maximum(rng):
    A = rng.normal(size=(3, 3))
    S, floor = A @ A.T * 0.1, np.array([0.05, 0.2, 0.1])
    m = Moments(np.ones(1), np.zeros((1, 3)), S[None])
    best = DENSE.at_least(S[None], floor)
    reached = weighted_log_likelihood(best, m, S[None])

    assert np.linalg.eigvalsh(best[0] - np.diag(floor)).min() > -1e-12
    for _ in range(300):
        step = 0.03 * rng.normal(size=(3, 3))
        other = best[0] + 0.5 * (step + step.T)
        if np.linalg.eigvalsh(other - np.diag(floor)).min() >= 0:
            assert weighted_log_likelihood(other[None], m, S[None]) <= reached + 1e-9


def test_an_unknown_structure_is_refused_with_the_names_there_are():
    with pytest.raises(OptionError, match="'diag'") as refused:
        structure_named("round")
    assert refused.value.field == "covariance_type"
