"""The estimator's doubts: of its parameters, of its labels, of how many clusters there are."""

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import NotFittedError

from gmm import GaussianMixture
from gmm.engine import BootstrapOptions, DataError, Dataset, OptionError, bootstrap


@pytest.fixture(scope="module")
def model(faithful) -> GaussianMixture:
    return GaussianMixture(2, n_init=4, random_state=0).fit(faithful)


def test_standard_errors_have_the_shapes_of_the_parameters(model, faithful, covariance_type):
    of_type = GaussianMixture(2, covariance_type=covariance_type, n_init=4, random_state=0).fit(faithful)
    errors = of_type.bootstrap(faithful, n_replicates=10).standard_errors

    assert errors.weights.shape == of_type.weights_.shape
    assert errors.means.shape == of_type.means_.shape
    assert errors.covariances.shape == (2, 2, 2)
    assert np.all(errors.means > 0)


def test_the_random_state_is_the_seed(model, faithful):
    first, again = (model.bootstrap(faithful, n_replicates=5).replicates.means for _ in range(2))
    model.set_params(random_state=1)
    other = model.bootstrap(faithful, n_replicates=5).replicates.means
    model.set_params(random_state=0)

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_estimators_options_are_those_of_the_replicates(faithful):
    model = GaussianMixture(2, n_init=4, reg_covar=0.5, max_iter=50, random_state=0).fit(faithful)
    found = model.bootstrap(faithful, n_replicates=5)
    least = 0.5 * Dataset(faithful).spread ** 2

    assert np.all(np.diagonal(found.replicates.covariances, axis1=2, axis2=3) >= 0.999 * least)


def test_tied_rows_and_weights_are_counted_as_often_as_they_stand(model, faithful):
    weights = 1.0 + (np.arange(len(faithful)) % 2)
    repeated = np.repeat(faithful, weights.astype(int), axis=0)
    weighted = model.bootstrap(faithful, weights, n_replicates=4)
    counted = model.bootstrap(repeated, n_replicates=4)

    assert weighted.replicates.means == pytest.approx(counted.replicates.means, rel=1e-6)


def test_uncertainty_is_what_the_most_probable_component_leaves(model, faithful):
    resp = model.predict_proba(faithful)

    assert model.uncertainty(faithful) == pytest.approx(1 - resp.max(axis=1), abs=1e-12)
    assert model.assignment_entropy(faithful) == pytest.approx(
        [-sum(r * np.log(r) for r in row if r > 0) for row in resp], abs=1e-12
    )


def test_components_merge_into_clusters_for_every_number_of_them(iris):
    model = GaussianMixture(4, random_state=0).fit(iris)
    tree = model.merge_tree(iris)

    assert np.array_equal(tree.labels(iris, 4), model.predict(iris))
    assert len(np.unique(tree.labels(iris, 2))) == 2
    assert np.all(np.diff(tree.entropies) >= 0)


def test_data_frames_are_taken_and_their_columns_named(faithful):
    frame = pd.DataFrame(faithful, columns=["eruptions", "waiting"])
    model = GaussianMixture(2, n_init=4, random_state=0).fit(frame)

    assert model.bootstrap(frame, n_replicates=4).mixture.columns == ("eruptions", "waiting")
    assert model.merge_tree(frame).mixture.columns == ("eruptions", "waiting")
    with pytest.raises(ValueError, match="feature names"):
        model.bootstrap(frame[["waiting", "eruptions"]], n_replicates=4)


def test_given_parameters_can_be_doubted_too(faithful):
    model = GaussianMixture(2, n_init=4, random_state=0).fit(faithful)
    given = GaussianMixture.from_parameters(
        model.weights_, model.means_, model.covariances_, random_state=0
    ).bootstrap(faithful, n_replicates=4)

    assert given.warnings[0].code == "few_replicates" and given.n_used == 4


def test_what_cannot_be_is_refused(model, faithful):
    with pytest.raises(OptionError, match="n_replicates must be at least 2"):
        model.bootstrap(faithful, n_replicates=1)
    with pytest.raises(OptionError, match="level"):
        model.bootstrap(faithful, level=95)
    with pytest.raises(OptionError, match="kind 'bayes' is unknown"):
        model.bootstrap(faithful, kind="bayes")
    with pytest.raises(ValueError, match="features"):
        model.bootstrap(faithful[:, :1])
    with pytest.raises(ValueError, match="features"):
        model.merge_tree(faithful[:, :1])
    with pytest.raises(DataError, match="sample_weight"):
        model.bootstrap(faithful, np.ones(3))
    for ask in ("bootstrap", "merge_tree", "uncertainty", "assignment_entropy"):
        with pytest.raises(NotFittedError):
            getattr(GaussianMixture(2), ask)(faithful)


def test_the_engine_says_the_same(model, faithful):
    seed = model._seed()
    theirs = bootstrap(
        Dataset(faithful).merged(), model.mixture_, BootstrapOptions(n_replicates=4, seed=seed)
    )

    assert model.bootstrap(faithful, n_replicates=4).standard_errors.means == pytest.approx(
        theirs.standard_errors.means
    )
