"""The estimator on what is only partly known: gaps, known components, noise, a prior, fixed parameters."""

import numpy as np
import pytest
import sklearn
from scipy.stats import multivariate_normal
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from gmm import GaussianMixture
from gmm.engine import DataError, OptionError, ParameterError

rng = np.random.default_rng(3)
GROUPS = np.vstack([rng.normal(0, 1, (60, 2)), rng.normal(9, 1.5, (40, 2))])
SCATTERED = np.vstack([GROUPS, rng.uniform(-30, 40, (12, 2))])


@pytest.fixture(scope="module")
def noisy() -> GaussianMixture:
    return GaussianMixture(2, noise=True, n_init=4, random_state=0).fit(SCATTERED)


def test_the_label_of_noise_is_minus_one_and_its_probability_the_last_column(noisy):
    labels, proba = noisy.predict(SCATTERED), noisy.predict_proba(SCATTERED)

    assert proba.shape == (112, 3) and proba.sum(axis=1) == pytest.approx(1.0)
    assert labels.tolist() == np.where(proba.argmax(axis=1) == 2, -1, proba.argmax(axis=1)).tolist()
    assert np.mean(labels[100:] == -1) > 0.8 and np.mean(labels[:100] == -1) < 0.1
    assert noisy.weights_.sum() + noisy.noise_weight_ == pytest.approx(1.0)
    assert noisy.lower_bound_ == pytest.approx(noisy.score(SCATTERED), rel=1e-10)


def test_noise_spreads_evenly_over_the_box_of_the_data(noisy):
    rows = np.array([[0.0, 0.0], [20.0, -20.0], [400.0, 400.0]])
    volume = np.prod(SCATTERED.max(axis=0) - SCATTERED.min(axis=0))
    parts = zip(noisy.weights_, noisy.means_, noisy.covariances_, strict=True)
    density = sum(w * multivariate_normal(m, c).pdf(rows) for w, m, c in parts)

    assert noisy.score_samples(rows) == pytest.approx(
        np.log(density + noisy.noise_weight_ / volume), rel=1e-10
    )


def test_drawn_noise_comes_first_and_a_mixture_without_has_a_share_of_zero(noisy, faithful):
    _, component = noisy.sample(500)
    plain = GaussianMixture(2, n_init=1, random_state=0).fit(faithful)

    assert component[0] == -1 and (np.diff(component) >= 0).all()
    assert plain.noise_weight_ == 0.0 and plain.predict_proba(faithful).shape == (272, 2)
    assert not hasattr(GaussianMixture(), "noise_weight_")


def test_parts_of_a_noisy_density_are_noisy_and_what_it_does_not_have_is_refused(noisy):
    part = noisy.marginal(["x2"])

    assert part.get_params()["noise"] and part.noise_weight_ == noisy.noise_weight_
    for refused in (
        lambda: noisy.conditional({"x1": 0.0}),
        lambda: noisy.regress([[0.0]], ["x1"]),
        lambda: noisy.cdf([0.0], "x1"),
        lambda: noisy.quantile([0.5], "x1"),
        lambda: noisy.highest_density_region(0.5, "x1"),
        noisy.entropy,
        lambda: noisy.kl_divergence(noisy),
    ):
        with pytest.raises(ParameterError, match="its noise has no end"):
            refused()


def test_what_noise_expects_is_nothing_so_the_gaussians_explain(noisy):
    found = noisy.explain([[0.0, 9.0]])
    alone = GaussianMixture.from_parameters(
        noisy.weights_ / noisy.weights_.sum(), noisy.means_, noisy.covariances_
    )

    assert found.expected == pytest.approx(alone.explain([[0.0, 9.0]]).expected)
    assert noisy.diagnose(SCATTERED) is not None and noisy.merge_tree(SCATTERED).entropies.shape == (2,)


def test_known_components_keep_their_numbers_however_y_reads():
    known = np.full(100, -1)
    known[:5], known[-5:] = 1, 0
    model = GaussianMixture(2, n_init=4, random_state=0)

    told = model.fit(GROUPS, y=np.zeros(100), known_components=known)

    assert np.allclose(told.means_[1], GROUPS[:60].mean(axis=0), atol=0.1)
    assert told.predict(GROUPS)[[0, -1]].tolist() == [1, 0]
    assert model.fit_predict(GROUPS, known_components=known).tolist() == told.predict(GROUPS).tolist()
    assert np.allclose(model.fit(GROUPS, y=known).means_[0], GROUPS[:60].mean(axis=0), atol=0.1)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ([0], "one number for each of the 100 rows"),
        ([2] * 100, "from 0 to 1"),
        ([0.5] * 100, "whole numbers"),
    ],
)
def test_components_that_are_none_are_refused_by_name(known, said):
    with pytest.raises(DataError, match=said) as refused:
        GaussianMixture(2).fit(GROUPS, known_components=known)

    assert refused.value.field == "known_components"


def test_gaps_cost_no_row_and_are_told_of():
    gaps = GROUPS.copy()
    gaps[::4, 0] = gaps[1::9, 1] = np.nan
    model = GaussianMixture(2, n_init=4, random_state=0).fit(gaps)

    assert "missing_values" in [notice.code for notice in model.warnings_]
    assert np.allclose(model.means_, [GROUPS[:60].mean(axis=0), GROUPS[60:].mean(axis=0)], atol=0.5)
    assert model.predict([[np.nan, 9.0], [np.nan, 0.0]]).tolist() == [1, 0]
    assert model.predict_proba([[np.nan, np.nan]])[0] == pytest.approx(model.weights_)


def test_a_prior_holds_a_component_that_would_shrink(faithful):
    X = np.vstack([faithful, np.repeat([[3.0, 200.0]], 4, axis=0)])
    held = GaussianMixture(3, prior=True, n_init=8, random_state=0).fit(X)

    assert "collapsed_component" not in [notice.code for notice in held.warnings_]
    assert np.linalg.eigvalsh(held.covariances_).min() > 1e-4


@pytest.mark.parametrize(
    ("fixed", "given"),
    [
        ("means", {"means_init": [[1.0, 0.0], [8.0, 9.0]]}),
        ("weights", {"weights_init": [0.7, 0.3]}),
        ("covariances", {"precisions_init": [np.eye(2), 0.5 * np.eye(2)]}),
    ],
)
def test_what_is_fixed_stays_as_it_is_given(fixed, given):
    model = GaussianMixture(2, fixed=(fixed,), random_state=0, **given).fit(GROUPS)
    ((argument, value),) = given.items()
    shown = model.precisions_ if fixed == "covariances" else getattr(model, argument[: -len("init")])

    assert shown == pytest.approx(np.array(value), rel=1e-12)
    assert len(model.restarts_) == 1


def test_what_is_fixed_may_come_from_the_last_fit():
    model = GaussianMixture(2, n_init=4, random_state=0).fit(GROUPS)
    covariances = model.covariances_.copy()

    model.set_params(warm_start=True, fixed=["covariances"]).fit(GROUPS + 3.0)

    assert np.array_equal(model.covariances_, covariances)
    assert np.allclose(model.means_[0], GROUPS[:60].mean(axis=0) + 3.0, atol=0.1)


def test_a_noisy_mixture_is_no_start_for_one_without(noisy):
    again = GaussianMixture(2, noise=True, n_init=4, random_state=0, warm_start=True).fit(SCATTERED)
    again.set_params(noise=False).fit(SCATTERED)

    assert again.noise_weight_ == 0.0 and len(again.restarts_) > 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"fixed": ("means",)}, "give means_init"),
        ({"fixed": ("covariances",), "means_init": GROUPS[:2]}, "give precisions_init"),
        ({"fixed": "means"}, "'fixed' parameter"),
        ({"fixed": ("median",)}, "'weights', 'means', 'covariances'"),
        ({"noise": "yes"}, "'noise' parameter"),
        ({"prior": 3}, "'prior' parameter"),
        ({"noise": True, "fixed": ("weights",), "weights_init": [0.5, 0.5]}, "none for the noise"),
    ],
)
def test_options_that_cannot_be_followed_are_named(options, said):
    with pytest.raises((OptionError, ValueError), match=said):
        GaussianMixture(2, **options).fit(GROUPS)


def test_known_components_pass_through_a_pipeline_that_routes_them():
    known = np.full(100, -1)
    known[:5] = 1
    with sklearn.config_context(enable_metadata_routing=True):
        model = GaussianMixture(2, n_init=2, random_state=0).set_fit_request(known_components=True)
        line = make_pipeline(StandardScaler(), model).fit(GROUPS, known_components=known)

        assert line.predict(GROUPS)[[0, -1]].tolist() == [1, 0]


def test_a_bootstrap_is_told_the_known_components_that_the_fit_was():
    close = np.concatenate([GROUPS[:60], GROUPS[60:] / 4])
    known = np.repeat([0, 1], [60, 40])
    model = GaussianMixture(2, random_state=0).fit(close, known_components=known)
    told, untold = (model.bootstrap(close, None, k, n_replicates=40) for k in (known, None))

    assert told.warnings == () or "not_an_optimum" not in {notice.code for notice in told.warnings}
    assert told.standard_errors.weights[0] == pytest.approx(np.sqrt(0.6 * 0.4 / 100), rel=0.4)
    assert told.standard_errors.weights[0] < untold.standard_errors.weights[0]
    with pytest.raises(DataError, match="known_components has 2"):
        model.bootstrap(close, known_components=known + 1, n_replicates=2)


def test_rows_with_gaps_are_judged_explained_and_counted():
    gaps = GROUPS.copy()
    gaps[::5, 0] = np.nan
    model = GaussianMixture(2, n_init=4, random_state=0).fit(gaps)
    (told,) = [finding for finding in model.diagnose(gaps) if finding.code == "incomplete_rows"]
    detector = model.calibrate(gaps, 0.05)
    crossed = model.cross_calibrate(gaps, 0.1)

    assert told.number == 20
    assert detector.judge([[np.nan, 90.0], [np.nan, 9.0]]).alarms.tolist() == [True, False]
    assert model.explain([[np.nan, 90.0]]).sentence(0, 1, "x2").startswith("x2 is 90 where about ")
    assert crossed.verdicts.alarms.sum() == 10
    assert model.merge_tree(gaps).labels(gaps, 1).tolist() == [0] * 100
