"""The same start and as many plain EM steps as scikit-learn give scikit-learn's numbers."""

import numpy as np
import pytest
import sklearn.mixture
from sklearn.datasets import make_blobs

from gmm import GaussianMixture
from gmm.engine import STRUCTURES
from gmm.estimator.fitted_parameter import covariances, precisions
from tests.engine.strategies import random_mixture

STEPS = 6
IN_SCIKIT_LEARN = ["full", "tied", "diag", "spherical"]

pytestmark = [
    pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning"),  # six steps are meant
    pytest.mark.parametrize("covariance_type", IN_SCIKIT_LEARN),
]


@pytest.fixture
def both(iris, covariance_type) -> tuple[GaussianMixture, sklearn.mixture.GaussianMixture]:
    """Ours and theirs after six steps from one start, components in one order."""
    start = random_mixture(np.random.default_rng(3), 3, 4, covariance_type)
    given = {
        "covariance_type": covariance_type,
        "weights_init": start.weights,
        "means_init": iris[[10, 70, 130]],
        "precisions_init": precisions(start),
        "max_iter": STEPS,
        "tol": 0.0,
        "reg_covar": 0.0,
        "random_state": 0,
    }
    ours = GaussianMixture(3, accelerate=False, **given).fit(iris)
    theirs = sklearn.mixture.GaussianMixture(3, **given).fit(iris)
    order = np.argsort(-theirs.weights_)
    theirs.weights_, theirs.means_ = theirs.weights_[order], theirs.means_[order]
    for name in ("covariances_", "precisions_", "precisions_cholesky_"):
        if covariance_type != "tied":
            setattr(theirs, name, getattr(theirs, name)[order])
    return ours, theirs


@pytest.mark.parametrize(
    "name", ["weights_", "means_", "covariances_", "precisions_", "precisions_cholesky_"]
)
def test_fitted_parameters_have_the_same_shapes_and_values(both, name):
    ours, theirs = (getattr(model, name) for model in both)

    assert ours.shape == theirs.shape
    assert ours == pytest.approx(theirs, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("method", ["predict", "predict_proba", "score_samples", "score", "aic", "bic"])
def test_methods_give_the_same(both, iris, method):
    ours, theirs = (getattr(model, method)(iris) for model in both)

    assert np.shape(ours) == np.shape(theirs)
    assert ours == pytest.approx(theirs, rel=1e-8, abs=1e-8)


def test_both_took_as_many_steps_along_the_same_likelihoods(both, iris):
    ours, theirs = both

    assert ours.n_iter_ == theirs.n_iter_ == len(ours.lower_bounds_) == STEPS
    assert not ours.converged_
    # Theirs belongs to the mixture before each step, ours to the one after it.
    assert ours.lower_bounds_[:-1] == pytest.approx(theirs.lower_bounds_[1:], rel=1e-9)
    assert ours.lower_bound_ == ours.lower_bounds_[-1] == pytest.approx(theirs.score(iris), rel=1e-9)


def test_samples_have_the_moments_of_the_mixture(covariance_type):
    mixture = random_mixture(np.random.default_rng(5), 3, 2, covariance_type)
    model = GaussianMixture.from_parameters(
        mixture.weights, mixture.means, covariances(mixture), covariance_type, random_state=1
    )

    rows, component = model.sample(40_000)

    assert rows.shape == (40_000, 2)
    assert np.all(np.diff(component) >= 0)  # one component after another, as scikit-learn has it
    assert np.bincount(component) / 40_000 == pytest.approx(mixture.weights, abs=0.01)
    assert rows.mean(axis=0) == pytest.approx(mixture.mean, abs=0.1)
    for k in range(3):
        assert np.cov(rows[component == k].T) == pytest.approx(mixture.covariances[k], rel=0.1, abs=0.1)


def test_a_fit_with_defaults_is_at_least_as_good(covariance_type):
    X, _ = make_blobs(300, 3, centers=4, cluster_std=2.0, random_state=0)
    theirs = sklearn.mixture.GaussianMixture(
        4, covariance_type=covariance_type, tol=1e-6, max_iter=1000, random_state=0
    ).fit(X)

    ours = GaussianMixture(4, covariance_type=covariance_type, random_state=0).fit(X)

    assert ours.score(X) >= theirs.score(X) - 1e-9


def test_a_fit_of_scikit_learn_can_be_taken_over(iris, covariance_type):
    theirs = sklearn.mixture.GaussianMixture(3, covariance_type=covariance_type, random_state=0).fit(iris)

    ours = GaussianMixture.from_parameters(
        theirs.weights_, theirs.means_, theirs.covariances_, covariance_type
    )

    assert ours.score_samples(iris) == pytest.approx(theirs.score_samples(iris), rel=1e-8)
    assert np.array_equal(ours.predict(iris), theirs.predict(iris))


def test_every_structure_of_scikit_learn_is_there(covariance_type):
    assert covariance_type in STRUCTURES
