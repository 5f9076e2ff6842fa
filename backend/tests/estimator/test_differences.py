"""The table of differences from scikit-learn is complete, and its code runs."""

import inspect
import re
from pathlib import Path

import numpy as np
import pytest
import sklearn.mixture

from gmm import GaussianMixture

DOCUMENT = Path(__file__).parents[2] / "docs/differences-from-scikit-learn.md"
TEXT = DOCUMENT.read_text("utf-8")


def parameters_of(estimator: type) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(estimator).parameters)


def public(estimator: object) -> set[str]:
    return {name for name in dir(estimator) if not name.startswith("_")}


def test_the_code_in_the_document_runs():
    namespace: dict[str, object] = {}

    for block in re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL):
        exec(compile(block, DOCUMENT.name, "exec"), namespace)


def test_every_parameter_of_scikit_learn_is_there():
    ours, theirs = parameters_of(GaussianMixture), parameters_of(sklearn.mixture.GaussianMixture)

    assert set(theirs) <= set(ours)
    assert [ours[name].kind for name in theirs] == [theirs[name].kind for name in theirs]


def test_every_new_parameter_and_every_other_default_is_explained():
    ours, theirs = parameters_of(GaussianMixture), parameters_of(sklearn.mixture.GaussianMixture)
    other = [name for name in ours if name not in theirs or ours[name].default != theirs[name].default]

    assert [name for name in other if f"| `{name}` |" not in TEXT] == []


def test_the_defaults_in_the_document_are_the_defaults():
    defaults = GaussianMixture().get_params()
    for name in ("tol", "max_iter", "n_init", "reg_covar"):
        (row,) = re.findall(rf"^\| `{name}` \|.*$", TEXT, re.MULTILINE)

        shown = re.sub(r"e-0", "e-", f"{defaults[name]:g}")
        assert re.search(rf"\b{shown}\b", row), name


def test_every_method_and_attribute_of_scikit_learn_is_there(faithful):
    theirs = sklearn.mixture.GaussianMixture(2, random_state=0).fit(faithful)
    ours = GaussianMixture(2, n_init=1, random_state=0).fit(faithful)

    assert public(theirs) <= public(ours)


@pytest.mark.parametrize("covariance_type", ["full", "tied", "diag", "spherical"])
def test_every_fitted_attribute_has_the_type_and_shape_it_has_there(faithful, covariance_type):
    theirs = sklearn.mixture.GaussianMixture(3, covariance_type=covariance_type, random_state=0).fit(faithful)
    ours = GaussianMixture(3, covariance_type=covariance_type, n_init=1, random_state=0).fit(faithful)
    fitted = [name for name in vars(theirs) if name.endswith("_") and not name.startswith("_")]

    assert len(fitted) >= 10
    for name in set(fitted) - {"lower_bounds_"}:  # as long as there were iterations
        one, other = getattr(ours, name), getattr(theirs, name)
        assert np.shape(one) == np.shape(other), name
        assert np.asarray(one).dtype.kind == np.asarray(other).dtype.kind, name


@pytest.mark.parametrize("name", sorted(public(sklearn.mixture.GaussianMixture)))
def test_every_method_takes_what_it_takes_there_in_the_same_order(name):
    ours, theirs = getattr(GaussianMixture, name), getattr(sklearn.mixture.GaussianMixture, name)

    assert callable(ours)
    if name != "set_fit_request":  # scikit-learn makes it of the metadata that fit takes
        takes = list(inspect.signature(theirs).parameters)
        assert list(inspect.signature(ours).parameters)[: len(takes)] == takes


def test_whatever_is_new_is_explained(faithful):
    theirs = sklearn.mixture.GaussianMixture(2, random_state=0).fit(faithful)
    ours = GaussianMixture(2, n_init=1, random_state=0).fit(faithful)
    # of scikit-learn's metadata routing
    requests = {"set_fit_request", "set_score_request", "set_partial_fit_request"}

    assert [name for name in public(ours) - public(theirs) - requests if name not in TEXT] == []
