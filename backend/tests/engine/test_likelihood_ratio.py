"""The bootstrap likelihood-ratio test: how many components are needed."""

import numpy as np
import pytest

from gmm.engine import Dataset, LikelihoodRatioTest, SelectionOptions, select, select_events
from gmm.io.examples import example_named


@pytest.fixture(scope="module")
def two_groups() -> Dataset:
    rng = np.random.default_rng(5)
    return Dataset(np.concatenate([rng.normal(size=50), 6.0 + rng.normal(size=50)]))


def test_two_groups_need_two_components(two_groups):
    options = SelectionOptions([1, 2, 3, 4], ["EII"], n_replicates=19, level=0.1)
    first, second = select(two_groups, options).tests

    assert (first.n_components, second.n_components) == (1, 2)
    assert first.p_value == pytest.approx(1 / 20)
    assert second.p_value > options.level
    for test in (first, second):
        as_large = sum(one >= test.statistic for one in test.replicates)
        assert test.p_value == pytest.approx((1 + as_large) / (1 + len(test.replicates)))
        assert min(test.replicates) >= 0 and len(test.replicates) + test.n_failed == 19


def test_the_statistic_is_twice_the_gain_in_likelihood(two_groups):
    selection = select(two_groups, SelectionOptions([1, 2], ["EII"], n_replicates=3, level=0.1))
    gain = selection.cell(2, "EII").log_likelihood - selection.cell(1, "EII").log_likelihood

    assert selection.tests[0].statistic == pytest.approx(2 * gain, abs=1e-4)


def test_the_same_seed_draws_the_same_and_every_replicate_is_told(two_groups):
    options = SelectionOptions([1, 2], ["EII"], n_replicates=5, seed=4)
    *told, selection = select_events(two_groups, options)

    assert select(two_groups, options).tests == selection.tests
    assert [event.done for event in told if hasattr(event, "done")] == [1, 2, 3, 4, 5]
    assert [event for event in told if isinstance(event, LikelihoodRatioTest)] == list(selection.tests)


def test_without_need_of_more_the_test_rejects_as_rarely_as_its_level_says():
    """Of 24 data sets of one group, at a level of 0.2: 5 expected, and 12 or more with a chance of 0.3 %."""
    rejected = 0
    for seed in range(24):
        dataset = Dataset(np.random.default_rng([9, seed]).normal(size=30))
        options = SelectionOptions([1, 2], ["EII"], n_replicates=4, n_init=3, level=0.2, seed=seed)
        rejected += select(dataset, options).tests[0].p_value <= options.level

    assert 0 < rejected < 12


def test_the_diabetes_data_need_three_components():
    """mclust's vignette has p = .001, .001 and .283 for two, three and four components of VVV."""
    rows = np.array(example_named("diabetes").samples)
    tests = select(Dataset(rows), SelectionOptions([2, 3, 4], ["full"], n_replicates=19, level=0.06)).tests

    assert [test.n_components for test in tests] == [2, 3]
    assert tests[0].p_value == pytest.approx(1 / 20)
    assert tests[1].p_value > 0.06
