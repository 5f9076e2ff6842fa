"""What a fitted estimator says of its density beyond scores and labels."""

import numpy as np
import pandas
import polars
import pyarrow
import pytest
from sklearn.exceptions import NotFittedError

from gmm import GaussianMixture
from gmm.engine import DataError, OptionError, cdf, highest_density_regions, quantile, regress

CALLS = {
    "marginal": ([0],),
    "conditional": ({0: 3.0},),
    "regress": ([[3.0]], [0]),
    "cdf": ([3.0], 0),
    "quantile": ([0.5], 0),
    "highest_density_region": (0.5, 0),
    "entropy": (),
    "kl_divergence": (GaussianMixture.from_parameters([1.0], [[3.0, 70.0]], [np.eye(2)]),),
}


@pytest.fixture(scope="module")
def model(faithful) -> GaussianMixture:
    return GaussianMixture(2, n_init=2, random_state=0).fit(faithful)


@pytest.fixture(scope="module")
def named(faithful) -> GaussianMixture:
    frame = pandas.DataFrame(faithful, columns=["eruptions", "waiting"])
    return GaussianMixture(2, n_init=2, random_state=0).fit(frame)


@pytest.mark.parametrize("method", CALLS)
def test_nothing_can_be_asked_before_the_fit(method):
    with pytest.raises(NotFittedError):
        getattr(GaussianMixture(), method)(*CALLS[method])


@pytest.mark.parametrize("method", ["marginal", "conditional"])
def test_a_part_is_a_fitted_estimator_like_any_other(model, faithful, covariance_type, method):
    whole = GaussianMixture(2, covariance_type=covariance_type, n_init=2, random_state=0).fit(faithful)
    part = getattr(whole, method)(*CALLS[method])
    rows = faithful[:20, [0]] if method == "marginal" else faithful[:20, [1]]
    again = GaussianMixture.from_parameters(
        part.weights_, part.means_, part.covariances_, part.covariance_type
    )

    assert isinstance(part, GaussianMixture)
    assert (part.n_features_in_, part.n_components) == (1, 2)
    assert np.allclose(part.score_samples(rows), again.score_samples(rows), rtol=1e-12)
    assert part.sample(5)[0].shape == (5, 1)
    assert part.get_params()["covariance_type"] == part.mixture_.covariance_type
    assert part.fit(rows).means_.shape == (2, 1)


def test_a_conditional_is_the_joint_density_over_the_marginal(model, faithful):
    waiting = 70.0
    rows = np.column_stack([faithful[:50, 0], np.full(50, waiting)])
    joint, given = model.score_samples(rows), model.marginal(["x2"]).score_samples([[waiting]])

    assert np.allclose(model.conditional({"x2": waiting}).score_samples(rows[:, :1]), joint - given)


def test_names_of_features_go_into_parts_and_numbers_will_do(named, faithful):
    part = named.marginal(["waiting"])

    assert part.feature_names_in_.tolist() == ["waiting"]
    assert named.conditional({"eruptions": 3.0}).feature_names_in_.tolist() == ["waiting"]
    frame = pandas.DataFrame({"waiting": faithful[:9, 1]})
    assert np.array_equal(part.score_samples(frame), named.marginal([1]).score_samples(frame))


def test_a_nameless_estimator_has_nameless_parts(model):
    assert not hasattr(model.marginal([1]), "feature_names_in_")
    assert model.marginal([1]).mixture_.columns == ("x2",)


def test_regression_is_the_engines(model, faithful):
    means, covariances = model.regress(faithful[:, :1], [0])
    found = regress(model.mixture_, faithful[:, :1], [0])

    assert np.array_equal(means, found.means) and np.array_equal(covariances, found.covariances)
    residual = faithful[:, 1] - means[:, 0]
    linear = np.polyval(np.polyfit(*faithful.T, 1), faithful[:, 0]) - faithful[:, 1]
    assert residual.std() < linear.std()
    assert (residual**2 / covariances[:, 0, 0]).mean() == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("library", [pandas.DataFrame, polars.DataFrame, pyarrow.table])
def test_the_columns_of_a_frame_need_not_be_said(named, faithful, library):
    frame = library({"waiting": faithful[:, 1]})
    means, _ = named.regress(frame)

    assert np.array_equal(means, named.regress(faithful[:, 1:], ["waiting"], ["eruptions"])[0])


def test_rows_without_names_need_them(model, faithful):
    with pytest.raises(OptionError, match="say by columns"):
        model.regress(faithful[:, :1])
    with pytest.raises(OptionError, match="'height', which is no column"):
        model.regress(pandas.DataFrame({"height": [1.0]}))
    with pytest.raises(DataError, match=r"row 2, column 'x1' is infinite"):
        model.regress([[1.0], [np.inf]], [0])
    with pytest.raises(ValueError, match="could not convert"):
        model.regress([["tall"]], [0])


def test_probabilities_quantiles_and_regions_are_the_engines(named):
    mixture = named.mixture_

    assert np.array_equal(named.cdf([60.0, 70.0], "waiting"), cdf(mixture, [60.0, 70.0], 1))
    assert np.array_equal(
        named.quantile([1e-9], "waiting", upper=True), quantile(mixture, [1e-9], 1, upper=True)
    )
    assert named.highest_density_region(0.8, 1) == highest_density_regions(mixture, [0.8], "waiting")[0]
    assert named.quantile(named.cdf([61.0], 1), 1)[0] == pytest.approx(61.0)
    with pytest.raises(OptionError, match="eruptions, waiting"):
        named.cdf([1.0])


def test_half_of_the_data_lie_in_the_region_of_a_half(model, faithful):
    region = model.highest_density_region(0.5, 1)
    inside = sum(
        np.mean((each.low <= faithful[:, 1]) & (faithful[:, 1] <= each.high)) for each in region.intervals
    )

    assert inside == pytest.approx(0.5, abs=0.06)


def test_a_list_of_quantiles_may_be_an_array_or_one_number(model):
    assert model.quantile(np.array([0.1, 0.9]), 0).shape == (2,)
    assert model.quantile(0.5, 0).shape == (1,)


def test_averages_follow_random_state(model, faithful):
    other = GaussianMixture(1, random_state=0).fit(faithful)
    uncertainty, apart = model.entropy(), model.kl_divergence(other)

    assert uncertainty == model.entropy() and apart == model.kl_divergence(other)
    assert uncertainty.value == pytest.approx(-model.score(faithful), abs=0.1)
    assert apart.value > 10 * apart.standard_error
    assert other.entropy().standard_error == 0
    with pytest.raises(NotFittedError):
        model.kl_divergence(GaussianMixture())
    with pytest.raises(OptionError, match="same columns"):
        model.kl_divergence(model.marginal([0]))
