"""scikit-learn's own checks of estimators, every one of them."""

import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from gmm import GaussianMixture


# The checks fit a few random rows and stop early; the warnings that follow are right.
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning", "ignore::gmm.FitWarning")
@parametrize_with_checks([GaussianMixture(), GaussianMixture(3, n_init=4, max_iter=50)])
def test_scikit_learn_accepts_the_estimator(estimator, check):
    check(estimator)
