"""Conditional mixtures and regression follow Bayes' rule, and hold out where the given values are absurd."""

import numpy as np
import pytest
from scipy.integrate import quad

from gmm.engine import (
    DataError,
    Mixture,
    OptionError,
    ParameterError,
    cdf,
    conditional,
    entropy,
    highest_density_regions,
    kl_divergence,
    log_density,
    quantile,
    regress,
    responsibilities,
    sample,
)
from gmm.engine.noise import Box, Noise
from tests.engine.strategies import random_mixture, structured

NAMED = Mixture.from_parameters(
    [0.4, 0.6], [[0, 0, 1], [3, -2, 0]], [np.eye(3), 2 * np.eye(3) + 0.5], columns=["u", "v", "w"]
)


@pytest.mark.parametrize("given", [{0: 0.3}, {1: -1.0, 3: 2.0}, {3: 9.0, 2: 0.0, 0: -4.0}])
def test_the_conditional_is_the_joint_over_the_marginal(rng, covariance_type, given):
    mixture = random_mixture(rng, 3, 4, covariance_type)
    X = 3 * rng.normal(size=(200, 4))
    X[:, list(given)] = list(given.values())
    rest = [i for i in range(4) if i not in given]

    here = conditional(mixture, given)
    of_given = log_density(mixture.marginal(list(given)), [list(given.values())])
    assert here.columns == tuple(mixture.columns[i] for i in rest)
    assert log_density(here, X[:, rest]) == pytest.approx(log_density(mixture, X) - of_given, abs=1e-9)


def test_of_one_gaussian_it_is_the_textbooks(rng):
    mixture = random_mixture(rng, 1, 4)
    mean, sigma = mixture.means[0], mixture.covariances[0]
    here = conditional(mixture, {"x4": 1.0, "x2": -2.0})
    r, g = [0, 2], [3, 1]
    gain = sigma[np.ix_(r, g)] @ np.linalg.inv(sigma[np.ix_(g, g)])

    assert here.weights == pytest.approx([1.0])
    assert here.means[0] == pytest.approx(mean[r] + gain @ ([1.0, -2.0] - mean[g]), abs=1e-12)
    assert here.covariances[0] == pytest.approx(sigma[np.ix_(r, r)] - gain @ sigma[np.ix_(g, r)], abs=1e-12)


def test_its_weights_are_the_responsibilities_given_the_values(rng, covariance_type):
    mixture = random_mixture(rng, 4, 3, covariance_type)
    resp, _ = responsibilities(mixture.marginal([1, 2]), [[0.5, -1.0]])

    assert conditional(mixture, {1: 0.5, 2: -1.0}).weights == pytest.approx(resp[0], abs=1e-12)


def test_conditions_one_by_one_are_the_conditions_together(rng, covariance_type):
    mixture = random_mixture(rng, 3, 4, covariance_type)
    together = conditional(mixture, {"x1": 0.5, "x3": 1.5})
    in_turn = conditional(conditional(mixture, {"x3": 1.5}), {"x1": 0.5})

    assert in_turn.columns == together.columns
    assert in_turn.weights == pytest.approx(together.weights, abs=1e-12)
    assert in_turn.means == pytest.approx(together.means, abs=1e-12)
    assert in_turn.covariances == pytest.approx(together.covariances, abs=1e-12)


def test_shift_and_scale_of_the_columns_go_through_it(rng):
    mixture, scale, shift = random_mixture(rng, 3, 3), np.array([1e-6, 1e3, 7.0]), np.array([5.0, -1e4, 2.0])
    moved = Mixture.from_parameters(
        mixture.weights, mixture.means * scale + shift, mixture.covariances * np.outer(scale, scale)
    )
    here, there = conditional(mixture, {1: 0.7}), conditional(moved, {1: 0.7 * scale[1] + shift[1]})

    assert there.weights == pytest.approx(here.weights, rel=1e-9)
    assert there.means == pytest.approx(here.means * scale[[0, 2]] + shift[[0, 2]], rel=1e-9)
    unit = np.outer(scale[[0, 2]], scale[[0, 2]])
    assert there.covariances / unit == pytest.approx(here.covariances, rel=1e-9)


def test_a_conditional_is_a_mixture_like_any_other(rng, covariance_type):
    here = conditional(random_mixture(rng, 3, 3, covariance_type), {0: 1.0})
    again = Mixture.from_parameters(
        here.weights, here.means, here.covariances, here.covariance_type, here.columns
    )
    X, _ = sample(here, 50_000, seed=3)

    assert np.array_equal(again.means, here.means)
    assert X.mean(axis=0) == pytest.approx(here.mean, abs=0.06)
    assert np.cov(X.T) == pytest.approx(here.covariance, rel=0.05, abs=0.1)


@pytest.mark.parametrize("value", [1e3, -1e6, 1e30, -1e99])
def test_an_absurd_value_leaves_the_nearest_component(rng, covariance_type, value):
    wide = structured(np.stack([np.eye(3), 4 * np.eye(3)]), covariance_type)
    mixture = Mixture.from_parameters([0.5, 0.5], [[-1, 0, 0], [1, 0, 0]], wide, covariance_type)
    here = conditional(mixture, {"x1": value})
    nearest = int(np.argmin((value - mixture.means[:, 0]) ** 2 / mixture.covariances[:, 0, 0]))

    assert here.weights.sum() == pytest.approx(1.0, abs=1e-15)
    assert here.weights.argmax() == nearest and np.all(here.weights > 0)
    assert np.all(np.isfinite(log_density(here, [[0.0, 0.0]])))
    Mixture.from_parameters(here.weights, here.means, here.covariances, here.covariance_type)


def test_nearly_dependent_columns_keep_their_conditional_variance():
    tight = 1e-6
    sigma = [[1.0, 1.0], [1.0, 1.0 + tight]]
    here = conditional(Mixture.from_parameters([1.0], [[0.0, 0.0]], [sigma]), {"x1": 2.0})

    assert here.means[0, 0] == pytest.approx(2.0, abs=1e-9)
    assert here.covariances[0, 0, 0] == pytest.approx(tight, rel=1e-9)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "at least one column: u, v, w"),
        ({"height": 1.0}, "'height', which is no column; there are u, v, w"),
        ({3: 1.0}, "numbered from 0 to 2"),
        ({-1: 1.0}, "numbered from 0 to 2"),
        ({1.5: 1.0}, "by text or by whole numbers, not 1.5"),
        ({True: 1.0}, "by text or by whole numbers, not True"),
        ({"u": 1.0, 0: 2.0}, "'u' twice"),
        ({"u": 1.0, "v": 2.0, "w": 0.0}, "all columns"),
        ({"u": float("nan")}, "column 'u' is nan; give a finite number"),
        ({"u": 0.0, "w": float("inf")}, "column 'w' is inf"),
        ({"v": "much"}, "column 'v' is 'much'"),
        ({"v": None}, "column 'v' is None"),
        ({"v": 1e101}, "too far from the mixture"),
    ],
)
def test_impossible_conditions_are_refused(given, message):
    with pytest.raises(OptionError, match=message) as refused:
        conditional(NAMED, given)
    assert refused.value.field == "given"


def test_a_value_that_moves_a_mean_out_of_reach_is_refused():
    steep = Mixture.from_parameters([1.0], [[0, 0]], [[[1e-40, 5e19], [5e19, 1e80]]], columns=["u", "v"])

    with pytest.raises(OptionError, match="mean of column 'v' beyond"):
        conditional(steep, {"u": 1e60})
    with pytest.raises(OptionError, match=r"column 'u' lies too far") as refused:
        conditional(
            Mixture.from_parameters([1.0], [[0, 0]], [np.diag([1e-150, 1])], columns=["u", "v"]), {"u": 1e90}
        )
    assert refused.value.column == "u"


def test_regression_is_the_mean_and_covariance_of_the_conditionals(rng, covariance_type):
    mixture = random_mixture(rng, 4, 5, covariance_type)
    X = 3 * rng.normal(size=(40, 2))
    found = regress(mixture, X, [3, 1])

    assert found.columns == ("x1", "x3", "x5")
    for row, mean, covariance in zip(X, found.means, found.covariances, strict=True):
        here = conditional(mixture, {3: row[0], 1: row[1]})
        assert mean == pytest.approx(here.mean, abs=1e-10)
        assert covariance == pytest.approx(here.covariance, abs=1e-9)


def test_a_missing_value_is_regressed_on_as_if_its_column_were_not_there(rng, covariance_type):
    mixture = random_mixture(rng, 3, 5, covariance_type)
    X = 3 * rng.normal(size=(60, 3))
    X[rng.random(X.shape) < 0.4] = np.nan
    X[0], X[1] = 0.5, np.nan
    found = regress(mixture, X, [3, 1, 0])

    for row, mean, covariance in zip(X, found.means, found.covariances, strict=True):
        known = {j: value for j, value in zip([3, 1, 0], row, strict=True) if not np.isnan(value)}
        here = conditional(mixture, known) if known else mixture
        rest = here.marginal([here.columns.index(name) for name in ("x3", "x5")])
        assert mean == pytest.approx(rest.mean, abs=1e-10)
        assert covariance == pytest.approx(rest.covariance, abs=1e-9)


def test_regression_is_what_integrals_over_the_density_say(rng):
    mixture = random_mixture(rng, 3, 2)
    found = regress(mixture, [[-2.0], [0.5], [4.0]], ["x1"])

    for x, mean, variance in zip(
        [-2.0, 0.5, 4.0], found.means[:, 0], found.covariances[:, 0, 0], strict=True
    ):

        def moment(power: int, x: float = x, centre: float = 0.0) -> float:
            def integrand(y: float) -> float:
                return (y - centre) ** power * float(np.exp(log_density(mixture, [[x, y]])[0]))

            return quad(integrand, -60, 60, points=mixture.means[:, 1].tolist(), limit=400, epsabs=1e-13)[0]

        assert mean == pytest.approx(moment(1) / moment(0), rel=1e-7)
        assert variance == pytest.approx(moment(2, centre=mean) / moment(0), rel=1e-7)


def test_targets_are_regressed_on_their_own(rng):
    mixture = random_mixture(rng, 3, 4)
    X = rng.normal(size=(10, 2))
    chosen, all_others = regress(mixture, X, [0, 2], ["x4"]), regress(mixture, X, [0, 2])

    assert chosen.columns == ("x4",)
    assert chosen.means[:, 0] == pytest.approx(all_others.means[:, 1], abs=1e-12)
    assert chosen.covariances[:, 0, 0] == pytest.approx(all_others.covariances[:, 1, 1], abs=1e-12)


def test_many_rows_are_regressed_as_each_by_itself(rng, covariance_type):
    mixture = random_mixture(rng, 5, 6, covariance_type)
    X = 3 * rng.normal(size=(7000, 3))
    found, middle = regress(mixture, X, [0, 1, 2]), regress(mixture, X[3990:4010], [0, 1, 2])

    assert found.means[3990:4010] == pytest.approx(middle.means, abs=1e-12)
    assert found.covariances[3990:4010] == pytest.approx(middle.covariances, abs=1e-12)
    assert np.array_equal(found.covariances, found.covariances.transpose(0, 2, 1))
    assert np.linalg.eigvalsh(found.covariances).min() > 0


def test_a_row_far_from_all_components_follows_the_nearest(rng):
    mixture = Mixture.from_parameters([0.5, 0.5], [[0, 0], [9, 5]], [[[1, 0.5], [0.5, 1]], np.eye(2)])
    found = regress(mixture, [[-1e8], [1e8]], ["x1"])

    assert found.means[:, 0] == pytest.approx([-0.5e8, 5.0])
    assert found.covariances[:, 0, 0] == pytest.approx([0.75, 1.0])


@pytest.mark.parametrize(
    ("columns", "targets", "field", "message"),
    [
        ([], None, "columns", "at least one column"),
        (["u", "v", "w"], None, "columns", "all columns"),
        (["height"], None, "columns", "no column"),
        (["u", "u"], None, "columns", "twice"),
        (["u"], [], "targets", "at least one column"),
        (["u"], ["v", "v"], "targets", "'v' twice"),
        (["u"], ["v", "u"], "targets", "'u' is known"),
        (["u"], [7], "targets", "numbered from 0 to 2"),
    ],
)
def test_impossible_regressions_are_refused_by_field(columns, targets, field, message):
    with pytest.raises(OptionError, match=message) as refused:
        regress(NAMED, [[1.0] * max(len(columns), 1)], columns, targets)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("samples", "row", "column", "message"),
    [
        ([[1.0, 2.0], [float("inf"), 1.0], [0.0, 0.0]], 1, "v", "infinite"),
        ([[1.0, 2.0], [1.0, 1e101]], 1, "w", "too large"),
        ([[1.0], [2.0]], None, None, "1 columns, but 2 are named: v, w"),
        ([[1.0, 2.0], [1.0]], None, None, "same length"),
        ([], None, None, "empty"),
    ],
)
def test_rows_that_cannot_be_regressed_on_are_refused(samples, row, column, message):
    with pytest.raises(DataError, match=message) as refused:
        regress(NAMED, samples, ["v", "w"])
    assert (refused.value.field, refused.value.row, refused.value.column) == ("data", row, column)


def test_a_row_whose_expectation_is_out_of_reach_is_named():
    steep = Mixture.from_parameters([1.0], [[0, 0]], [[[1e-40, 5e19], [5e19, 1e80]]])

    with pytest.raises(DataError, match="Row 2 lies so far") as refused:
        regress(steep, [[0.0], [1e60]], [0])
    assert refused.value.row == 1


@pytest.mark.parametrize(
    "asked",
    [
        lambda mixture: conditional(mixture, {0: 1.0}),
        lambda mixture: regress(mixture, [[1.0]], [0]),
        lambda mixture: cdf(mixture, [0.0], 0),
        lambda mixture: quantile(mixture, [0.5], 0),
        lambda mixture: highest_density_regions(mixture, [0.5], 0),
        lambda mixture: entropy(mixture),
        lambda mixture: kl_divergence(mixture, mixture),
        lambda mixture: kl_divergence(mixture.marginal([0, 1]), mixture),
    ],
)
def test_noise_that_counts_everywhere_is_refused_rather_than_left_out(asked):
    noise = Noise(np.array(0.2), Box(np.array([-5.0, -5.0]), np.array([5.0, 5.0])))
    noisy = Mixture.from_parameters([0.8], [[0, 0]], [np.eye(2)], noise=noise)

    with pytest.raises(ParameterError, match="with noise has no") as refused:
        asked(noisy)
    assert refused.value.field == "noise"
