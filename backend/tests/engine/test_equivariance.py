"""A search for data on which something matters that must not: units, origin, order, blocks, threads.

From one start a few plain steps are taken both ways, so that nothing but rounding can differ. The floor is
high enough that singular covariances do not magnify it.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm.engine import Dataset
from gmm.engine.e_step import EStep
from gmm.engine.threads import thread_limit
from tests.engine.awkward import Climb, climbs, coarseness, condition

seeds = st.integers(0, 2**32 - 1)


def assert_same(
    climb: Climb, other: Climb, *, rows=slice(None), columns=slice(None), shift: float = 0.0
) -> None:
    """Both end at one likelihood, but for a shift, and the same responsibilities, but for their order.

    That is, to what rounding loses of them, in storing covariances that are nearly singular and means far
    from zero, and that as often as the steps magnify it.
    """
    likelihood, resp, mixture = climb.end()
    likelihood_of_other, resp_of_other, mixture_of_other = other.end()
    lost = 1e-9 + 1e-14 * condition(mixture) + 3 * coarseness(mixture_of_other)
    likelihood_moves, resp_moves = climb.sensitivity(lost)
    likelihood_lost = 10 * (lost * len(other.X) + likelihood_moves)

    assert likelihood_of_other - shift == pytest.approx(likelihood, rel=1e-11, abs=likelihood_lost)
    assert resp_of_other == pytest.approx(resp[rows][:, columns], abs=10 * (lost + resp_moves))


def in_units(climb: Climb, factors: np.ndarray) -> tuple[Climb, float]:
    """The same with each column in another unit, or all in one, and how far that shifts the likelihood."""
    factors = np.full(climb.D, factors[0]) if climb.has_one_width else factors[: climb.D]
    return climb.moved(factors, np.zeros(climb.D)), -len(climb.X) * float(np.log(factors).sum())


@settings(max_examples=60, deadline=None)
@given(climb=climbs(), exponents=st.lists(st.integers(-20, 20), min_size=4, max_size=4))
def test_units_that_are_powers_of_two_change_nothing_but_the_last_digits(climb, exponents):
    other, shift = in_units(climb, 2.0 ** np.array(exponents))

    assert_same(climb, other, shift=shift)


@settings(max_examples=60, deadline=None)
@given(climb=climbs(), exponents=st.lists(st.floats(-6, 6), min_size=4, max_size=4))
def test_any_units_change_nothing_but_rounding(climb, exponents):
    other, shift = in_units(climb, 10.0 ** np.array(exponents))

    assert_same(climb, other, shift=shift)


@settings(max_examples=80, deadline=None)
@given(climb=climbs(), exponents=st.lists(st.integers(0, 30), min_size=4, max_size=4), minus=st.booleans())
def test_an_offset_of_a_column_changes_nothing_but_what_floats_there_cannot_tell(climb, exponents, minus):
    offset = (-1.0 if minus else 1.0) * 2.0 ** np.array(exponents[: climb.D])
    offset[~climb.varying] = 0.0  # the floor of a constant column is a share of its value
    other = climb.moved(np.ones(climb.D), offset)
    assert np.array_equal(other.X - offset, climb.X), "the offset is exact"

    assert_same(climb, other)


@settings(max_examples=40, deadline=None)
@given(climb=climbs(), value=st.sampled_from([0.25, -4.0, 2.0**30]))
def test_the_value_of_a_constant_column_plays_no_part_in_the_responsibilities(climb, value):
    if climb.has_one_width:
        return
    ones, values = climb.with_a_constant(1.0), climb.with_a_constant(value)

    shift = values.end()[0] - ones.end()[0]  # the floor, a share of the value, moves the likelihood
    assert shift == pytest.approx(-len(climb.X) * np.log(abs(value)), rel=1e-6)
    assert_same(ones, values, shift=shift)


@settings(max_examples=60, deadline=None)
@given(climb=climbs(), seed=seeds)
def test_the_order_of_rows_changes_nothing_but_the_last_digits(climb, seed):
    rows = np.random.default_rng(seed).permutation(len(climb.X))

    assert_same(climb, climb.with_rows(rows), rows=rows)


@settings(max_examples=60, deadline=None)
@given(climb=climbs(), seed=seeds)
def test_the_order_of_columns_changes_nothing_but_the_last_digits(climb, seed):
    order = np.random.default_rng(seed).permutation(climb.D)

    assert_same(climb, climb.with_columns(order))


@settings(max_examples=60, deadline=None)
@given(climb=climbs(), seed=seeds)
def test_the_order_of_components_changes_nothing_but_their_order(climb, seed):
    order = np.random.default_rng(seed).permutation(climb.start.n_components)
    other = replace(climb, start=climb.start.reordered(order))
    ends = [one.end()[2].n_components for one in (climb, other)]

    assert ends[0] == ends[1]
    if ends[0] == len(order):  # none lost its samples on the way
        assert_same(climb, other, columns=order)


@settings(max_examples=60, deadline=None)
@given(climb=climbs(), copies=st.integers(2, 4))
def test_rows_of_so_much_weight_are_rows_that_stand_there_so_often(climb, copies):
    rows = np.repeat(np.arange(len(climb.X)), copies)
    repeated = climb.with_rows(rows)
    weighted = replace(climb, weights=np.full(len(climb.X), float(copies)))
    if not np.array_equal(repeated.dataset.spread, weighted.dataset.spread):
        return  # the floors, which are shares of it, differ as well

    assert_same(weighted, repeated, rows=rows)


@settings(max_examples=60, deadline=None)
@given(climb=climbs(), rows=st.integers(1, 70))
def test_blocks_of_any_size_give_the_same_sums(climb, rows):
    dataset = Dataset(climb.X)
    e_step = EStep(climb.start, dataset.origin)
    whole, parts = dataset.sum(e_step), e_step(dataset.samples, None, rows)
    size = np.abs(whole.sums).max(axis=1, keepdims=True)

    assert np.all(np.abs(parts.sums - whole.sums) <= 1e-9 * size)
    assert parts.log_likelihoods == pytest.approx(whole.log_likelihoods, rel=1e-10, abs=1e-7)


@settings(max_examples=12, deadline=None)
@given(climb=climbs(), threads=st.integers(2, 5))
def test_the_number_of_threads_changes_not_a_bit(climb, threads):
    many = climb.with_rows(np.tile(np.arange(len(climb.X)), 1 + 40_000 // len(climb.X)))
    ends = []
    for n in (1, threads):
        with thread_limit(n):
            ends.append(many.end())

    (likelihood, resp, mixture), (again, resp_again, mixture_again) = ends
    assert again == likelihood
    assert resp_again.tobytes() == resp.tobytes()
    assert mixture_again.sigma.tobytes() == mixture.sigma.tobytes()
    assert mixture_again.means.tobytes() == mixture.means.tobytes()
