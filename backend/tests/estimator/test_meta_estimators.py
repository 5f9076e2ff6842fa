"""Pipelines, searches and clones of scikit-learn take the estimator, and hand weights on to it."""

import numpy as np
import pytest
from sklearn import config_context
from sklearn.base import clone, is_clusterer
from sklearn.exceptions import FitFailedWarning, UnsetMetadataPassedError
from sklearn.metrics import adjusted_rand_score
from sklearn.model_selection import GridSearchCV, cross_val_score, cross_validate
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from gmm import GaussianMixture
from gmm.engine import STRUCTURES, DataError

GRID = {"n_components": [1, 2, 3], "covariance_type": ["full", "diag"]}


def small() -> GaussianMixture:
    return GaussianMixture(2, n_init=2, random_state=0)


@pytest.fixture
def counts(faithful) -> np.ndarray:
    return np.random.default_rng(7).integers(0, 4, len(faithful))


@pytest.fixture
def routing():
    with config_context(enable_metadata_routing=True):
        yield


def test_a_clone_is_not_fitted_and_has_the_same_parameters(faithful):
    model = GaussianMixture(2, n_init=4, random_state=0, means_init=faithful[:2]).fit(faithful)
    twin = clone(model)

    assert twin.get_params().keys() == model.get_params().keys()
    assert np.array_equal(twin.get_params()["means_init"], faithful[:2])
    assert not hasattr(twin, "mixture_")
    assert twin.fit(faithful).lower_bound_ == model.lower_bound_


def test_it_is_a_density_estimator_at_the_end_of_a_pipeline(faithful):
    pipeline = make_pipeline(StandardScaler(), small())
    labels = pipeline.fit(faithful, gaussianmixture__sample_weight=np.ones(272)).predict(faithful)

    alone = small().fit(faithful)
    assert adjusted_rand_score(labels, alone.predict(faithful)) == 1.0
    assert pipeline.score(faithful) == pytest.approx(
        alone.score(faithful) + np.log(faithful.std(axis=0)).sum(), abs=1e-6
    )
    assert not is_clusterer(alone)


def test_a_grid_search_chooses_components_and_structure_by_held_out_likelihood(faithful):
    search = GridSearchCV(
        GaussianMixture(n_init=2, random_state=0),
        {"n_components": [1, 2], "covariance_type": sorted(STRUCTURES)},
        cv=3,
        n_jobs=1,
    ).fit(faithful)

    assert search.best_params_["n_components"] == 2
    assert np.all(np.isfinite(search.cv_results_["mean_test_score"]))
    assert search.best_estimator_.predict(faithful).shape == (272,)


def test_a_grid_search_in_two_processes_gives_the_same_scores_to_the_last_bit(faithful):
    one, two = (GridSearchCV(small(), GRID, cv=3, n_jobs=n_jobs).fit(faithful) for n_jobs in (1, 2))

    assert one.best_params_ == two.best_params_
    assert np.array_equal(one.cv_results_["mean_test_score"], two.cv_results_["mean_test_score"])
    assert np.array_equal(one.best_estimator_.means_, two.best_estimator_.means_)


def test_one_impossible_cell_of_a_grid_is_reported_and_the_others_survive():
    rows = np.repeat([[0.0], [1.0], [5.0], [9.0]], 6, axis=0)
    search = GridSearchCV(GaussianMixture(n_init=2, random_state=0), {"n_components": [1, 50]}, cv=2)

    with (
        pytest.warns(FitFailedWarning, match="50 components need at least 50 rows"),
        pytest.warns(UserWarning, match="scores are non-finite"),
    ):
        search.fit(rows)

    scores = search.cv_results_["mean_test_score"]
    assert np.isfinite(scores[0])
    assert np.isnan(scores[1])


def test_criteria_can_score_a_search(faithful):
    scores = cross_val_score(small(), faithful, cv=2, scoring=lambda model, X, y=None: -model.bic(X))

    assert np.all(np.isfinite(scores))


def test_weights_are_routed_to_the_last_step_of_a_pipeline(faithful, counts, routing):
    asking = small().set_fit_request(sample_weight=True).set_score_request(sample_weight=True)
    pipeline = Pipeline([("unchanged", FunctionTransformer()), ("mixture", asking)])

    pipeline.fit(faithful, sample_weight=counts)

    alone = small().fit(faithful, sample_weight=counts)
    assert np.array_equal(pipeline["mixture"].means_, alone.means_)
    assert pipeline.score(faithful, sample_weight=counts) == alone.score(faithful, sample_weight=counts)
    assert alone.score(faithful, sample_weight=counts) != alone.score(faithful)


def test_weights_are_routed_through_a_search_and_its_folds(faithful, counts, routing):
    asking = small().set_fit_request(sample_weight=True).set_score_request(sample_weight=True)
    halves = [(np.arange(136), np.arange(136, 272))]

    search = GridSearchCV(asking, {"n_components": [2]}, cv=halves).fit(faithful, sample_weight=counts)

    first = small().fit(faithful[:136], sample_weight=counts[:136])
    by_hand = first.score(faithful[136:], sample_weight=counts[136:])
    assert search.cv_results_["mean_test_score"][0] == by_hand
    assert np.array_equal(search.best_estimator_.means_, small().fit(faithful, sample_weight=counts).means_)


def test_weights_that_nobody_asked_for_are_refused_and_those_declined_stay_away(faithful, counts, routing):
    with pytest.raises(UnsetMetadataPassedError, match="set_fit_request"):
        GridSearchCV(small(), {"n_components": [2]}).fit(faithful, sample_weight=counts)

    declining = small().set_fit_request(sample_weight=False).set_score_request(sample_weight=True)
    results = cross_validate(
        declining, faithful, cv=2, params={"sample_weight": counts}, return_estimator=True
    )

    assert np.array_equal(results["estimator"][0].means_, small().fit(faithful[136:]).means_)


def test_weights_under_another_name_are_routed(faithful, counts, routing):
    asking = small().set_fit_request(sample_weight="rows").set_score_request(sample_weight=False)

    search = GridSearchCV(asking, {"n_components": [2]}, cv=2).fit(faithful, rows=counts)

    assert np.array_equal(search.best_estimator_.means_, small().fit(faithful, sample_weight=counts).means_)


def test_a_refusal_inside_a_search_keeps_its_words(faithful):
    search = GridSearchCV(small(), {"n_components": [2]}, cv=2, error_score="raise")
    spoilt = np.where(np.arange(272)[:, None] == 3, np.inf, faithful)

    with pytest.raises(DataError, match="row 4, column 'x1' is infinite"):
        search.fit(spoilt)
