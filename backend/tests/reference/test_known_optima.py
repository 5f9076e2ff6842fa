"""Optima that independent programs agree on.

Converged total log-likelihoods from mclust (run to a tolerance of 1e-13), from direct maximisation by the
R package norMmix, and from the literature, natural logs.
"""

import pytest

from gmm.engine import Dataset, FitOptions, fit

FAITHFUL = [("full", 1, -1289.796745), ("full", 2, -1130.263960), ("tied", 2, -1140.186759)]
FAITHFUL += [("tied", 3, -1126.315928), ("diag", 2, -1147.806353)]
IRIS = [("full", 1, -379.914630), ("full", 2, -214.354704), ("full", 3, -180.185477)]
IRIS += [("tied", 2, -296.447575), ("tied", 3, -256.354043), ("tied", 4, -223.048640)]
IRIS += [("diag", 2, -386.185347), ("diag", 3, -306.860461)]
IRIS += [("spherical", 2, -478.559096), ("spherical", 3, -384.314095), ("spherical", 4, -334.286077)]


@pytest.mark.parametrize(("covariance_type", "K", "known"), FAITHFUL)
def test_old_faithful_reaches_the_known_optimum(faithful, covariance_type, K, known):
    result = fit(Dataset(faithful), FitOptions(K, covariance_type, n_init=20))

    assert result.log_likelihood == pytest.approx(known, abs=1e-5)


@pytest.mark.parametrize(("covariance_type", "K", "known"), IRIS)
def test_iris_reaches_the_known_optimum(iris, covariance_type, K, known):
    result = fit(Dataset(iris), FitOptions(K, covariance_type, n_init=20))

    assert result.log_likelihood == pytest.approx(known, abs=1e-5)


def test_the_bic_of_iris_is_the_textbooks(iris):
    assert fit(Dataset(iris), FitOptions(2)).bic == pytest.approx(574.018, abs=1e-3)
    assert fit(Dataset(iris), FitOptions(3)).bic == pytest.approx(580.839, abs=1e-3)
