"""Highest-density regions of a column hold what they say, and nothing outside is denser."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from gmm.engine import Mixture, OptionError, ParameterError, cdf, highest_density_regions, log_density, sample
from gmm.engine.distribution.turning_points import turning_points
from gmm.engine.distribution.univariate import Line
from tests.engine.strategies import random_mixture
from tests.engine.test_univariate import MIXTURES, column_of

PROBABILITIES = [0.01, 0.5, 0.8, 0.95, 0.999, 1 - 1e-12]


@pytest.fixture(params=MIXTURES)
def mixture(request) -> Mixture:
    return MIXTURES[request.param]


def test_of_one_gaussian_it_is_the_central_interval():
    for region in highest_density_regions(MIXTURES["one"], PROBABILITIES):
        (interval,) = region.intervals
        half = 2 * norm.isf((1 - region.probability) / 2)
        low, high = 3 - half, 3 + half

        assert (interval.low, interval.high) == pytest.approx((low, high), rel=1e-10)
        assert interval.probability == pytest.approx(region.probability, rel=1e-12)
        assert region.log_density == pytest.approx(norm(3, 2).logpdf(high), rel=1e-10)


def test_intervals_hold_their_probability(mixture):
    # Where rounding of x itself moves the probability, no interval can be more exact.
    steps = np.spacing(np.abs(mixture.means).max()) / np.sqrt(mixture.sigma.min())
    for region in highest_density_regions(mixture, PROBABILITIES):
        ends = np.array([(each.low, each.high) for each in region.intervals])
        held = cdf(mixture, ends[:, 1]) - cdf(mixture, ends[:, 0])

        assert [each.probability for each in region.intervals] == pytest.approx(held, abs=1e-14)
        assert held.sum() == pytest.approx(region.probability, abs=1e-10 + 2 * steps)
        assert np.all(np.diff(ends.ravel()) > 0)


def test_their_ends_have_one_density_and_what_is_outside_has_less(mixture):
    widest = np.sqrt(mixture.sigma.max())
    X = np.linspace(mixture.means.min() - 9 * widest, mixture.means.max() + 9 * widest, 20_001)
    X = np.unique(np.append(X, mixture.means + 1e-3 * np.sqrt(mixture.sigma[:, 0])))
    density = log_density(mixture, X)
    for region in highest_density_regions(mixture, PROBABILITIES):
        inside = np.zeros(len(X), dtype=bool)
        for each in region.intervals:
            inside |= (each.low <= X) & (each.high >= X)
            slack = 1e-9 + 60 * np.spacing(abs(each.low)) / np.sqrt(mixture.sigma.min())
            for end in (each.low, each.high):
                assert log_density(mixture, [[end]])[0] == pytest.approx(region.log_density, abs=slack)

        assert density[inside].min() >= region.log_density - 1e-6
        assert density[~inside].max() <= region.log_density + 1e-6


def test_components_apart_have_an_interval_each_and_merge_where_the_region_grows():
    apart = column_of([0.3, 0.7], [0.0, 40.0], [1.0, 1.0])
    small, large = highest_density_regions(apart, [0.2, 0.9])
    near = column_of([0.5, 0.5], [0.0, 3.0], [1.0, 1.0])

    assert [len(region.intervals) for region in (small, large)] == [1, 2]
    assert small.intervals[0].low < 40 < small.intervals[0].high
    assert sum(each.probability for each in large.intervals) == pytest.approx(0.9, abs=1e-13)
    assert [len(region.intervals) for region in highest_density_regions(near, [0.5, 0.95])] == [2, 1]


def test_a_region_agrees_with_one_found_by_drawing_samples(rng, covariance_type):
    mixture = random_mixture(rng, 4, 2, covariance_type)
    (region,) = highest_density_regions(mixture, [0.7], "x2")
    X, _ = sample(mixture, 200_000, seed=5)
    inside = log_density(mixture.marginal([1]), X[:, 1]) >= region.log_density

    assert inside.mean() == pytest.approx(0.7, abs=4 * np.sqrt(0.7 * 0.3 / len(X)))
    for each in region.intervals:
        within = (each.low <= X[:, 1]) & (X[:, 1] <= each.high)
        assert within.mean() == pytest.approx(each.probability, abs=0.005)


def test_a_region_is_shorter_than_the_interval_between_equal_tails(rng):
    mixture = random_mixture(rng, 3, 1)
    (region,) = highest_density_regions(mixture, [0.6])
    length = sum(each.high - each.low for each in region.intervals)

    def density(x: float) -> float:
        return float(np.exp(log_density(mixture, [[x]])[0]))

    low, high = (float(np.quantile(sample(mixture, 100_000, 1)[0], p)) for p in (0.2, 0.8))
    assert length <= (high - low) * 1.02
    total = sum(quad(density, each.low, each.high)[0] for each in region.intervals)
    assert total == pytest.approx(0.6, abs=1e-9)


def test_shift_and_scale_go_through_regions(mixture):
    moved = column_of(mixture.weights, -10 * mixture.means[:, 0], 10 * np.sqrt(mixture.sigma).ravel())
    (here,), (there,) = (highest_density_regions(each, [0.9]) for each in (mixture, moved))

    assert there.log_density == pytest.approx(here.log_density - np.log(10), abs=1e-7)
    ends = [(-10 * each.high, -10 * each.low) for each in here.intervals[::-1]]
    found = [(each.low, each.high) for each in there.intervals]
    assert np.array(found) == pytest.approx(np.array(ends), rel=1e-7, abs=1e-7)


def test_modes_and_lows_alternate_and_none_is_missed(rng):
    for K in (1, 2, 5, 30):
        mixture = column_of(rng.dirichlet(np.ones(K)), 4 * rng.normal(size=K), rng.uniform(0.05, 1.5, size=K))
        turns = turning_points(Line.of(mixture))
        x = np.linspace(-20, 20, 400_001)
        density = log_density(mixture, x)
        rising = np.sign(np.diff(density))
        seen = x[1:-1][rising[:-1] != rising[1:]]

        assert len(turns) % 2 == 1
        assert turns == pytest.approx(seen, abs=2e-4)
        assert len(turns) <= 2 * K - 1


def test_a_pair_of_turns_closer_than_the_grid_is_found():
    bump, width = 1.2, 0.3

    def with_shoulder(weight: float) -> np.ndarray:
        return turning_points(Line.of(column_of([1 - weight, weight], [0.0, bump], [1.0, width])))

    # Where the shoulder just begins to be a mode, it and its low lie arbitrarily close to one another.
    low, high = 0.0 + 1e-6, 0.5
    while high - low > 1e-12:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if len(with_shoulder(middle)) == 1 else (low, middle)
    turns = with_shoulder(high)
    assert len(turns) == 3
    assert abs(turns[2] - turns[1]) < 0.01 * width or abs(turns[1] - turns[0]) < 0.01 * width


@pytest.mark.parametrize("p", [0.0, 1.0, -0.5, 2.0, float("nan"), float("inf")])
def test_impossible_probabilities_are_refused(p):
    with pytest.raises(OptionError, match="greater than 0 and less than 1") as refused:
        highest_density_regions(MIXTURES["one"], [0.5, p])
    assert refused.value.field == "probabilities"


def test_a_component_that_floats_cannot_resolve_is_refused():
    with pytest.raises(ParameterError, match="subtract a constant") as refused:
        highest_density_regions(column_of([0.5, 0.5], [0.0, 3e7], [1.0, 1e-8]), [0.5])
    assert refused.value.field == "means"


def test_one_of_several_columns_has_to_be_said(rng):
    for column, message in [(None, "Say which one"), ("height", "no column"), (2, "from 0 to 1")]:
        with pytest.raises(OptionError, match=message) as refused:
            highest_density_regions(random_mixture(rng, 2, 2), [0.5], column)
        assert refused.value.field == "column"


def test_the_smallest_region_has_at_least_its_probability_and_ends_at_the_peak(mixture):
    (region,) = highest_density_regions(mixture, [1e-12])
    peak = max(log_density(mixture, [[each.low]])[0] for each in region.intervals)

    assert region.log_density == pytest.approx(peak, abs=1e-6)
    assert 1e-12 <= sum(each.probability for each in region.intervals) < 1e-6
