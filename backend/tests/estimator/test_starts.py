"""Where a fit starts: named methods, given parameters, the last mixture, and chance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm import GaussianMixture
from gmm.engine import STARTS, STRUCTURES, SWAP, Mixture, ParameterError
from gmm.estimator.fitted_parameter import covariances, precisions
from gmm.estimator.options import STARTS_OF_SCIKIT_LEARN
from tests.engine.strategies import random_mixture

BEST = -1130.263960 / 272  # the best known mean log-likelihood of two full components on Old Faithful
MEANS = [[2.0, 55.0], [4.3, 80.0]]
PRECISIONS = [np.diag([5.0, 0.03])] * 2


@pytest.mark.parametrize("init_params", sorted({"auto", *STARTS_OF_SCIKIT_LEARN, *STARTS}))
def test_every_way_to_start_leads_to_the_optimum(faithful, init_params):
    model = GaussianMixture(2, init_params=init_params, n_init=4, random_state=0).fit(faithful)

    assert model.lower_bound_ == pytest.approx(BEST, abs=1e-6)


def test_names_of_scikit_learn_mean_what_they_mean_there(faithful):
    for name, method in STARTS_OF_SCIKIT_LEARN.items():
        model = GaussianMixture(2, init_params=name, n_init=2, random_state=0).fit(faithful)

        assert {report.init for report in model.restarts_} == {method}


def test_as_many_starts_as_asked_for_are_reported_and_then_variations_of_the_best(faithful):
    model = GaussianMixture(3, n_init=5, random_state=0).fit(faithful)
    numbers = [report.start for report in model.restarts_]

    assert numbers == list(range(len(numbers)))
    assert [report.init == SWAP for report in model.restarts_[:7]] == [False] * 5 + [True] * 2


@pytest.mark.parametrize(
    "given",
    [
        {"means_init": MEANS},
        {"weights_init": [0.4, 0.6]},
        {"precisions_init": PRECISIONS},
        {"means_init": MEANS, "weights_init": [0.4, 0.6]},
        {"means_init": MEANS, "precisions_init": PRECISIONS},
        {"weights_init": [0.4, 0.6], "precisions_init": PRECISIONS},
        {"weights_init": [0.4, 0.6], "means_init": MEANS, "precisions_init": PRECISIONS},
    ],
    ids=lambda given: "+".join(given),
)
def test_parts_of_a_start_may_be_given(faithful, given):
    start = GaussianMixture(2, **given, max_iter=0, random_state=0).fit(faithful)
    model = GaussianMixture(2, **given, random_state=0).fit(faithful)
    order = np.argsort(start.means_[:, 0])

    assert [report.init for report in model.restarts_] == ["given"]
    if "means_init" in given:
        assert start.means_[order] == pytest.approx(np.array(MEANS), rel=1e-12)
    if "weights_init" in given:
        assert sorted(start.weights_) == pytest.approx([0.4, 0.6], rel=1e-12)
    if "precisions_init" in given:
        assert start.precisions_ == pytest.approx(np.array(PRECISIONS), rel=1e-12)
    assert model.lower_bound_ == pytest.approx(BEST, abs=1e-6)


def test_means_that_no_row_is_nearest_to_are_a_start_all_the_same(faithful):
    model = GaussianMixture(2, means_init=[[4.0, 70.0], [400.0, 7000.0]], max_iter=0).fit(faithful)

    assert model.weights_ == pytest.approx([0.5, 0.5])


@pytest.mark.filterwarnings("ignore::gmm.FitWarning")  # some of these mixtures have a narrow component
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), name=st.sampled_from(sorted(STRUCTURES)))
def test_a_mixture_given_by_its_precisions_is_that_mixture(seed, name):
    rng = np.random.default_rng(seed)
    mixture = random_mixture(rng, 3, 2, name)
    mixture = mixture.reordered(mixture.canonical_order())

    model = GaussianMixture(
        3,
        covariance_type=name,
        weights_init=mixture.weights,
        means_init=mixture.means,
        precisions_init=precisions(mixture),
        max_iter=0,
    ).fit(10.0 * rng.normal(size=(30, 2)))

    assert model.means_ == pytest.approx(mixture.means, rel=1e-12)
    assert model.covariances_ == pytest.approx(covariances(mixture), rel=1e-8, abs=1e-12)
    assert model.mixture_.covariances @ np.linalg.inv(mixture.covariances) == pytest.approx(
        np.repeat(np.eye(2)[None], 3, axis=0), abs=1e-8
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"weights_init": [0.5, 0.6]}, "weights_init must be positive and sum to 1"),
        ({"weights_init": [1.0]}, r"weights_init has shape \(1,\) but needs \(2,\)"),
        ({"means_init": [[1.0, 2.0]]}, r"means_init has shape \(1, 2\) but needs \(2, 2\)"),
        ({"means_init": [[1.0, np.inf], [0.0, 0.0]]}, "means_init holds NaN or infinity"),
        ({"means_init": [[1.0], [0.0, 0.0]]}, "means_init must be an array"),
        ({"means_init": [[1e200, 0.0], [0.0, 0.0]]}, "means_init holds 1e\\+200, which is too large"),
        ({"precisions_init": [1e300 * np.eye(2)] * 2}, "precisions_init holds 1e\\+300; rescale"),
        ({"precisions_init": [1e-320 * np.eye(2)] * 2}, "precisions_init holds 9.99989e-321; rescale"),
        ({"precisions_init": np.eye(2)}, r"precisions_init has shape \(2, 2\) but needs \(2, 2, 2\)"),
        ({"precisions_init": [np.eye(2), -np.eye(2)]}, "precisions_init must be positive definite"),
        ({"precisions_init": [np.eye(2), [[1.0, 0.5], [0.0, 1.0]]]}, "precisions_init must hold symmetric"),
    ],
)
def test_a_start_that_is_none_is_named(faithful, given, said):
    with pytest.raises(ParameterError, match=said) as refused:
        GaussianMixture(2, **given).fit(faithful)

    assert refused.value.field in given


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")  # one step is meant
def test_a_warm_start_goes_on_from_the_last_mixture(faithful):
    model = GaussianMixture(
        3, warm_start=True, max_iter=1, n_init=1, accelerate=False, tol=0.0, random_state=0
    )
    bounds = [model.fit(faithful).lower_bound_ for _ in range(6)]
    in_one_go = GaussianMixture(3, max_iter=1, n_init=1, accelerate=False, tol=0.0, random_state=0)
    steps = in_one_go.fit(faithful).n_iter_ + 5
    in_one_go.set_params(max_iter=steps).fit(faithful)

    assert np.all(np.diff(bounds) > 0)
    assert bounds[-1] == pytest.approx(in_one_go.lower_bound_, rel=1e-12)


def test_a_warm_start_at_the_optimum_stays_there(faithful, iris):
    model = GaussianMixture(2, warm_start=True, random_state=0).fit(faithful)
    weights, means = model.weights_, model.means_

    model.fit(faithful)

    assert model.n_iter_ < 5
    assert model.weights_ == pytest.approx(weights, abs=1e-4)
    assert model.means_ == pytest.approx(means, rel=1e-4)
    assert model.fit(iris).n_features_in_ == 4  # another shape of data starts anew


def test_a_warm_start_goes_on_from_given_parameters(faithful):
    model = GaussianMixture.from_parameters([0.5, 0.5], MEANS, np.linalg.inv(PRECISIONS))

    model.set_params(warm_start=True).fit(faithful)

    assert [report.init for report in model.restarts_] == ["given"]
    assert model.lower_bound_ == pytest.approx(BEST, abs=1e-6)


def test_one_number_is_one_result(faithful):
    def numbers(random_state) -> np.ndarray:
        model = GaussianMixture(3, n_init=3, random_state=random_state).fit(faithful)
        return np.concatenate([model.means_.ravel(), *model.sample(3)[0]])

    assert np.array_equal(numbers(7), numbers(7))
    assert np.array_equal(numbers(np.random.RandomState(7)), numbers(np.random.RandomState(7)))
    np.random.seed(5)  # noqa: NPY002 - scikit-learn's None means NumPy's global state
    first = numbers(None)
    np.random.seed(5)  # noqa: NPY002
    assert np.array_equal(numbers(None), first)


def test_samples_of_one_number_repeat_and_those_of_a_generator_go_on(faithful):
    model = GaussianMixture(2, n_init=1, random_state=7).fit(faithful)

    assert np.array_equal(model.sample(5)[0], model.sample(5)[0])
    model.set_params(random_state=np.random.RandomState(7))
    assert not np.array_equal(model.sample(5)[0], model.sample(5)[0])


@pytest.mark.parametrize("dense", [True, False])
def test_parameters_make_a_fitted_estimator(covariance_type, dense, rng):
    mixture = random_mixture(rng, 3, 2, covariance_type)
    matrices = mixture.covariances if dense else covariances(mixture)

    model = GaussianMixture.from_parameters(mixture.weights, mixture.means, matrices, covariance_type)

    assert isinstance(model.mixture_, Mixture)
    assert model.get_params()["n_components"] == 3
    assert np.array_equal(model.means_, mixture.means)  # in the given order
    assert model.mixture_.covariances == pytest.approx(mixture.covariances, rel=1e-12)
    assert model.predict(mixture.means).shape == (3,)
    assert np.isfinite(model.bic(mixture.means))


def test_given_parameters_may_have_names_of_columns():
    model = GaussianMixture.from_parameters([1.0], [[0.0, 0.0]], [np.eye(2)], feature_names=["a", "b"])

    assert model.mixture_.columns == ("a", "b")
    assert model.feature_names_in_.tolist() == ["a", "b"]
