"""Samples that are read pass after pass give what the same samples in memory give."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from gmm.engine import DataError, Dataset, FitOptions, fit
from gmm.engine.arrays import Array
from gmm.engine.dataset import AbstractSource, StreamedDataset
from gmm.engine.em import EMRules, iterate
from gmm.engine.threads import thread_limit

COLUMNS = ("a", "b", "c")


class Cut(AbstractSource):
    """An array handed out so many rows at a time, which counts how often it is read."""

    def __init__(self, X: Array, rows: int) -> None:
        self.columns, self.passes = COLUMNS[: X.shape[1]], 0
        self._X, self._rows = X, rows

    def chunks(self) -> Iterator[Array]:
        self.passes += 1
        for first in range(0, len(self._X), self._rows):
            yield self._X[first : first + self._rows]


@pytest.fixture
def X(rng: np.random.Generator) -> Array:
    """Three groups in three columns, 30,000 rows in no order."""
    means = np.array([[0.0, 0, 0], [6, 0, 3], [0, 7, -4]])
    return rng.permutation(np.concatenate([rng.normal(mean, 1.0, (10_000, 3)) for mean in means]))


def streamed(X: Array, rows: int = 4_096, sample: int = 6_000) -> StreamedDataset:
    return StreamedDataset(Cut(X, rows), sample_numbers=sample * X.shape[1])


@pytest.mark.parametrize("covariance_type", ["full", "diag", "tied", "VEV"])
def test_every_iteration_has_the_likelihood_it_has_in_memory(X: Array, covariance_type: str) -> None:
    options = FitOptions(3, covariance_type, max_iter=5)
    start = fit(Dataset(X[:500], COLUMNS), FitOptions(3, covariance_type, max_iter=2)).mixture
    of_both = []
    for data in (streamed(X), Dataset(X, COLUMNS)):
        rules = EMRules(5, None, options.m_step(data))
        of_both.append([it.log_likelihood for it in iterate(data, start, rules)])

    assert of_both[0] == pytest.approx(of_both[1], rel=1e-9)


def test_a_fit_ends_where_it_ends_in_memory_within_six_passes(X: Array) -> None:
    source = Cut(X, 4_096)
    found = fit(StreamedDataset(source, sample_numbers=18_000), FitOptions(3, "full"))
    in_memory = fit(Dataset(X, COLUMNS), FitOptions(3, "full"))

    assert found.log_likelihood == pytest.approx(in_memory.log_likelihood, rel=1e-9)
    assert found.icl == pytest.approx(in_memory.icl, rel=1e-9)
    assert found.n_samples == len(X)
    np.testing.assert_allclose(found.mixture.means, in_memory.mixture.means, rtol=1e-4, atol=1e-4)
    assert source.passes <= 6


def test_results_do_not_depend_on_threads(X: Array) -> None:
    options = FitOptions(3, "full")
    with thread_limit(1):
        alone = fit(streamed(X), options)
    with thread_limit(4):
        together = fit(streamed(X), options)

    assert alone.log_likelihood == together.log_likelihood
    np.testing.assert_array_equal(alone.mixture.covariances, together.mixture.covariances)


def test_the_sample_does_not_depend_on_the_chunks_and_keeps_the_order_of_rows() -> None:
    X = np.arange(10_000.0)[:, None]
    samples = [streamed(X, rows, sample=500).sample.samples for rows in (1, 77, 10_000)]

    np.testing.assert_array_equal(samples[0], samples[1])
    np.testing.assert_array_equal(samples[0], samples[2])
    assert len(samples[0]) == 500 and (np.diff(samples[0], axis=0) > 0).all()


def test_every_row_is_as_likely_to_be_in_the_sample() -> None:
    counts = np.zeros(100)
    for seed in range(300):
        X = np.roll(np.arange(100.0), seed % 100)[:, None]
        counts[streamed(X, 7, sample=20 + seed % 3).sample.samples[:, 0].astype(int)] += 1

    expected = counts.sum() / 100
    assert np.abs(counts - expected).max() < 5 * np.sqrt(expected)


def test_few_rows_are_all_in_the_sample(X: Array) -> None:
    np.testing.assert_array_equal(streamed(X[:1_000], 64).sample.samples, X[:1_000])


def test_the_box_and_the_constant_columns_are_those_of_all_rows(X: Array) -> None:
    X[:, 1] = 4.0
    X[29_999, 1], X[7, 0] = 5.0, -1e6
    data = streamed(X, sample=10)

    assert data.constant_columns == []
    assert data.box.low[0] == -1e6 and data.box.high[1] == 5.0


def test_noise_spreads_over_the_range_of_all_rows(X: Array) -> None:
    X[17] = 60.0
    options = FitOptions(3, "full", noise=True)
    found = fit(streamed(X), options)
    in_memory = fit(Dataset(X, COLUMNS), options)

    assert found.log_likelihood == pytest.approx(in_memory.log_likelihood, rel=1e-9)


def test_distinct_rows_are_counted_over_all_of_them() -> None:
    X = np.repeat(np.arange(50.0), 400)[:, None]

    assert streamed(X, 1_024).n_distinct == 50
    with pytest.raises(DataError, match=r"60 components need at least 60 different rows, but only 50"):
        fit(streamed(X, 1_024), FitOptions(60, "spherical"))


@pytest.mark.parametrize(
    ("value", "what"), [(np.nan, "missing"), (np.inf, "infinite"), (1e200, "too large"), (1e90, "too far")]
)
def test_a_value_that_cannot_be_used_is_named_by_its_row_among_all(X: Array, value: float, what: str) -> None:
    X[20_123, 2] = value

    with pytest.raises(DataError, match=what) as refused:
        streamed(X, sample=100)
    assert (refused.value.row, refused.value.column) == (20_123, "c")
    assert "row 20124" in str(refused.value)


def test_no_rows_are_refused() -> None:
    with pytest.raises(DataError, match="empty"):
        streamed(np.empty((0, 2)))


def test_a_source_that_fails_ends_the_fit_with_its_error(X: Array) -> None:
    class Torn(Cut):
        def chunks(self) -> Iterator[Array]:
            for number, chunk in enumerate(super().chunks()):
                if self.passes > 2 and number == 3:
                    raise OSError("gone")
                yield chunk

    with pytest.raises(OSError, match="gone"):
        fit(StreamedDataset(Torn(X, 4_096), sample_numbers=9_000), FitOptions(3, "full"))
