"""The promise of a false-alarm rate, kept over many data sets: heavy tails, wrong mixtures, too large a K.

The own rate of a detector is Beta(k, n + 1 − k), so that the alarms among M new rows are beta-binomial: the
Monte-Carlo error of both the calibration and the check.
"""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import betabinom

from gmm.engine import DataError, Dataset, FitOptions, Mixture, OptionError, dataset_of, fit, log_density
from gmm.engine.anomalies.conformal import Calibration
from gmm.engine.anomalies.detector import Detector, calibrated, cross_calibrated

RATE, N_DATA_SETS, N_ROWS, N_NEW = 0.05, 100, 200, 2_000
Draw = Callable[[np.random.Generator, int], np.ndarray]


def student(rng: np.random.Generator, n: int) -> np.ndarray:
    """A two-column Student t with two degrees of freedom: no variance at all."""
    return rng.normal(size=(n, 2)) / np.sqrt(rng.chisquare(2, size=(n, 1)) / 2)


def ring(rng: np.random.Generator, n: int) -> np.ndarray:
    angle = rng.uniform(0, 2 * np.pi, size=n)
    return np.column_stack([np.cos(angle), np.sin(angle)]) * rng.uniform(3, 4, size=(n, 1))


def skewed(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.lognormal(size=(n, 3))


def normal(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.normal(size=(n, 2))


def counts(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.poisson(2.0, size=(n, 1)).astype(float)


CASES = [(student, 2), (ring, 1), (skewed, 2), (normal, 6)]  # the last has far too many components


@pytest.mark.parametrize(("draw", "n_components"), CASES, ids=lambda case: getattr(case, "__name__", case))
def test_the_stated_rate_holds_on_new_rows_whatever_the_distribution_and_the_mixture(
    draw: Draw, n_components
):
    held, rates, of_first_row = 0, [], []
    options = FitOptions(n_components, n_init=1, max_iter=15, tol=1e-4)
    for seed in range(N_DATA_SETS):
        rng = np.random.default_rng([7, seed])
        found = cross_calibrated(Dataset(draw(rng, N_ROWS)), options, RATE)
        n_alarms = int(found.detector.judge(draw(rng, N_NEW)).alarms.sum())
        n = found.detector.calibration.n_rows
        rank = found.detector.calibration.rank(found.detector.threshold)
        low, high = betabinom.ppf([0.01, 0.99], N_NEW, rank, n + 1 - rank)
        held += low <= n_alarms <= high
        rates.append(n_alarms / N_NEW)
        of_first_row.append(found.verdicts.p_values[0])

    assert held >= 95
    error = np.std(rates) / np.sqrt(N_DATA_SETS)
    assert np.mean(rates) == pytest.approx(found.detector.average_rate, abs=3 * error)
    # The p-value of a row of the data themselves is uniform.
    for share in (0.1, 0.5):
        below = np.mean(np.array(of_first_row) <= share)
        assert below == pytest.approx(share, abs=3 * np.sqrt(share * (1 - share) / N_DATA_SETS))


def test_among_ties_the_rate_is_a_bound():
    rates, bounds = [], []
    for seed in range(40):
        rng = np.random.default_rng([10, seed])
        detector = cross_calibrated(Dataset(counts(rng, N_ROWS)), FitOptions(1), RATE).detector
        rates.append(detector.judge(counts(rng, N_NEW)).alarms.mean())
        bounds.append(detector.average_rate)

    assert np.mean(rates) <= np.mean(bounds) + 3 * np.std(rates) / np.sqrt(40)
    assert max(bounds) <= RATE


def test_a_threshold_at_a_quantile_of_the_fitted_rows_would_keep_no_promise():
    rates = []
    for seed in range(30):
        rng = np.random.default_rng([8, seed])
        X = normal(rng, 100)
        mixture = fit(Dataset(X), FitOptions(8, n_init=1, max_iter=30, tol=1e-5)).mixture
        threshold = np.quantile(log_density(mixture, X), RATE)
        rates.append(np.mean(log_density(mixture, normal(rng, N_NEW)) < threshold))

    assert np.mean(rates) > 2 * RATE


def test_with_confidence_few_calibrations_exceed_the_rate():
    mixture = Mixture.from_parameters([1.0], [[0.0]], [[[1.0]]])
    exceeding, own = [], []
    for seed in range(200):
        rng = np.random.default_rng([9, seed])
        detector = calibrated(mixture, rng.normal(size=(150, 1)), RATE, confidence=0.9)
        own_rate = np.mean(detector.judge(rng.normal(size=(20_000, 1))).alarms)
        exceeding.append(own_rate > RATE)
        own.append(own_rate <= detector.rate_bound)

    assert np.mean(exceeding) == pytest.approx(0.1, abs=0.07)
    assert np.mean(own) == pytest.approx(0.95, abs=0.05)


def test_each_row_is_scored_by_a_mixture_that_has_not_seen_it(faithful):
    found = cross_calibrated(Dataset(faithful), FitOptions(2, n_init=2), RATE, n_folds=4)
    for f in range(4):
        here = found.fold == f
        assert found.verdicts.scores[here] == pytest.approx(
            -log_density(found.fits[f].mixture, faithful[here])
        )
        again = fit(Dataset(faithful[~here]), FitOptions(2, n_init=2))
        assert np.array_equal(again.mixture.means, found.fits[f].mixture.means)
    ranks = [np.sum(found.verdicts.scores >= s) / 272 for s in found.verdicts.scores]
    assert found.verdicts.p_values == pytest.approx(ranks, abs=0)
    assert found.verdicts.alarms.sum() == np.floor(RATE * 272)
    assert np.bincount(found.fold).tolist() == [68] * 4


def test_a_planted_error_is_the_first_alarm_and_its_column_is_named(faithful):
    X = faithful.copy()
    X[17, 1] = 150.0
    found = cross_calibrated(Dataset(X, ["eruptions", "waiting"]), FitOptions(2, n_init=4), RATE)
    first = np.argsort(found.verdicts.p_values)[:1]
    surprises = found.surprises(first)

    assert first == [17]
    assert surprises.ranking[0, 0] == 1
    assert surprises.values[0, 1] == 150.0


def test_surprises_of_rows_come_from_the_fits_without_them(faithful):
    from gmm.engine.anomalies.surprise import surprises

    found = cross_calibrated(Dataset(faithful), FitOptions(2, n_init=2), RATE)
    rows = np.array([5, 0, 200])
    of_each = found.surprises(rows)
    for place, row in enumerate(rows):
        alone = surprises(found.fits[found.fold[row]].mixture, faithful[[row]])
        assert of_each.surprise[place] == pytest.approx(alone.surprise[0])


def test_the_same_seed_gives_the_same_bits_and_another_one_other_parts(faithful):
    first, again, other = (
        cross_calibrated(Dataset(faithful), FitOptions(2, n_init=1, seed=seed), RATE) for seed in (1, 1, 2)
    )

    assert np.array_equal(first.verdicts.scores, again.verdicts.scores)
    assert not np.array_equal(first.fold, other.fold)


def test_the_promise_says_what_holds_and_how_surely(rng):
    detector = calibrated(Mixture.from_parameters([1.0], [[0.0]], [[[1.0]]]), rng.normal(size=(99, 1)), 0.1)

    assert detector.average_rate == 0.1
    assert "99 calibration rows at most 10.00% raise an alarm" in detector.promise
    assert f"below {detector.rate_bound:.2%}" in detector.promise
    assert 0.1 < detector.rate_bound < 0.2


@pytest.mark.parametrize(
    ("options", "error", "field", "message"),
    [
        ({"false_alarm_rate": 0.0}, OptionError, "false_alarm_rate", "between 0 and 1"),
        ({"confidence": 1.0}, OptionError, "confidence", "between 0 and 1"),
        ({"false_alarm_rate": 0.01}, DataError, "false_alarm_rate", "at least 99 calibration rows"),
        ({"n_folds": 1}, OptionError, "n_folds", "from 2 up to the number of rows, 40"),
        ({"n_folds": 41}, OptionError, "n_folds", "from 2"),
        ({"n_folds": 2.5}, OptionError, "n_folds", "whole number"),
        ({"options": FitOptions(21)}, DataError, "n_components", "20 of the 40 rows are left"),
        ({"dataset": Dataset(np.ones((40, 1)), weights=np.arange(40.0))}, DataError, "weights", "leave"),
    ],
)
def test_what_cannot_be_calibrated_is_refused_by_name_before_any_fit(rng, options, error, field, message):
    good = {"dataset": Dataset(rng.normal(size=(40, 2))), "options": FitOptions(1), "false_alarm_rate": 0.1}
    with pytest.raises(error, match=message) as refused:
        cross_calibrated(**{**good, **options})
    assert refused.value.field == field


def test_rows_of_other_columns_or_with_infinite_values_are_refused(rng):
    detector = calibrated(
        Mixture.from_parameters([1.0], [[0.0, 0.0]], [np.eye(2)]), rng.normal(size=(30, 2)), 0.1
    )
    with pytest.raises(DataError, match="1 columns, but the mixture has 2"):
        detector.judge([[1.0]])
    with pytest.raises(DataError, match="infinite"):
        detector.judge([[1.0, float("inf")]])
    with pytest.raises(DataError, match="at least 19 calibration rows, but there are 5"):
        Detector(detector.mixture, Calibration.of_scores(np.arange(5.0)), 0.05)


def with_gaps(rng: np.random.Generator, n: int) -> np.ndarray:
    """Two skewed columns; the second is missing in a third of the rows, mostly where the first is large."""
    X = rng.lognormal(size=(n, 2))
    X[rng.random(n) < np.where(X[:, 0] > 1, 0.6, 0.1), 1] = np.nan
    return X


def test_the_rate_holds_for_rows_that_lack_values_as_the_calibration_rows_do():
    """The alarms among M new rows of a detector at rank k of n are beta-binomial; four of their errors."""
    n_data_sets, n_new, alarms = 40, 1_000, 0
    for seed in range(n_data_sets):
        rng = np.random.default_rng(seed)
        mixture = fit(dataset_of(with_gaps(rng, 100)), FitOptions(1)).mixture
        detector = calibrated(mixture, with_gaps(rng, 199), RATE)
        alarms += int(detector.judge(with_gaps(rng, n_new)).alarms.sum())
    rank = round(RATE * 200)
    sd = betabinom(n_new, rank, 200 - rank).std() / np.sqrt(n_data_sets)

    assert alarms / n_data_sets == pytest.approx(RATE * n_new, abs=4 * sd)


def test_rows_with_gaps_are_judged_by_fits_that_have_not_seen_them():
    X = with_gaps(np.random.default_rng(1), 120)
    found = cross_calibrated(dataset_of(X), FitOptions(2, n_init=2), RATE, n_folds=3)

    for f, fitted in enumerate(found.fits):
        outside = fit(dataset_of(X[found.fold != f]), FitOptions(2, n_init=2))
        assert fitted.log_likelihood == outside.log_likelihood
        here = found.fold == f
        assert found.verdicts.scores[here] == pytest.approx(-log_density(outside.mixture, X[here]))
    assert found.verdicts.alarms.sum() == RATE * 120
    unusual = found.surprises(np.flatnonzero(found.verdicts.alarms))
    assert np.array_equal(np.isnan(unusual.surprise), np.isnan(X[found.verdicts.alarms]))


def test_known_components_keep_their_numbers_in_every_part():
    X = np.concatenate([np.random.default_rng(2).normal(at, 1, (60, 1)) for at in (0.0, 9.0)])
    known = np.full(120, -1)
    known[:20], known[60:80] = 1, 0  # against the order by mean
    found = cross_calibrated(dataset_of(X, components=known), FitOptions(2, n_init=2), RATE)

    assert all(fitted.mixture.means[0, 0] > 8 > fitted.mixture.means[1, 0] for fitted in found.fits)
