"""A search for data on which EM lowers the likelihood, or on which its steps are no steps of EM."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm.engine import Dataset, FitOptions, Mixture, iterate, log_density
from gmm.engine.em import EMRules
from tests.engine.awkward import Climb, climbs, coarseness, condition
from tests.engine.exact import exact_log_density

EPS = np.finfo(float).eps
FLOORS = (1e-12, 1e-6, 1e-2)


def rounding(mixture: Mixture) -> float:
    """How far rounding may move the log-density of a sample: what nearly singular covariances lose of their
    digits, and what means far from zero cannot express of a component's width."""
    return 5 * EPS * condition(mixture) + coarseness(mixture) ** 2


def assert_never_falls(iterations, n_samples: int) -> None:
    likelihoods = np.array([it.log_likelihood for it in iterations])
    allowed = [n_samples * rounding(it.mixture) for it in iterations[1:]]

    assert np.all(np.isfinite(likelihoods))
    assert np.all(np.diff(likelihoods) >= -1e-9 * np.maximum(1.0, np.abs(likelihoods[1:])) - allowed)


def holds_its_floor(climb: Climb) -> bool:
    """Whether the floor stays where it is: until that is mended, others are left out."""
    return not climb.is_too_wide_for_its_floor


NARROW = climbs(FLOORS).filter(holds_its_floor)


def test_the_likelihood_never_falls_where_a_row_is_far_out_beside_a_constant_column():
    values = [0.126, 0.64, -0.536, 1.304, -0.704, 1023.377]
    dataset = Dataset([[7.0, x] for x in values])
    start = Mixture.from_parameters(
        [0.34, 0.43, 0.23],
        [[7.0, x] for x in (-0.536, 1.304, -0.704)],
        [np.diag([49.0, 1.25])] * 3,
        "tied",
    )
    rules = EMRules(80, 1e-9, FitOptions(3, covariance_type="tied").m_step(dataset), accelerate=False)

    likelihoods = [it.log_likelihood for it in iterate(dataset, start, rules)]
    assert np.all(np.diff(likelihoods) >= -1e-6)


@settings(max_examples=150, deadline=None)
@given(climb=NARROW, accelerate=st.booleans())
def test_the_likelihood_never_falls(climb, accelerate):
    assert_never_falls(replace(climb, steps=80).iterations(accelerate), len(climb.X))


@settings(max_examples=60, deadline=None)
@given(
    climb=NARROW,
    offset=st.sampled_from([1e4, -1e6, 1e9]),
    exponent=st.integers(-20, 20),
    accelerate=st.booleans(),
)
def test_the_likelihood_never_falls_far_from_zero_in_any_unit(climb, offset, exponent, accelerate):
    unit = 2.0**exponent
    offsets = np.where(climb.varying, offset * unit, 0.0)  # a constant column's floor is a share of its value
    far = climb.moved(np.full(climb.D, unit), offsets)

    assert_never_falls(replace(far, steps=60).iterations(accelerate), len(climb.X))


@settings(max_examples=40, deadline=None)
@given(climb=climbs(FLOORS, weighted=True).filter(holds_its_floor), accelerate=st.booleans())
def test_the_likelihood_of_weighted_samples_never_falls(climb, accelerate):
    assert_never_falls(replace(climb, steps=40).iterations(accelerate), int(np.ceil(climb.weights.sum())))


@settings(max_examples=25, deadline=None)
@given(climb=climbs((1e-6, 1e-2)))
def test_the_likelihood_of_each_iteration_is_that_of_its_mixture(climb):
    few = replace(climb, X=climb.X[:12], steps=3)

    for it in few.iterations():
        exact = exact_log_density(it.mixture, few.X)
        lost = 1e-8 + 4 * rounding(it.mixture)
        assert log_density(it.mixture, few.X) == pytest.approx(exact, rel=1e-10, abs=lost)
        assert it.log_likelihood == pytest.approx(exact.sum(), rel=1e-10, abs=12 * lost)


@settings(max_examples=60, deadline=None)
@given(climb=NARROW)
def test_every_mixture_on_the_way_is_one_and_no_narrower_than_the_floor(climb):
    unit = 1.0 / (np.sqrt(climb.floor) * climb.dataset.spread)
    for it in climb.iterations()[1:]:
        mixture = it.mixture

        assert mixture.weights.sum() == pytest.approx(1.0, abs=1e-12)
        assert np.all(mixture.weights > 0)
        assert np.all(np.abs(mixture.means - climb.X.mean(axis=0)) <= np.ptp(climb.X, axis=0) + 1e-9)
        widths = np.linalg.eigvalsh(mixture.covariances * (unit[:, None] * unit))
        assert np.all(widths[:, 0] >= 1 - 1e-3 - 1e-14 * widths[:, -1])
