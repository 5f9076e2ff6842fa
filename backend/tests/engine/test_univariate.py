"""Probabilities and quantiles of one column: right in the tails, in the middle, and across empty gaps."""

import mpmath
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from gmm.engine import Mixture, OptionError, ParameterError, cdf, log_cdf, log_density, quantile
from gmm.engine.distribution.root import increasing_roots
from gmm.engine.threads import thread_limit
from tests.engine.strategies import random_mixture

TINY = [5e-324, 1e-300, 1e-100, 1e-16]
COMMON = [1e-3, 0.2, 0.5, 0.9]


def column_of(weights, means, sds) -> Mixture:
    """A mixture of one column."""
    return Mixture.from_parameters(weights, np.c_[means], np.square(sds)[:, None, None])


MIXTURES = {
    "one": column_of([1.0], [3.0], [2.0]),
    "overlapping": column_of([0.2, 0.5, 0.3], [0.0, 1.0, 2.5], [1.0, 0.3, 2.0]),
    "apart": column_of([0.3, 0.7], [0.0, 40.0], [1.0, 1.0]),
    "a needle in a haystack": column_of([0.5, 0.5], [0.1, 0.0], [1e-9, 1.0]),
    "far from zero": column_of([0.6, 0.4], [1e6, 1e6 + 3], [1e-3, 1.0]),
    "a light one between": column_of([0.5, 0.5 - 1e-20, 1e-20], [0.0, 50.0, 20.0], [1.0, 1.0, 1.0]),
}


@pytest.fixture(params=MIXTURES)
def mixture(request) -> Mixture:
    return MIXTURES[request.param]


def exact_tail(mixture: Mixture, x, upper: bool = False):
    """The probability up to x, or beyond it, with the digits that mpmath works with."""
    sign = -1 if upper else 1
    parts = zip(mixture.weights.tolist(), mixture.means[:, 0].tolist(), mixture.sigma.ravel(), strict=True)
    total = mpmath.fsum(mixture.weights.tolist())
    tails = (
        w * mpmath.ncdf(sign * (x - mpmath.mpf(m)) / mpmath.sqrt(mpmath.mpf(float(v)))) for w, m, v in parts
    )
    return mpmath.fsum(tails) / total


def assert_quantile(mixture: Mixture, p: float, found: float, upper: bool = False) -> None:
    """The probability passes p within a hair of what was found: rounding of it, and of the narrowest."""
    hair = 1e-14 * abs(found) + 1e-13 * float(np.sqrt(mixture.sigma.min()))
    sign = -1 if upper else 1
    ends = (exact_tail(mixture, mpmath.mpf(found) + side * hair, upper) - p for side in (-sign, sign))
    low, high = ends
    assert low < 0 < high, (p, found, float(low), float(high))


def test_of_one_gaussian_they_are_scipys():
    x = np.linspace(-60, 60, 121)
    one = norm(3.0, 2.0)

    assert cdf(MIXTURES["one"], x) == pytest.approx(one.cdf(x), rel=1e-13, abs=0)
    assert cdf(MIXTURES["one"], x, upper=True) == pytest.approx(one.sf(x), rel=1e-13, abs=0)
    assert log_cdf(MIXTURES["one"], x) == pytest.approx(one.logcdf(x), rel=1e-13)
    assert quantile(MIXTURES["one"], TINY + COMMON) == pytest.approx(one.ppf(TINY + COMMON), rel=1e-13)
    assert quantile(MIXTURES["one"], TINY, upper=True) == pytest.approx(one.isf(TINY), rel=1e-13)


def test_the_cdf_is_the_integral_of_the_density(rng, covariance_type):
    mixture = random_mixture(rng, 3, 3, covariance_type)
    marginal = mixture.marginal([1])

    def density(x: float) -> float:
        return float(np.exp(log_density(marginal, [[x]])[0]))

    for x in (-2.0, 0.5, 3.0):
        below, _ = quad(density, -30, x, limit=200)
        assert cdf(mixture, [x], "x2")[0] == pytest.approx(below, abs=1e-7)
        assert cdf(mixture, [x], 1, upper=True)[0] == pytest.approx(1 - below, abs=1e-7)


@pytest.mark.parametrize("upper", [False, True])
def test_tails_keep_all_their_digits(mixture, upper):
    away = 1 if upper else -1
    end = float(mixture.means.max() if upper else mixture.means.min())
    x = end + away * float(np.sqrt(mixture.sigma.max())) * np.array([0.0, 3.0, 20.0, 36.0])
    with mpmath.workdps(60):
        tails = [exact_tail(mixture, float(each), upper) for each in x]
        logs = [float(mpmath.log(tail)) for tail in tails]

    # A tail changes by z² times as much as its argument, here up to 1300 times.
    assert cdf(mixture, x, upper=upper) == pytest.approx([float(tail) for tail in tails], rel=1e-12, abs=0)
    assert log_cdf(mixture, x, upper=upper) == pytest.approx(logs, rel=1e-13, abs=1e-13)


def test_logs_go_on_where_probabilities_underflow(mixture):
    x = float(mixture.means.min()) - 1e3 * float(np.sqrt(mixture.sigma.max()))
    with mpmath.workdps(60):
        exact = float(mpmath.log(exact_tail(mixture, x)))

    assert cdf(mixture, [x]) == [0.0]
    assert log_cdf(mixture, [x])[0] == pytest.approx(exact, rel=1e-14)


@pytest.mark.parametrize("upper", [False, True])
def test_quantiles_are_right_to_the_last_digits(mixture, upper):
    p = [*TINY, *COMMON] if upper else [*TINY, *COMMON, 1 - 1e-16]
    with mpmath.workdps(100):
        for each, found in zip(p, quantile(mixture, p, upper=upper).tolist(), strict=True):
            assert_quantile(mixture, each, found, upper)


def test_where_the_weights_to_the_left_add_up_to_p_the_quantile_lies_in_the_gap():
    even = column_of([0.5, 0.5], [0.0, 100.0], [1.0, 1.0])
    uneven = column_of([0.25, 0.25, 0.5], [0.0, 1.0, 11.0], [1e-3, 1e-3, 4e-3])
    needles = column_of([0.5, 0.5], [-1e50, 1e50], [1.0, 3.0])

    # Equal tails of equal weight meet where both are as many standard deviations away.
    assert quantile(even, [0.5])[0] == pytest.approx(50.0, rel=1e-14)
    assert quantile(uneven, [0.5])[0] == pytest.approx(3.0, rel=1e-4)
    assert quantile(needles, [0.5])[0] == pytest.approx(-0.5e50, rel=1e-12)


def test_quantile_undoes_cdf(rng, covariance_type):
    mixture = random_mixture(rng, 6, 2, covariance_type)
    x = np.linspace(-8, 8, 2001)

    for upper in (False, True):
        assert quantile(mixture, cdf(mixture, x, 0, upper), 0, upper) == pytest.approx(x, abs=1e-8)
    assert np.all(np.diff(quantile(mixture, np.linspace(1e-6, 1 - 1e-6, 10_001), "x1")) > 0)


def test_shift_and_scale_go_through_quantiles(mixture):
    moved = column_of(mixture.weights, 1e3 * mixture.means[:, 0] - 7, 1e3 * np.sqrt(mixture.sigma).ravel())
    p = [1e-200, 0.1, 0.5, 0.99]

    assert quantile(moved, p) == pytest.approx(1e3 * quantile(mixture, p) - 7, rel=1e-9)


def test_a_column_may_be_said_by_name_or_number_and_need_not_be_where_there_is_one(rng):
    mixture = random_mixture(rng, 2, 3)

    assert np.array_equal(cdf(mixture, [0.0, 1.0], "x3"), cdf(mixture, [0.0, 1.0], 2))
    assert np.array_equal(cdf(mixture, [0.0, 1.0], "x3"), cdf(mixture.marginal([2]), [0.0, 1.0]))
    assert np.array_equal(quantile(mixture, 0.3, "x3"), quantile(mixture.marginal([2]), [0.3]))


def test_infinity_has_probability_nought_below_and_one_above(mixture):
    ends = [-np.inf, np.inf, -1e308, 1e308]

    assert cdf(mixture, ends).tolist() == pytest.approx([0, 1, 0, 1], abs=1e-15)
    assert log_cdf(mixture, ends).tolist() == pytest.approx([-np.inf, 0, -np.inf, 0], abs=1e-15)


@pytest.mark.parametrize("sds", [(1e70, 1e-70), (1e-100, 1e-40)])
def test_the_widest_range_of_numbers_is_computed_with(sds):
    extreme = column_of([0.5, 0.5], [0.0, 1e-3], sds)
    p = np.array([1e-300, 0.1, 0.25, 0.5, 0.6, 1 - 1e-16])
    found = quantile(extreme, p)

    assert np.all(np.diff(found) >= 0) and np.all(np.isfinite(found))
    assert found[[0, -1]] == pytest.approx(
        [norm.ppf(2e-300) * sds[0], norm.isf(2 * 2**-53) * sds[0]] if sds[0] > 1 else found[[0, -1]], rel=1e-9
    )


@pytest.mark.parametrize("function", [cdf, log_cdf, quantile])
def test_threads_and_blocks_change_not_a_single_bit(rng, function):
    mixture = random_mixture(rng, 40, 1)
    p = rng.uniform(size=6000)
    with thread_limit(1):
        alone = function(mixture, p)
    with thread_limit(4):
        shared = function(mixture, p)

    assert alone.tobytes() == shared.tobytes()
    assert alone[4000:4001].tobytes() == function(mixture, p[4000:4001]).tobytes()


@pytest.mark.parametrize("p", [0.0, 1.0, -0.1, 1.5, 1e308, float("inf")])
def test_impossible_quantiles_are_refused(p):
    with pytest.raises(OptionError, match="greater than 0 and less than 1, not") as refused:
        quantile(MIXTURES["apart"], [0.5, p])
    assert refused.value.field == "probabilities"


@pytest.mark.parametrize("values", [[float("nan")], "high", [[1.0, 2.0]], [None], [1, "2x"], [10**400]])
def test_what_is_no_list_of_numbers_is_refused(values):
    for function, field in [(cdf, "values"), (log_cdf, "values"), (quantile, "probabilities")]:
        with pytest.raises(OptionError, match="list of numbers") as refused:
            function(MIXTURES["apart"], values)
        assert refused.value.field == field


@pytest.mark.parametrize("column", ["height", 3, -1, 0.5])
def test_an_unknown_column_is_refused(rng, column):
    for function in (cdf, quantile):
        with pytest.raises(OptionError, match="column") as refused:
            function(random_mixture(rng, 2, 3), [0.5], column)
        assert refused.value.field == "column"


def test_one_of_several_columns_has_to_be_said(rng):
    with pytest.raises(OptionError, match=r"3 columns: x1, x2, x3\. Say which one") as refused:
        cdf(random_mixture(rng, 2, 3), [0.5])
    assert refused.value.field == "column"


def test_components_out_of_each_others_reach_are_refused():
    with pytest.raises(ParameterError, match="too far apart"):
        quantile(column_of([0.5, 0.5], [0.0, 1e90], [1e-90, 1.0]), [0.5])


def test_no_values_have_no_probabilities(mixture):
    assert cdf(mixture, []).shape == quantile(mixture, []).shape == (0,)


def test_roots_are_found_without_slopes_to_go_by():
    roots = np.array([-3.0, 1e-8, 0.25, 7.0])
    for slope in (0.0, np.nan, np.inf, 1e-30, -5.0):

        def cubic(x, which, slope=slope):
            return (x - roots[which]) ** 3, np.full(len(x), slope)

        found = increasing_roots(cubic, np.full(4, -10.0), np.full(4, 10.0), 1.0)
        assert found == pytest.approx(roots, abs=1e-14), slope


def test_the_log_of_a_probability_next_to_one_is_that_of_the_tail_beyond():
    mixture = Mixture.from_parameters([0.1, 0.2, 0.7], [[0.0], [1.0], [2.0]], np.ones((3, 1, 1)))

    assert log_cdf(mixture, [1e308, 1e5]).tolist() == [0.0, 0.0]
    assert log_cdf(mixture, [-1e308], upper=True).tolist() == [0.0]
    assert log_cdf(mixture, [12.0]) == pytest.approx(-cdf(mixture, [12.0], upper=True), rel=1e-12)
