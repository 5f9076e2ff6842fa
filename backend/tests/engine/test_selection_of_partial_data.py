"""A selection takes what a fit takes: missing values, weights, noise and a prior, freely combined."""

import numpy as np
import pytest

from gmm.engine import DataError, FitOptions, SelectionOptions, dataset_of, fit, log_density, select

STRUCTURES = ["EII", "diag", "VEV", "full"]


@pytest.fixture
def holed(rng, iris) -> np.ndarray:
    X = np.where(rng.random(iris.shape) < 0.2, np.nan, iris)
    X[0] = iris[0]
    return X


@pytest.fixture
def noisy(rng, iris) -> np.ndarray:
    return np.vstack([iris, rng.uniform(iris.min(axis=0) - 3, iris.max(axis=0) + 3, size=(30, 4))])


def assert_cells_are_as_good_as_fits(dataset, options: SelectionOptions, short: float = 1e-3) -> None:
    selection = select(dataset, options)

    assert selection.failures == ()
    for cell in selection.cells:
        alone = options.of_fit(cell.n_components, cell.covariance_type)
        assert cell.log_likelihood > fit(dataset, alone).log_likelihood - short


def test_with_missing_values_cells_are_as_good_as_fits(holed):
    assert_cells_are_as_good_as_fits(
        dataset_of(holed), SelectionOptions([1, 2], ["EII", "VEV", "full"], n_init=6)
    )


def test_the_likelihood_of_a_cell_is_that_of_the_observed_values(holed, rng):
    weights = rng.integers(1, 4, size=len(holed))
    selection = select(dataset_of(holed, weights=weights), SelectionOptions([1, 2], STRUCTURES))

    for cell in selection.cells:
        observed = float(weights @ log_density(cell.mixture, holed))
        assert cell.log_likelihood == pytest.approx(observed, rel=1e-10)


def test_with_noise_cells_are_as_good_as_fits_and_say_how_much_noise_there_is(noisy):
    options = SelectionOptions([1, 2, 3], ["EII", "VEV", "full"], noise=True, n_init=8)
    assert_cells_are_as_good_as_fits(dataset_of(noisy), options)

    chosen = select(dataset_of(noisy), options).best.mixture
    assert chosen.n_components == 2
    assert float(chosen.noise.weight) == pytest.approx(30 / 180, abs=0.05)


def test_a_more_general_cell_is_not_below_a_simpler_one_with_noise(noisy):
    selection = select(dataset_of(noisy), SelectionOptions([1, 2, 3, 4], ["EII", "full"], noise=True))

    for cell in selection.cells:
        for other in selection.cells:
            simpler = other.n_components <= cell.n_components and "EII" in (
                other.covariance_type,
                cell.covariance_type,
            )
            if simpler and other.covariance_type in ("EII", cell.covariance_type) and cell.sound:
                assert cell.log_likelihood > other.log_likelihood - 1e-4


def test_with_a_prior_no_cell_is_spurious(iris):
    options = SelectionOptions([1, 2, 3, 9], ["EII", "full"], prior=True)
    dataset = dataset_of(iris)
    selection = select(dataset, options)

    assert all(cell.sound for cell in selection.cells)
    for K, name in [(1, "full"), (2, "full"), (3, "EII")]:
        alone = fit(dataset, FitOptions(K, covariance_type=name, prior=True))
        assert selection.cell(K, name).log_likelihood == pytest.approx(alone.log_likelihood, abs=1e-3)


def test_whole_weights_are_repeated_rows_where_values_are_missing(holed):
    weights = 1 + np.arange(len(holed)) % 2
    options = SelectionOptions([1, 2], ["EII", "full"])
    weighted = select(dataset_of(holed, weights=weights), options)
    repeated = select(dataset_of(np.repeat(holed, weights, axis=0)), options)

    for a, b in zip(weighted.cells, repeated.cells, strict=True):
        assert (a.log_likelihood, a.bic) == pytest.approx((b.log_likelihood, b.bic), abs=1e-3)


def test_all_of_it_together_is_validated_and_tested(rng, noisy):
    X = np.where(rng.random(noisy.shape) < 0.1, np.nan, noisy)
    dataset = dataset_of(X, weights=np.full(len(X), 0.5))
    asked = SelectionOptions([1, 2, 3], ["VEV"], noise=True, prior=True, n_folds=3, n_replicates=3)
    selection = select(dataset, asked)

    for cell in selection.cells:
        assert cell.cross_validation.log_likelihood < cell.log_likelihood
    first = selection.tests[0]
    assert (first.n_components, len(first.replicates)) == (1, 3)


def test_known_components_are_refused(iris):
    dataset = dataset_of(iris, components=np.repeat([0, 1, -1], 50))

    with pytest.raises(DataError, match="compares many mixtures") as refused:
        select(dataset, SelectionOptions([1, 2]))
    assert refused.value.field == "known_components"
