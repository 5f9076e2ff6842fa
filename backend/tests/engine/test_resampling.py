"""Data made again: as much of them as there were, varying as data from the same source would."""

import numpy as np
import pytest

from gmm.engine import RESAMPLINGS, DataError, Dataset, Mixture
from tests.engine.strategies import random_mixture

WEIGHTS = np.array([1.0, 2.0, 1.0, 3.0, 1.0])
ROWS = np.array([[0.0], [1.0], [3.0], [4.0], [7.0]])
ONE_GAUSSIAN = Mixture.from_parameters([1.0], [[3.0]], [[[4.0]]])


def made_again(kind: str, dataset: Dataset, times: int) -> list[Dataset]:
    make = RESAMPLINGS[kind]
    return [make(dataset, ONE_GAUSSIAN, np.random.default_rng([7, i])) for i in range(times)]


def weight_of_each_row(resampled: list[Dataset]) -> np.ndarray:
    """How often each of the five rows counts in each data set; a row that is left out counts 0 times."""
    out = np.zeros((len(resampled), len(ROWS)))
    for i, dataset in enumerate(resampled):
        out[i, np.searchsorted(ROWS[:, 0], dataset.samples[:, 0])] = dataset.counts
    return out


@pytest.mark.parametrize("weights", [None, WEIGHTS, 0.01 * WEIGHTS])
@pytest.mark.parametrize("kind", RESAMPLINGS)
def test_there_is_as_much_of_the_data_as_before(kind, weights):
    dataset = Dataset(ROWS, ["length"], weights)

    for resampled in made_again(kind, dataset, 20):
        assert resampled.total_weight == pytest.approx(dataset.total_weight)
        assert resampled.columns == ("length",)


@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_rows_are_drawn_as_often_as_chance_has_it(weights):
    dataset = Dataset(ROWS, weights=weights)
    drawn = weight_of_each_row(made_again("nonparametric", dataset, 4_000))
    expected, n = dataset.counts, dataset.counts.sum()
    variance = expected * (1 - expected / n)  # multinomial

    assert np.array_equal(drawn, np.round(drawn))
    assert np.all(drawn.sum(axis=1) == n)
    error_of_mean = np.sqrt(variance / 4_000)
    assert np.all(np.abs(drawn.mean(axis=0) - expected) < 4 * error_of_mean)
    assert drawn.var(axis=0) == pytest.approx(variance, rel=4 * np.sqrt(2 / 4_000) * 1.5)


@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_weights_by_chance_are_uniform_dirichlet_and_leave_no_row_out(weights):
    dataset = Dataset(ROWS, weights=weights)
    drawn = weight_of_each_row(made_again("weighted-likelihood", dataset, 4_000))
    a, n = dataset.counts, dataset.counts.sum()
    variance = n * a * (n - a) / (n + 1) / n  # n times a Dirichlet variate of parameters a

    assert np.all(drawn > 0)
    assert np.all(np.abs(drawn.mean(axis=0) - a) < 4 * np.sqrt(variance / 4_000))
    assert drawn.var(axis=0) == pytest.approx(variance, rel=0.15)


def test_rows_of_the_mixture_depend_on_the_data_only_by_their_number():
    one, other = (
        RESAMPLINGS["parametric"](Dataset(X), ONE_GAUSSIAN, np.random.default_rng(3))
        for X in (ROWS, 100 * ROWS + 5)
    )

    assert np.array_equal(one.samples, other.samples)
    assert one.n_samples == len(ROWS)


def test_rows_of_the_mixture_have_its_moments(rng):
    mixture = random_mixture(rng, 3, 2)
    resampled = RESAMPLINGS["parametric"](Dataset(np.ones((50_000, 2))), mixture, rng)

    assert resampled.samples.mean(axis=0) == pytest.approx(mixture.mean, abs=0.1)
    assert np.cov(resampled.samples.T) == pytest.approx(mixture.covariance, rel=0.05, abs=0.2)


def test_weights_that_stand_for_more_rows_than_memory_holds_are_refused(rng):
    heavy = Dataset(ROWS, weights=1e9 * WEIGHTS)

    with pytest.raises(DataError, match="stand for 8000000000 rows") as refused:
        RESAMPLINGS["parametric"](heavy, ONE_GAUSSIAN, rng)
    assert refused.value.field == "weights"
    assert RESAMPLINGS["nonparametric"](heavy, ONE_GAUSSIAN, rng).total_weight == pytest.approx(8e9)
