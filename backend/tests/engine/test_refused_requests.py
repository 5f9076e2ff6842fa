"""What is of the wrong kind is refused by a sentence that says what would be right, wherever it is given."""

import numpy as np
import pytest

from gmm import GaussianMixture
from gmm.engine import DataError, Dataset, OptionError, dataset_of, merge_tree


@pytest.fixture(scope="module")
def model() -> GaussianMixture:
    X = np.random.default_rng(0).normal(size=(60, 2))
    return GaussianMixture(2, n_init=2, random_state=0).fit(X)


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        (lambda g: g.conditional(None), "given", "a value for each column"),
        (lambda g: g.conditional([0]), "given", "a value for each column"),
        (lambda g: g.marginal(None), "columns", "must name columns"),
        (lambda g: g.marginal(1), "columns", "must name columns"),
        (lambda g: g.highest_density_region("a", 0), "probabilities", "not 'a'"),
        (lambda g: g.entropy("a"), "n_samples", "a whole number, not 'a'"),
        (lambda g: g.entropy(2.5), "n_samples", "a whole number, not 2.5"),
        (lambda g: g.calibrate(np.zeros((50, 2)), "a"), "false_alarm_rate", "not 'a'"),
        (lambda g: g.to_code(["r"]), "language", "choose one of 'python', 'r'"),
    ],
)
def test_a_question_of_the_wrong_kind_is_refused_by_field(model, asked, field, said):
    with pytest.raises(OptionError, match=said) as refused:
        asked(model)
    assert refused.value.field == field


@pytest.mark.parametrize("n_clusters", [1.5, "2", True, 0, 3])
def test_clusters_are_whole_numbers_up_to_the_number_of_components(model, n_clusters):
    X = np.random.default_rng(1).normal(size=(60, 2))
    tree = merge_tree(Dataset(X), model.mixture_)

    with pytest.raises(OptionError, match="a whole number between 1 and 2") as refused:
        tree.labels(X, n_clusters)
    assert refused.value.field == "n_clusters"


@pytest.mark.parametrize(
    ("known", "said"),
    [([0, 1], "has 2 entries"), ([0], "has 1 entry"), (1, "is a single value"), ([[0, 1, 0]], "is a table")],
)
def test_known_components_that_are_not_one_a_row_are_told_in_words(known, said):
    with pytest.raises(DataError, match=f"known_components {said}; give one number for each of the 3 rows"):
        dataset_of([[1.0], [2.0], [4.0]], components=known)
