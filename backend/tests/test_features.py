"""The table of capabilities names what there is."""

import inspect
import json
import re
from pathlib import Path

import pytest

import gmm
import gmm.engine
from gmm import GaussianMixture

BACKEND = Path(__file__).parents[1]
NAME, OPTION, ROUTE = re.compile(r"`(\w+)`"), re.compile(r"`(\w+)=`"), re.compile(r"`((?:GET|POST) /\S*)`")


def rows() -> list[list[str]]:
    """The cells of the first table, without its head."""
    table = (BACKEND / "docs/features.md").read_text("utf-8").split("\n\n")[2]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:40])
def test_every_name_of_a_capability_is_there(row):
    _, engine, estimator, route, *_ = row
    fitting = inspect.signature(GaussianMixture.fit).parameters
    fitted = {"optima_", "warnings_", "lower_bounds_", "mixture_"}  # attributes that a fit gives

    assert [name for name in NAME.findall(engine) if not hasattr(gmm.engine, name)] == []
    for name in NAME.findall(estimator):
        assert hasattr(GaussianMixture, name) or hasattr(gmm, name) or name in fitting or name in fitted, name
    assert set(OPTION.findall(estimator)) <= set(GaussianMixture().get_params())
    paths = json.loads((BACKEND / "openapi.json").read_text("utf-8"))["paths"]
    for method, path in (each.split() for each in ROUTE.findall(route) if not each.endswith("/docs")):
        assert method.lower() in paths[path]


def test_every_route_that_computes_stands_in_the_table():
    paths = json.loads((BACKEND / "openapi.json").read_text("utf-8"))["paths"]
    said = (BACKEND / "docs/features.md").read_text("utf-8")
    computing = {path for path, methods in paths.items() if "post" in methods} - {"/table"}

    assert [path for path in sorted(computing) if f"`POST {path}`" not in said] == []


def test_every_attribute_that_a_fit_gives_is_there(faithful):
    fitted = GaussianMixture(1).fit(faithful)

    for name in ("optima_", "warnings_", "lower_bounds_", "mixture_"):
        assert hasattr(fitted, name)
