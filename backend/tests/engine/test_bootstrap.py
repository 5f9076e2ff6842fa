"""How sure the parameters are: errors that chance explains, whatever components are called."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from gmm.engine import (
    RESAMPLINGS,
    Bootstrap,
    BootstrapOptions,
    DataError,
    Dataset,
    Fate,
    FitError,
    FitOptions,
    Mixture,
    OptionError,
    bootstrap,
    bootstrap_events,
    fit,
    sample,
)
from gmm.engine.bootstrap.matching import matching_order
from gmm.engine.threads import thread_limit
from tests.engine.awkward import climbs

PARTS = ("weights", "means", "covariances")
TWINS = Mixture.from_parameters([0.5, 0.5], [[-3.0], [3.0]], [[[1.0]], [[1.0]]])


def errors_of(found: Bootstrap) -> list[np.ndarray]:
    return [getattr(found.standard_errors, part) for part in PARTS]


@pytest.fixture(scope="module")
def faithful_fit(faithful) -> tuple[Dataset, Mixture]:
    dataset = Dataset(faithful, ["eruptions", "waiting"])
    return dataset, fit(dataset, FitOptions(2, n_init=4)).mixture


@pytest.mark.parametrize("kind", RESAMPLINGS)
def test_the_errors_of_one_gaussian_are_those_of_the_textbook(rng, kind):
    """σ/√n for the mean, σ²√(2/n) for the variance, −σ²/n for its bias, each within 4 Monte-Carlo errors."""
    n, R = 200, 300
    X = norm.ppf((np.arange(n) + 0.5) / n)[:, None] * 3 + 10  # as normal as can be
    estimate = fit(Dataset(X), FitOptions(1)).mixture
    found = bootstrap(Dataset(X), estimate, BootstrapOptions(kind, R))
    variance = X.var()

    of_an_error = 4 / np.sqrt(2 * R)  # relative Monte-Carlo error of a standard deviation, four times
    assert found.n_used == R and found.warnings == ()
    assert found.standard_errors.means[0, 0] == pytest.approx(np.sqrt(variance / n), rel=of_an_error)
    # Quantiles in the place of rows have lighter tails than chance would give: a twentieth less.
    error_of_variance = variance * np.sqrt(2 / n)
    assert found.standard_errors.covariances[0, 0, 0] == pytest.approx(
        error_of_variance, rel=0.05 + of_an_error
    )
    bias = found.bias.covariances[0, 0, 0]
    assert bias == pytest.approx(-variance / n, abs=4 * error_of_variance / np.sqrt(R))
    half = (found.upper.means - found.lower.means)[0, 0] / 2
    assert half == pytest.approx(1.96 * np.sqrt(variance / n), rel=0.15)
    assert found.standard_errors.weights == [0.0]


def test_a_replicate_is_the_fit_of_rows_drawn_with_replacement(faithful_fit):
    dataset, mixture = faithful_fit
    options, few = FitOptions(2), BootstrapOptions(n_replicates=3, seed=4)
    for number, one in enumerate(list(bootstrap_events(dataset, mixture, few))[:-1]):
        rng = np.random.default_rng([4, number])
        drawn = RESAMPLINGS["nonparametric"](dataset, mixture, rng)
        rows = np.repeat(drawn.samples, drawn.weights.astype(int), axis=0)
        assert len(rows) == dataset.n_samples
        alone = fit(Dataset(rows), options, initial=mixture)

        assert one.mixture.means == pytest.approx(alone.mixture.means, rel=1e-4)
        assert one.log_likelihood == pytest.approx(alone.log_likelihood, abs=1e-4)


def test_what_is_said_of_the_replicates_is_said_of_those_given(faithful_fit):
    found = bootstrap(*faithful_fit, BootstrapOptions(n_replicates=40, level=0.5))

    for part in PARTS:
        values = getattr(found.replicates, part)
        assert len(values) == found.n_used == 40
        assert getattr(found.standard_errors, part) == pytest.approx(values.std(axis=0, ddof=1))
        assert getattr(found.lower, part) == pytest.approx(np.quantile(values, 0.25, axis=0))
        assert getattr(found.upper, part) == pytest.approx(np.quantile(values, 0.75, axis=0))
        bias = values.mean(axis=0) - getattr(found.mixture, part)
        assert getattr(found.bias, part) == pytest.approx(bias, abs=1e-12)


def test_components_of_equal_weight_are_not_taken_for_one_another():
    X, _ = sample(TWINS, 400, 5)
    estimate = fit(Dataset(X), FitOptions(2, n_init=4)).mixture
    found = bootstrap(Dataset(X), estimate, BootstrapOptions(n_replicates=150))
    heavier = found.replicates.weights.argmax(axis=1)

    assert 0.1 < heavier.mean() < 0.9  # by weight alone, components change places all the time
    # Confused components, six apart, would have errors of three; by themselves they have 1/√200.
    assert np.all(found.standard_errors.means < 0.12)
    assert np.all(np.sign(found.replicates.means) == np.sign(estimate.means))


def test_components_that_change_places_on_the_way_are_called_by_what_they_come_to():
    """The start parts rows by their height, the data part by their length: which goes where is chance."""
    start = Mixture.from_parameters([0.5, 0.5], [[0.0, -0.1], [0.0, 0.1]], [np.diag([10.0, 1.0])] * 2)
    rng = np.random.default_rng(2)
    X = np.column_stack([np.repeat([-3.0, 3.0], 100) + rng.normal(size=200), rng.normal(size=200)])
    *replicates, _ = bootstrap_events(Dataset(X), start, BootstrapOptions(n_replicates=20))
    found = [one.mixture for one in replicates if one.mixture is not None]

    assert len(found) == 20
    assert all(matching_order(mixture, to=start) == [0, 1] for mixture in found)
    assert {bool(mixture.means[0, 0] < 0) for mixture in found} == {True, False}


def test_a_mixture_narrower_than_the_fit_allows_starts_at_the_floor(faithful_fit):
    dataset, mixture = faithful_fit
    found = bootstrap(dataset, mixture, BootstrapOptions(n_replicates=5), FitOptions(2, covariance_floor=0.5))
    least = 0.5 * dataset.spread**2

    assert found.n_used == 5
    assert np.all(np.diagonal(mixture.covariances, axis1=1, axis2=2)[:, 0] < least[0])
    assert np.all(np.diagonal(found.replicates.covariances, axis1=2, axis2=3) >= 0.999 * least)


def test_naming_the_components_otherwise_changes_only_their_names(faithful_fit):
    dataset, mixture = faithful_fit
    options = BootstrapOptions(n_replicates=20)
    straight = bootstrap(dataset, mixture, options)
    swapped = bootstrap(dataset, mixture.reordered([1, 0]), options)

    for ours, theirs in zip(errors_of(straight), errors_of(swapped), strict=True):
        assert theirs[::-1] == pytest.approx(ours, rel=1e-5)


@pytest.mark.parametrize("kind", RESAMPLINGS)
def test_other_units_give_the_same_errors_in_other_units(faithful_fit, kind):
    dataset, mixture = faithful_fit
    options, factor = BootstrapOptions(kind, 10), np.array([60.0, 0.5])
    moved = Dataset(dataset.samples * factor + [1000.0, -3.0])
    theirs = Mixture.from_parameters(
        mixture.weights,
        mixture.means * factor + [1000.0, -3.0],
        mixture.covariances * np.outer(factor, factor),
    )
    weights, means, covariances = errors_of(bootstrap(dataset, mixture, options))
    in_other_units = errors_of(bootstrap(moved, theirs, options))

    assert in_other_units[0] == pytest.approx(weights, rel=1e-4)
    assert in_other_units[1] == pytest.approx(means * factor, rel=1e-4)
    assert in_other_units[2] == pytest.approx(covariances * np.outer(factor, factor), rel=1e-3)


@pytest.mark.parametrize("kind", RESAMPLINGS)
def test_the_seed_alone_decides_not_the_threads_nor_how_many_others_there_are(faithful_fit, kind):
    replicates = []
    for threads, n in ((1, 6), (2, 6), (2, 9)):
        with thread_limit(threads):
            found = bootstrap(*faithful_fit, BootstrapOptions(kind, n, seed=3))
        replicates.append(found.replicates.means[:6])
    other = bootstrap(*faithful_fit, BootstrapOptions(kind, 6, seed=4)).replicates.means

    assert np.array_equal(replicates[0], replicates[1])
    assert np.array_equal(replicates[0], replicates[2])
    assert not np.array_equal(replicates[0], other)


def test_a_row_of_weight_two_is_a_row_that_stands_there_twice(faithful):
    doubled = np.concatenate([faithful, faithful[:100]])
    mixture = fit(Dataset(doubled), FitOptions(2, n_init=4)).mixture
    weighted = Dataset(faithful, weights=1.0 + (np.arange(len(faithful)) < 100))
    options = BootstrapOptions(n_replicates=150)

    for ours, theirs in zip(
        errors_of(bootstrap(weighted, mixture, options)),
        errors_of(bootstrap(Dataset(doubled), mixture, options)),
        strict=True,
    ):
        assert ours == pytest.approx(theirs, rel=4 * np.sqrt(2 / (2 * 150)))


@pytest.fixture(scope="module")
def many_fits() -> tuple[list[Dataset], list[Mixture]]:
    """150 data sets from one mixture, and what is fitted to each, components named as in the mixture."""
    truth = Mixture.from_parameters([0.6, 0.4], [[0.0, 0.0], [4.0, 1.0]], [np.eye(2), np.diag([1.0, 2.0])])
    data = [Dataset(sample(truth, 300, seed)[0]) for seed in range(150)]
    fits = [fit(dataset, FitOptions(2), initial=truth).mixture for dataset in data]
    return data, [each.reordered(matching_order(each, to=truth)) for each in fits]


@pytest.mark.parametrize("kind", RESAMPLINGS)
def test_errors_are_what_parameters_vary_by_from_data_set_to_data_set(many_fits, kind):
    """The mean error of 5 bootstraps of 50 replicates: a twelfth either may be off, and four times that."""
    data, fits = many_fits
    found = [bootstrap(data[i], fits[i], BootstrapOptions(kind, 50)) for i in range(5)]

    for part in PARTS:
        varies = np.std([getattr(each, part) for each in fits], axis=0)
        told = np.mean([getattr(each.standard_errors, part) for each in found], axis=0)
        assert told == pytest.approx(varies, rel=4 / 12)


def test_intervals_hold_the_truth_as_often_as_they_say():
    """80 % intervals of 60 data sets: the rate within 4 of its standard errors."""
    holds = []
    for seed in range(60):
        X, _ = sample(TWINS, 100, seed)
        dataset = Dataset(X)
        estimate = fit(dataset, FitOptions(2), initial=TWINS).mixture
        found = bootstrap(dataset, estimate, BootstrapOptions("parametric", 20, 0.8), FitOptions(2, tol=1e-5))
        left = np.argmin(estimate.means)
        holds.append(found.lower.means[left, 0] <= -3.0 <= found.upper.means[left, 0])

    assert np.mean(holds) == pytest.approx(0.8, abs=4 * np.sqrt(0.8 * 0.2 / 60))


@pytest.fixture(scope="module")
def frail() -> tuple[Dataset, Mixture]:
    """Sixty rows and a little group of four far away, of which some replicates have next to nothing."""
    X = np.concatenate([norm.ppf((np.arange(60) + 0.5) / 60), [30.0, 30.5, 31.0, 31.5]])[:, None]
    dataset = Dataset(X)
    return dataset, fit(dataset, FitOptions(2, n_init=4)).mixture


def test_replicates_without_a_component_are_counted_and_left_out(frail):
    dataset, mixture = frail
    *replicates, found = bootstrap_events(dataset, mixture, BootstrapOptions(n_replicates=200))
    assert mixture.means.ravel() == pytest.approx([0.0, 30.75], abs=1e-6)
    groups = [
        RESAMPLINGS["nonparametric"](dataset, mixture, np.random.default_rng([0, i])) for i in range(200)
    ]
    drawn = np.array([np.sum(group.samples > 20) for group in groups])  # different rows of the little group

    assert {one.number for one in replicates if one.fate is Fate.USED} <= set(np.flatnonzero(drawn >= 2))
    assert all(replicates[i].fate is not Fate.USED for i in np.flatnonzero(drawn <= 1))
    assert all((one.mixture is None) == (one.fate is not Fate.USED) for one in replicates)
    assert found.n_left_out == sum(one.fate is not Fate.USED for one in replicates) > 0
    assert found.fates[Fate.SPURIOUS] > 0 and sum(found.fates.values()) == 200
    assert np.all(found.replicates.means[:, 1] > 29)
    assert [notice.code for notice in found.warnings] == ["replicates_left_out"]


def test_weights_by_chance_leave_the_little_group_together(frail):
    found = bootstrap(*frail, BootstrapOptions("weighted-likelihood", 100))

    assert found.n_used > 95


def test_nothing_is_said_where_no_replicate_can_be_used():
    X = np.concatenate([np.linspace(-1, 1, 30), [50.0, 50.0001]])[:, None]
    mixture = Mixture.from_parameters([30 / 32, 2 / 32], [[0.0], [50.00005]], [[[0.35]], [[2.5e-9]]])

    with pytest.raises(FitError, match=r"Only 0 of 5 replicates kept all 2 components \(.*a few rows"):
        bootstrap(Dataset(X), mixture, BootstrapOptions(n_replicates=5))


def test_a_mixture_that_is_no_optimum_of_the_data_is_noticed(faithful_fit):
    dataset, mixture = faithful_fit
    elsewhere = Mixture.from_parameters(
        mixture.weights, mixture.means + np.array([0.0, 5.0]), mixture.covariances, columns=mixture.columns
    )
    found = bootstrap(dataset, elsewhere, BootstrapOptions(n_replicates=50))

    assert [notice.code for notice in found.warnings] == ["not_an_optimum"]
    assert found.bias.means[:, 1] == pytest.approx([-5.0, -5.0], abs=1.0)


def test_too_few_replicates_and_too_few_iterations_are_noticed(faithful_fit):
    few = bootstrap(*faithful_fit, BootstrapOptions(n_replicates=38))
    enough = bootstrap(*faithful_fit, BootstrapOptions(n_replicates=39))
    short = bootstrap(*faithful_fit, BootstrapOptions(n_replicates=39), FitOptions(2, max_iter=1))

    assert [notice.code for notice in few.warnings] == ["few_replicates"]
    assert "39 replicates" in few.warnings[0].message
    assert enough.warnings == ()
    assert [notice.code for notice in short.warnings] == ["not_converged"]


@given(climb=climbs(floors=(1e-12, 1e-2), weighted=True), kind=st.sampled_from(sorted(RESAMPLINGS)))
@settings(max_examples=40, deadline=None)
def test_whatever_the_data_the_numbers_are_finite_or_there_are_none(climb, kind):
    options = FitOptions(climb.start.n_components, covariance_floor=climb.floor, max_iter=20)
    try:
        found = bootstrap(climb.dataset, climb.start, BootstrapOptions(kind, 4), options)
    except FitError as error:
        assert "replicates kept all" in error.message
        return
    assert 2 <= found.n_used == 4 - found.n_left_out
    for part in PARTS:
        errors, lower, upper = (
            getattr(each, part) for each in (found.standard_errors, found.lower, found.upper)
        )
        assert np.all(np.isfinite(errors)) and np.all(errors >= 0)
        assert np.all(lower <= upper)
        assert np.all(np.isfinite(getattr(found.bias, part)))


@pytest.mark.parametrize(
    ("options", "field", "message"),
    [
        ({"kind": "jackknife"}, "kind", "choose one of 'nonparametric', 'parametric', 'weighted-likelihood'"),
        ({"kind": None}, "kind", "unknown"),
        ({"n_replicates": 1}, "n_replicates", "at least 2"),
        ({"n_replicates": 2.5}, "n_replicates", "whole number"),
        ({"n_replicates": True}, "n_replicates", "whole number"),
        ({"level": 0}, "level", "between 0 and 1"),
        ({"level": 1.0}, "level", "between 0 and 1"),
        ({"level": float("nan")}, "level", "between 0 and 1"),
        ({"level": "95 %"}, "level", "between 0 and 1"),
        ({"seed": -1}, "seed", "at least 0"),
    ],
)
def test_an_option_out_of_range_is_refused_by_name(options, field, message):
    with pytest.raises(OptionError, match=message) as refused:
        BootstrapOptions(**options)
    assert refused.value.field == field


def test_data_with_other_columns_than_the_mixture_are_refused(faithful_fit, rng):
    _, mixture = faithful_fit

    for columns in (None, ["waiting", "eruptions"]):
        data = Dataset(rng.normal(size=(9, 2 if columns else 3)), columns)
        with pytest.raises(DataError, match="eruptions, waiting") as refused:
            bootstrap(data, mixture, BootstrapOptions(n_replicates=2))
        assert refused.value.field == "data"
