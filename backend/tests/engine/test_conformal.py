"""Conformal p-values and ranks against their definitions, and what they promise."""

import numpy as np
import pytest
from scipy.stats import beta, binom, false_discovery_control

from gmm.engine import DataError, OptionError
from gmm.engine.anomalies.conformal import Calibration, discoveries, highest_rank, rate_bound


def tied_scores(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.round(rng.normal(size=n), 1)


def test_a_p_value_is_the_rank_among_the_calibration_scores_and_ties_count_against_the_alarm(rng):
    held_out, new = tied_scores(rng, 300), np.append(tied_scores(rng, 200), [-99.0, 99.0])
    by_definition = [(1 + np.sum(held_out >= s)) / 301 for s in new]

    assert Calibration.of_scores(held_out).p_values(new) == pytest.approx(by_definition, abs=0)


def test_a_row_beyond_the_threshold_is_one_whose_p_value_is_at_most_the_rate(rng):
    for n in (19, 20, 99, 500):
        calibration = Calibration.of_scores(tied_scores(rng, n))
        new = tied_scores(rng, 400)
        for rate in (0.05, 0.1, 0.29, 0.5, 0.999):
            threshold = calibration.threshold(highest_rank(n, rate, None))

            assert np.array_equal(new > threshold, calibration.p_values(new) <= rate)


def test_many_scores_are_kept_as_few_steps_whose_p_values_are_a_little_too_large_and_never_too_small(rng):
    held_out, new = rng.normal(size=300_000), rng.normal(size=5_000)
    calibration = Calibration.of_scores(held_out)
    ascending = np.sort(held_out)
    exact = (1 + len(held_out) - np.searchsorted(ascending, new)) / (len(held_out) + 1)
    ratio = calibration.p_values(new) / exact
    high = exact < 1000 / len(held_out)

    assert len(calibration.scores) < 3_000
    assert np.all(ratio >= 1) and ratio.max() < 1.006
    assert high.any() and np.all(ratio[high] == 1)
    assert calibration.p_values(np.array([ascending[0] - 1]))[0] == 1
    again = Calibration.from_steps(calibration.scores.tolist(), calibration.counts.tolist(), len(held_out))
    assert np.array_equal(again.p_values(new), calibration.p_values(new))


def test_the_rank_is_the_highest_that_keeps_the_rate_on_average_or_with_confidence():
    for n in (60, 136, 1000):
        for rate in (0.02, 0.05, 0.2):
            on_average = [k for k in range(1, n + 1) if k / (n + 1) <= rate]
            surely = [k for k in range(1, n + 1) if beta.sf(rate, k, n + 1 - k) <= 0.1]

            assert highest_rank(n, rate, None) == max(on_average)
            if surely:
                assert highest_rank(n, rate, 0.9) == max(surely)


def test_the_bound_on_the_own_rate_is_that_of_the_order_statistic():
    bound = rate_bound(200, 10, 0.95)

    assert binom.cdf(9, 200, bound) == pytest.approx(0.05)  # fewer than 10 of 200 rows would lie above


@pytest.mark.parametrize(
    ("rate", "confidence", "needed"),
    [(0.05, None, 19), (0.01, None, 99), (0.05, 0.95, 59), (0.01, 0.99, 459)],
)
def test_too_few_rows_for_a_rate_are_refused_with_the_number_it_takes(rate, confidence, needed):
    assert highest_rank(needed, rate, confidence) == 1
    with pytest.raises(DataError, match=f"at least {needed} calibration rows") as refused:
        highest_rank(needed - 1, rate, confidence)
    assert refused.value.field == "false_alarm_rate"


@pytest.mark.parametrize("rate", [0.0, 1.0, -0.1, 1.5, float("nan")])
def test_a_rate_that_is_no_probability_is_refused_by_its_name(rate):
    for field, call in {
        "false_alarm_rate": lambda: highest_rank(100, rate, None),
        "confidence": lambda: highest_rank(100, 0.1, rate),
        "false_discovery_rate": lambda: discoveries(np.array([0.1]), rate),
    }.items():
        with pytest.raises(OptionError, match=f"{field} must lie between 0 and 1") as refused:
            call()
        assert refused.value.field == field


def test_discoveries_are_those_of_benjamini_and_hochberg(rng):
    for _ in range(20):
        p = np.round(rng.beta(0.4, 1.0, size=40), 2)

        assert np.array_equal(discoveries(p, 0.2), false_discovery_control(p) <= 0.2 * (1 + 1e-12))
    assert not discoveries(np.full(5, 0.9), 0.1).any()


def test_no_more_than_the_stated_share_of_discoveries_is_false(rng):
    false_shares, found = [], []
    for _ in range(300):
        calibration = Calibration.of_scores(rng.standard_t(2, size=500))
        new = np.append(rng.standard_t(2, size=80), 60 + rng.standard_t(2, size=20))
        reported = discoveries(calibration.p_values(new), 0.2)
        false_shares.append(reported[:80].sum() / max(1, reported.sum()))
        found.append(reported[80:].mean())

    assert np.mean(false_shares) <= 0.2 * 0.8 + 3 * np.std(false_shares) / np.sqrt(300)  # 80 % are ordinary
    assert np.mean(found) > 0.9


@pytest.mark.parametrize(
    ("scores", "counts", "field"),
    [
        ([], [], "scores"),
        ([1.0, 2.0], [1, 3], "scores"),
        ([2.0, 2.0], [1, 3], "scores"),
        ([2.0, float("nan")], [1, 3], "scores"),
        ([2.0, 1.0], [3], "counts"),
        ([2.0, 1.0], [0, 3], "counts"),
        ([2.0, 1.0], [3, 3], "counts"),
        ([2.0, 1.0], [1, 2], "counts"),
    ],
)
def test_steps_that_are_no_calibration_are_refused_by_their_field(scores, counts, field):
    with pytest.raises(DataError) as refused:
        Calibration.from_steps(scores, counts, 3)
    assert refused.value.field == field
