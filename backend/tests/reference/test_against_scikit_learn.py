"""The same start and the same number of iterations as scikit-learn give the same mixture."""

import warnings

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from gmm.engine import STRUCTURES, Dataset, FitOptions, Mixture, iterate, log_density, responsibilities
from gmm.engine.em import EMRules
from tests.engine.strategies import structured

STEPS = 7


@pytest.mark.parametrize("covariance_type", ["full", "tied", "diag", "spherical"])
def test_iterates_equal_those_of_scikit_learn(iris, covariance_type):
    structure, K, D = STRUCTURES[covariance_type], 3, iris.shape[1]
    means = iris[[10, 70, 130]]
    matrices = structured(np.repeat(np.cov(iris.T)[None], K, axis=0), covariance_type)
    start = Mixture.from_parameters(np.full(K, 1 / K), means, matrices, covariance_type)

    dataset = Dataset(iris)
    m_step = FitOptions(K, covariance_type=covariance_type).m_step(dataset)
    rules = EMRules(max_iter=STEPS, tol=0.0, m_step=m_step, accelerate=False)
    ours = list(iterate(dataset, start, rules))[-1].mixture
    theirs = GaussianMixture(
        K,
        covariance_type=covariance_type,
        reg_covar=0.0,
        tol=0.0,
        max_iter=STEPS,
        weights_init=start.weights,
        means_init=start.means,
        precisions_init=structure.compact(structure.form.of_dense(np.linalg.inv(start.covariances))),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # seven iterations are meant
        theirs.fit(iris)

    assert ours.weights == pytest.approx(theirs.weights_, abs=1e-10)
    assert ours.means == pytest.approx(theirs.means_, rel=1e-9)
    assert structure.compact(ours.sigma) == pytest.approx(theirs.covariances_, rel=1e-7, abs=1e-10)
    assert log_density(ours, iris) == pytest.approx(theirs.score_samples(iris), abs=1e-7)
    assert responsibilities(ours, iris)[0] == pytest.approx(theirs.predict_proba(iris), abs=1e-7)
    assert ours.n_parameters == theirs._n_parameters()
    assert structure.n_parameters(K, D) == structure.compact(ours.sigma).size or covariance_type in (
        "full",
        "tied",
    )
