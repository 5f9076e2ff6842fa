"""The estimator as a judge: the engine's verdicts and findings, by scikit-learn's conventions."""

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import NotFittedError

from gmm import GaussianMixture
from gmm.engine import DataError, Dataset, FitOptions, OptionError, calibrated, cross_calibrated, surprises


@pytest.fixture
def frame(faithful) -> pd.DataFrame:
    return pd.DataFrame(faithful, columns=["eruptions", "waiting"])


def test_rows_are_judged_by_fits_to_others_and_the_estimator_stays_as_it_is(frame, faithful):
    estimator = GaussianMixture(2, n_init=2, random_state=3)
    found = estimator.cross_calibrate(frame, 0.1, n_folds=3)
    seed = int(np.random.RandomState(3).randint(np.iinfo(np.int32).max))
    engine = cross_calibrated(Dataset(faithful), FitOptions(2, n_init=2, seed=seed), 0.1, n_folds=3)

    assert np.array_equal(found.verdicts.p_values, engine.verdicts.p_values)
    assert found.detector.mixture.columns == ("eruptions", "waiting")
    assert not hasattr(estimator, "n_features_in_") and not hasattr(estimator, "mixture_")


def test_a_fitted_mixture_is_calibrated_and_explains_rows(frame, faithful):
    estimator = GaussianMixture(2, n_init=2, random_state=0).fit(frame[:150])
    detector = estimator.calibrate(frame[150:], 0.1, confidence=0.8)
    unusual = pd.DataFrame([[1.8, 95.0]], columns=frame.columns)
    engine = calibrated(estimator.mixture_, faithful[150:], 0.1, 0.8)

    assert detector.threshold == engine.threshold
    assert detector.judge(unusual.to_numpy()).alarms.tolist() == [True]
    explained = estimator.explain(unusual)
    assert explained.surprise == pytest.approx(surprises(estimator.mixture_, [[1.8, 95.0]]).surprise)
    assert explained.sentence(0, 1, "waiting").startswith("waiting is 95 where about ")


def test_a_diagnosis_has_the_fits_warnings_and_speaks_of_the_estimators_parameters():
    X = np.random.default_rng(0).normal(size=(200, 2))
    X[100:] = np.column_stack([X[100:, 0] + 20, np.full(100, 5.0)])
    with pytest.warns(UserWarning, match="no width"):
        estimator = GaussianMixture(2, n_init=4, random_state=0).fit(X)
    found = {finding.code: finding for finding in estimator.diagnose(X)}

    assert "reg_covar" in found["singular_direction"].remedy
    assert "collapsed_component" not in found  # the finding says it better
    assert all("covariance_floor" not in f.message + getattr(f, "remedy", "") for f in found.values())


def test_rows_of_a_diagnosis_are_numbered_as_given_though_the_fit_has_merged_and_sorted_them():
    X = np.round(np.random.default_rng(1).normal(size=(300, 2)), 1)
    X[123] = [40.0, 0.0]
    found = [f for f in GaussianMixture(1).fit(X).diagnose(X) if f.code == "influential_row"]

    assert [finding.rows for finding in found] == [(123,)]


def test_a_mixture_from_parameters_can_be_diagnosed_too(faithful):
    estimator = GaussianMixture.from_parameters(
        [0.5, 0.5], [[3.0, 70.0], [3.1, 70.0]], [np.diag([1.0, 180.0])] * 2
    )

    assert "duplicate_components" in {finding.code for finding in estimator.diagnose(faithful)}


def test_bad_input_is_refused_by_name(frame, faithful):
    estimator = GaussianMixture(2, n_init=1, random_state=0)
    for method in (estimator.calibrate, estimator.explain, estimator.diagnose):
        with pytest.raises(NotFittedError):
            method(frame)
    estimator.fit(frame)
    with pytest.raises(DataError, match="at least 99 calibration rows, but there are 50"):
        estimator.calibrate(frame[:50], 0.01)
    with pytest.raises(OptionError, match="between 0 and 1"):
        estimator.calibrate(frame, 0.0)
    with pytest.raises(OptionError, match="n_folds"):
        estimator.cross_calibrate(frame, n_folds=1)
    with pytest.raises(ValueError, match="feature names should match"):
        estimator.explain(frame.assign(third=1.0))
    with pytest.raises(DataError, match="infinite"):
        estimator.calibrate(frame.replace(79.0, np.inf))
