"""Weights count rows: two is the row twice, zero is no row; and which rows differ."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm.engine import DataError, Dataset, Fit, FitOptions, fit
from gmm.engine.dataset.distinct import may_mostly_repeat
from gmm.engine.dataset.quantiles import quantiles
from tests.engine.strategies import awkward_samples


def assert_same_fit(one: Fit, other: Fit, tolerance: float = 1e-10) -> None:
    assert one.log_likelihood == pytest.approx(other.log_likelihood, rel=tolerance)
    assert one.bic == pytest.approx(other.bic, rel=tolerance)
    for part in ("weights", "means", "sigma"):
        ours, theirs = getattr(one.mixture, part), getattr(other.mixture, part)
        assert ours == pytest.approx(theirs, rel=100 * tolerance, abs=100 * tolerance)


@settings(max_examples=30, deadline=None)
@given(X=awkward_samples(), seed=st.integers(0, 2**32 - 1))
def test_whole_weights_have_the_frame_of_repeated_rows(X, seed):
    counts = np.random.default_rng(seed).integers(0, 4, len(X))
    counts[-1] += 1
    weighted, repeated = Dataset(X, weights=counts), Dataset(np.repeat(X, counts, axis=0))

    assert weighted.origin.tobytes() == repeated.origin.tobytes()
    assert weighted.spread == pytest.approx(repeated.spread, rel=1e-12)
    assert weighted.total_weight == repeated.total_weight == counts.sum()
    assert weighted.n_distinct == repeated.n_distinct == len(np.unique(X[counts > 0], axis=0))
    assert weighted.constant_columns == repeated.constant_columns


def test_so_have_many_rows_and_their_glimpses(rng):
    X, counts = rng.normal(size=(20_000, 3)), rng.integers(0, 4, 20_000)
    weighted, repeated = Dataset(X, weights=counts), Dataset(np.repeat(X, counts, axis=0))

    assert weighted.origin.tobytes() == repeated.origin.tobytes()
    assert weighted.spread.tobytes() == repeated.spread.tobytes()
    assert weighted.glimpse(500).samples.tobytes() == repeated.glimpse(500).samples.tobytes()
    assert weighted.glimpse(500).spread.tobytes() == weighted.spread.tobytes()


def test_a_glimpse_shows_rows_as_often_as_they_weigh(rng):
    X, weights = np.arange(1000.0)[:, None], rng.uniform(0.5, 1.5, 1000)
    weights[500] = 1000.0
    glimpse = Dataset(X, weights=weights).glimpse(400)

    assert glimpse.n_samples == 400 and glimpse.weights is None
    assert 198 <= np.sum(glimpse.samples == 500) <= 202


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    N=st.integers(1, 40),
    shares=st.lists(st.floats(0, 1), min_size=1, max_size=4),
)
def test_quantiles_are_those_of_numpy_and_of_repeated_rows(seed, N, shares):
    rng = np.random.default_rng(seed)
    X, counts = rng.normal(size=(N, 2)).round(1), rng.integers(1, 5, N)
    repeated = np.repeat(X, counts, axis=0)
    found = quantiles(X, counts.astype(float), np.array(shares))

    assert found.tobytes() == quantiles(repeated, None, np.array(shares)).tobytes()
    assert found == pytest.approx(np.quantile(repeated, shares, axis=0), abs=1e-12)


@pytest.mark.parametrize("K", [2, 3])
def test_whole_weights_give_the_fit_of_repeated_rows(rng, faithful, covariance_type, K):
    counts = rng.integers(0, 4, len(faithful))
    repeated = rng.permutation(np.repeat(faithful, counts, axis=0))
    options = FitOptions(K, covariance_type, n_init=12)

    weighted, other = fit(Dataset(faithful, weights=counts), options), fit(Dataset(repeated), options)

    assert_same_fit(weighted, other)
    reached = [[start.log_likelihood for start in result.starts[:12]] for result in (weighted, other)]
    assert reached[0] == pytest.approx(reached[1], rel=1e-9)


def test_rows_of_weight_zero_are_absent_to_the_last_bit(rng, faithful):
    noise = 1e3 * rng.normal(size=(50, 2))
    order = rng.permutation(322)
    X, weights = np.vstack([faithful, noise])[order], np.repeat([1.0, 0.0], [272, 50])[order]
    X[weights == 0] = np.nan

    without, absent = Dataset(X, weights=weights), Dataset(X[weights > 0])

    assert without.n_samples == 272 and without.weights is None
    assert np.array_equal(without.counted, weights > 0)
    one, other = fit(without, FitOptions(2, n_init=4)), fit(absent, FitOptions(2, n_init=4))
    assert one.mixture.sigma.tobytes() == other.mixture.sigma.tobytes()
    assert one.log_likelihood == other.log_likelihood


def test_weights_below_one_are_relative(rng):
    X, weights = rng.normal(size=(200, 2)), rng.uniform(0.5, 2.0, 200)
    shares = Dataset(X, weights=weights / weights.sum())
    counts = Dataset(X, weights=weights / weights.mean())

    assert shares.origin == pytest.approx(counts.origin)
    assert shares.spread == pytest.approx(counts.spread)
    assert shares.total_weight == pytest.approx(1.0)


def test_merged_data_are_the_same_whatever_the_order_of_the_rows(rng):
    X = rng.integers(0, 3, size=(200, 3)).astype(float)
    weights = rng.integers(1, 4, 200)
    order = rng.permutation(200)
    one, other = Dataset(X, weights=weights).merged(), Dataset(X[order], weights=weights[order]).merged()

    assert one.samples.tobytes() == other.samples.tobytes()
    assert one.weights.tobytes() == other.weights.tobytes()
    assert one.total_weight == weights.sum()
    assert one.n_samples == one.n_distinct == len(np.unique(X, axis=0))


@settings(max_examples=40, deadline=None)
@given(X=awkward_samples(), seed=st.integers(0, 2**32 - 1))
def test_merging_keeps_every_row_and_its_weight(X, seed):
    rng = np.random.default_rng(seed)
    weights = rng.integers(1, 4, len(X)).astype(float) if seed % 2 else None
    merged = Dataset(X, weights=weights).merged()

    expected, place = np.unique(X, axis=0, return_inverse=True)
    order = np.lexsort(merged.samples.T[::-1])
    assert np.array_equal(merged.samples[order], expected)
    counts = np.ones(len(order)) if merged.weights is None else merged.weights[order]
    assert np.array_equal(counts, np.bincount(place.ravel(), weights))


@pytest.mark.parametrize("arrange", ["side by side", "far apart", "shuffled"])
def test_rows_that_all_stand_there_twice_are_seen_in_a_part_of_them(rng, arrange):
    X = rng.normal(size=(30_000, 3))
    twice = np.repeat(X, 2, axis=0) if arrange == "side by side" else np.concatenate([X, X])
    if arrange == "shuffled":
        rng.shuffle(twice)

    assert may_mostly_repeat(twice, np.zeros(3), np.ones(3))
    assert not may_mostly_repeat(rng.normal(size=(60_000, 3)), np.zeros(3), np.ones(3))


def test_rows_that_differ_in_their_last_digits_differ():
    X = np.array([[1.0, 1e9], [np.nextafter(1.0, 2), 1e9], [1.0, 1e9], [1.0, np.nextafter(1e9, 2e9)]])

    assert Dataset(np.vstack([X, [[-1e9, 0.0]]])).n_distinct == 4


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ([1.0], "weights has 1 entry; give one number for each of the 4 rows"),
        (["one", "a", "b", "c"], "must hold real numbers"),
        ([1, 1, np.inf, 1], "row 3 is inf"),
        ([1, 1, 1, 1e101], "divide all of them"),
        ([0, 0, 0, 1e-101], "divide all of them"),
    ],
)
def test_weights_that_count_nothing_are_refused(weights, said):
    with pytest.raises(DataError, match=said) as refused:
        Dataset(np.arange(4.0), weights=weights)

    assert refused.value.field == "weights"


def test_a_bad_row_is_named_by_its_number_among_those_given():
    with pytest.raises(DataError, match="row 4, column 'x1' is missing") as refused:
        Dataset([1.0, np.nan, 2.0, np.nan], weights=[1, 0, 1, 1])

    assert refused.value.row == 3


def test_a_value_too_far_to_square_is_refused_by_place():
    X = np.append(1e-60 * np.arange(8.0), 1e90)

    with pytest.raises(DataError, match="1e\\+90 in row 9, column 'x1' lies") as refused:
        fit(Dataset(X), FitOptions(2))

    assert (refused.value.row, refused.value.column) == (8, "x1")


def test_rows_without_weight_make_no_components():
    with pytest.raises(
        DataError, match="3 components need at least 3 rows, but those of positive weight are 2"
    ):
        fit(Dataset(np.arange(10.0), weights=np.repeat([1, 0], [2, 8])), FitOptions(3))
    with pytest.raises(DataError, match="only 2 of the 9 rows differ"):
        fit(
            Dataset(np.append(np.repeat([0.0, 1.0, 2.0], [5, 4, 1]), 3.0), weights=[1] * 9 + [0, 0]),
            FitOptions(3),
        )


def test_the_spread_of_tied_values_is_the_same_to_the_last_bit_for_weights_and_for_repeated_rows():
    for seed in (351, 447, 519, 525):
        rng = np.random.default_rng(seed)
        X = np.round(rng.normal(size=(30, 2)), seed % 3)
        counts = rng.integers(0, 4, 30)
        repeated = Dataset(rng.permutation(np.repeat(X, counts, axis=0)))

        assert np.array_equal(Dataset(X, weights=counts).spread, repeated.spread)
