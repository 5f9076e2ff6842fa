"""What a fitted estimator shows and says, and how it gets along with the rest of scikit-learn."""

import copy
import json
import pickle
import subprocess
import sys

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning, NotFittedError

import gmm
from gmm import FitWarning, GaussianMixture
from gmm.engine import STRUCTURES

PARAMETERS = ["weights_", "means_", "covariances_", "precisions_", "precisions_cholesky_"]


@pytest.fixture(scope="module")
def model(faithful) -> GaussianMixture:
    return GaussianMixture(2, n_init=4, random_state=0).fit(faithful)


def test_the_lower_bound_belongs_to_the_returned_mixture(model, faithful):
    assert model.lower_bound_ == pytest.approx(model.score(faithful), rel=1e-12)
    assert len(model.lower_bounds_) == model.n_iter_
    assert model.lower_bounds_[-1] == model.lower_bound_
    assert np.all(np.diff(model.lower_bounds_) >= -1e-12)


def test_components_come_by_weight(faithful):
    for seed in range(4):
        model = GaussianMixture(3, n_init=6, random_state=seed).fit(faithful)

        assert np.all(np.diff(model.weights_) <= 0)


def test_a_fit_says_how_it_ended_and_what_its_starts_reached(model):
    assert (model.converged_, model.stop_reason_) == (True, "converged")
    assert len(model.restarts_) >= 4
    assert model.warnings_ == ()
    assert model.mixture_.n_components == 2


def test_every_optimum_is_told_with_the_starts_that_led_to_it(iris):
    model = GaussianMixture(4, random_state=0).fit(iris)
    honest = [optimum.log_likelihood for optimum in model.optima_ if not optimum.spurious]
    starts = [start for optimum in model.optima_ for start in optimum.starts]

    assert max(honest) / len(iris) == pytest.approx(model.lower_bound_, rel=1e-6)
    assert len(model.optima_) > 1
    assert len(starts) == len(set(starts)) <= len(model.restarts_)


def test_labels_of_the_fit_are_those_of_the_prediction(faithful, covariance_type):
    model = GaussianMixture(3, covariance_type=covariance_type, n_init=2, random_state=0)
    for max_iter in (1000, 0):
        labels = model.set_params(max_iter=max_iter).fit_predict(faithful)

        assert np.array_equal(labels, model.predict(faithful))
        assert np.array_equal(labels, model.predict_proba(faithful).argmax(axis=1))


def test_precisions_are_the_inverse_of_the_covariances(faithful, covariance_type):
    model = GaussianMixture(2, covariance_type=covariance_type, n_init=2, random_state=0).fit(faithful)
    structure = STRUCTURES[covariance_type]

    def dense(compact: np.ndarray) -> np.ndarray:
        return structure.form.dense(structure.expand(compact, 2, 2))

    unit = np.repeat(np.eye(2)[None], 2, axis=0)
    roots = dense(model.precisions_cholesky_)
    assert dense(model.covariances_) @ dense(model.precisions_) == pytest.approx(unit, abs=1e-9)
    assert roots @ roots.transpose(0, 2, 1) == pytest.approx(dense(model.precisions_), rel=1e-9)
    assert np.array_equal(roots, np.triu(roots))


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters_are_for_reading(model, name):
    with pytest.raises(AttributeError, match="from_parameters"):
        setattr(model, name, np.zeros(2))
    with pytest.raises(ValueError, match="read-only"):
        getattr(model, name)[...] = 0.0
    with pytest.raises(NotFittedError):
        getattr(GaussianMixture(), name)
    assert getattr(GaussianMixture, name).__doc__


def test_icl_is_bic_plus_twice_the_uncertainty(model, faithful):
    certainty = np.log(model.predict_proba(faithful).max(axis=1)).sum()

    assert model.icl(faithful) == pytest.approx(model.bic(faithful) - 2 * certainty, rel=1e-12)


def test_icl_by_entropy_adds_twice_the_entropy_of_the_responsibilities(model, faithful):
    resp = model.predict_proba(faithful)
    entropy = -np.sum(resp * np.log(resp))

    found = model.icl(faithful, form="entropy")
    assert found == pytest.approx(model.bic(faithful) + 2 * entropy, rel=1e-12)
    assert found >= model.icl(faithful)
    with pytest.raises(ValueError, match="form must be 'map' or 'entropy'"):
        model.icl(faithful, form="soft")


def test_a_fit_cut_short_warns_and_one_of_no_steps_does_not(faithful):
    with pytest.warns(ConvergenceWarning, match="raise max_iter") as caught:
        cut = GaussianMixture(3, max_iter=2, n_init=1, random_state=0).fit(faithful)
    start = GaussianMixture(3, max_iter=0, n_init=1, random_state=0).fit(faithful)

    assert caught[0].filename == __file__
    assert (cut.n_iter_, cut.converged_, cut.stop_reason_) == (2, False, "iteration_limit")
    assert (start.n_iter_, start.converged_, start.lower_bounds_) == (0, False, [])
    assert start.lower_bound_ == pytest.approx(start.score(faithful))


def test_a_collapsed_component_is_warned_of_in_the_estimators_words(rng):
    X = np.concatenate([rng.normal(size=100), np.full(10, 10.0)])[:, None]

    with pytest.warns(FitWarning, match="raise reg_covar") as caught:
        model = GaussianMixture(2, random_state=0).fit(X)

    assert caught[0].filename == __file__
    assert "collapsed_component" in [notice.code for notice in model.warnings_]
    assert np.all(model.covariances_ > 0)


@pytest.mark.filterwarnings("ignore::gmm.FitWarning")  # the floor is met, which is meant
def test_the_floor_is_the_same_in_every_unit(rng):
    X = np.concatenate([rng.normal(size=100), np.full(10, 10.0)])[:, None]
    small, large = (
        GaussianMixture(2, reg_covar=1e-2, random_state=0).fit(scale * X) for scale in (1e-6, 1e6)
    )

    assert large.covariances_ / 1e12 == pytest.approx(small.covariances_ / 1e-12, rel=1e-6)
    assert small.covariances_.min() / 1e-12 > 1e-3


def test_repeated_rows_are_noticed_although_they_are_merged():
    model = GaussianMixture(1).fit(np.repeat([[0.0], [1.0], [3.0]], 50, axis=0))

    assert [notice.code for notice in model.warnings_] == ["duplicate_rows"]
    assert "Only 3 of the 150 rows" in model.warnings_[0].message


def test_a_fit_tells_its_progress_when_asked(faithful, capsys):
    GaussianMixture(2, n_init=2, random_state=0, verbose=1, verbose_interval=5).fit(faithful)
    brief = capsys.readouterr().out.splitlines()
    GaussianMixture(2, n_init=2, random_state=0, verbose=2).fit(faithful)
    timed = capsys.readouterr().out.splitlines()
    GaussianMixture(2, n_init=2, random_state=0).fit(faithful)

    assert any(line.startswith("Start 0, iteration 5: mean log-likelihood -") for line in brief)
    assert not any("iteration 3:" in line for line in brief)
    assert brief[-1].startswith("Best: start ")
    assert len([line for line in brief if " after " in line]) == 2
    assert all(line.endswith(" s)") for line in timed)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_predicts_the_same(model, faithful, duplicate):
    twin = duplicate(model)

    assert np.array_equal(twin.predict_proba(faithful), model.predict_proba(faithful))
    assert twin.restarts_ == model.restarts_


def test_it_shows_the_parameters_that_differ_from_the_defaults(model):
    assert repr(model) == "GaussianMixture(n_components=2, n_init=4, random_state=0)"


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    ).stdout


def test_importing_gmm_imports_neither_scikit_learn_nor_numpy():
    loaded = json.loads(run("import gmm, json, sys; print(json.dumps(sorted(sys.modules)))"))

    assert not {"numpy", "sklearn", "gmm.estimator"} & set(loaded)
    assert {"FitWarning", "GaussianMixture"} <= set(dir(gmm))
    with pytest.raises(AttributeError, match="no attribute 'GaussianMixtur'"):
        _ = gmm.GaussianMixtur


def test_blas_has_one_thread_within_and_as_many_as_before_afterwards():
    code = """
import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits
from gmm import GaussianMixture
import gmm.estimator.fitted_mixture as module

def threads():
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}

during, log_density = [], module.log_density
module.log_density = lambda *args: (during.append(threads()), log_density(*args))[1]
with threadpool_limits(2, user_api="blas"):
    model = GaussianMixture(1).fit(np.arange(20.0).reshape(10, 2))
    model.score(np.ones((3, 2)))
    print(during, threads())
"""
    assert run(code).strip() == "[{1}] {2}"


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="only where processes fork")
def test_a_forked_process_can_predict_with_what_its_parent_fitted():
    code = """
import multiprocessing, os, warnings
os.environ["GMM_THREADS"] = "2"
warnings.simplefilter("ignore")
import numpy as np
from gmm import GaussianMixture
X = np.random.default_rng(0).normal(size=(60_000, 2))
model = GaussianMixture(2, n_init=1, max_iter=1, random_state=0).fit(X)
with multiprocessing.get_context("fork").Pool(1) as pool:
    print(pool.apply_async(model.score, (X,)).get(timeout=20) == model.score(X))
"""
    assert run(code).strip() == "True"
