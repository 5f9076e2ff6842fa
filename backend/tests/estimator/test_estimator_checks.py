"""scikit-learn's own checks of estimators, every one of them; none is skipped or expected to fail."""

import json
import os
import subprocess
import sys

import pytest
from sklearn.utils.estimator_checks import (
    check_dataframe_column_names_consistency,
    check_param_validation,
    parametrize_with_checks,
)

from gmm import GaussianMixture

# Runs in a process of its own, because SciPy reads SCIPY_ARRAY_API when it is imported.
ALL_CHECKS = """
import json, warnings
from sklearn.utils.estimator_checks import check_estimator
from gmm import GaussianMixture

warnings.simplefilter("ignore")
results = check_estimator(GaussianMixture(), on_skip=None, on_fail=None)
print(json.dumps([[result["check_name"], result["status"]] for result in results]))
"""


# The checks fit a few random rows and stop early; the warnings that follow are right.
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning", "ignore::gmm.FitWarning")
@parametrize_with_checks([GaussianMixture(), GaussianMixture(3, n_init=4, max_iter=50)])
def test_scikit_learn_accepts_the_estimator(estimator, check):
    if check.func.__name__ == "check_array_api_input":
        return  # skips itself unless SCIPY_ARRAY_API is set: see the next test
    check(estimator)


def test_no_check_skips_itself_where_array_api_inputs_are_switched_on():
    told = subprocess.run(
        [sys.executable, "-c", ALL_CHECKS],
        env=os.environ | {"SCIPY_ARRAY_API": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    results = json.loads(told.stdout)

    assert "check_array_api_input" in dict(results)
    assert len(results) >= 45
    assert [result for result in results if result[1] != "passed"] == []


# Of these scikit-learn's list for other people's estimators has none; it holds its own estimators to them.
@pytest.mark.filterwarnings("ignore::gmm.FitWarning")
@pytest.mark.parametrize("check", [check_dataframe_column_names_consistency, check_param_validation])
def test_it_passes_checks_that_scikit_learn_asks_of_its_own_estimators_only(check):
    check("GaussianMixture", GaussianMixture())
