"""Known components: rows that tell which group is which."""

import numpy as np
import pytest

from gmm.engine import UNKNOWN, DataError, Dataset, FitOptions, dataset_of, fit, labels


@pytest.fixture
def classes() -> np.ndarray:
    return np.repeat([0, 1, 2], 50)


def test_where_every_component_is_known_the_fit_is_that_of_each_class(iris, classes):
    mixture = fit(dataset_of(iris, components=classes), FitOptions(3, n_init=3)).mixture

    for k in range(3):
        rows = iris[classes == k]
        assert mixture.means[k] == pytest.approx(rows.mean(axis=0), rel=1e-10)
        assert mixture.covariances[k] == pytest.approx(np.cov(rows.T, bias=True), rel=1e-8)
    assert mixture.weights == pytest.approx(1 / 3)


def test_where_none_is_known_the_fit_is_the_plain_one(iris):
    told = fit(dataset_of(iris, components=np.full(150, UNKNOWN)), FitOptions(3))

    assert told.log_likelihood == pytest.approx(fit(Dataset(iris), FitOptions(3)).log_likelihood, abs=1e-6)


def test_a_few_known_rows_name_the_components_and_improve_them(iris, classes, rng):
    names = np.array([2, 0, 1])[classes]
    known = np.where(rng.random(150) < 0.15, names, UNKNOWN)
    mixture = fit(dataset_of(iris, components=known), FitOptions(3, n_init=12)).mixture

    assert np.mean(labels(mixture, iris) == names) > 0.95


def test_a_component_nobody_knows_is_found_among_the_other_rows(iris, classes):
    known = np.where(classes == 1, 2, UNKNOWN)
    known[::2] = UNKNOWN
    mixture = fit(dataset_of(iris, components=known), FitOptions(3)).mixture

    assert np.bincount(labels(mixture, iris[classes == 1]), minlength=3).argmax() == 2
    assert len(set(labels(mixture, iris))) == 3


def test_the_likelihood_is_that_of_a_row_and_its_component(iris, classes):
    known = np.where(np.arange(150) % 3 == 0, classes, UNKNOWN)
    found = fit(dataset_of(iris, components=known), FitOptions(3, n_init=6))
    total = 0.0
    for x, k in zip(iris, known, strict=True):
        joint = [
            w * np.exp(-0.5 * (x - m) @ np.linalg.solve(c, x - m)) / np.sqrt(np.linalg.det(2 * np.pi * c))
            for w, m, c in zip(
                found.mixture.weights, found.mixture.means, found.mixture.covariances, strict=True
            )
        ]
        total += np.log(sum(joint) if k == UNKNOWN else joint[k])

    assert found.log_likelihood == pytest.approx(total, abs=1e-8)


@pytest.mark.parametrize(
    ("components", "said"),
    [
        (np.zeros(149, int), "give one number for each of the 150 rows"),
        (np.zeros(150), "must be whole numbers"),
        (np.where(np.arange(150) == 4, -2, 0), "has -2 in row 5"),
    ],
)
def test_what_are_no_components_is_refused(iris, components, said):
    with pytest.raises(DataError, match=said) as refused:
        dataset_of(iris, components=components)
    assert refused.value.field == "known_components"


def test_a_component_beyond_the_number_of_components_is_refused(iris, classes):
    with pytest.raises(DataError, match="has 2, but 2 components are numbered from 0 to 1"):
        fit(dataset_of(iris, components=classes), FitOptions(2))
