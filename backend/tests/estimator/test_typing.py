"""What a type checker sees of the package, although the estimator is imported only when asked for."""

from pathlib import Path

from mypy import api

import gmm

BACKEND = Path(__file__).parents[2]
PROGRAM = """
import gmm
from gmm import FitWarning

reveal_type(gmm.GaussianMixture())
reveal_type(gmm.GaussianMixture(2).fit([[1.0], [2.0]]).predict([[1.0]]).dtype)
reveal_type(FitWarning("narrow"))
gmm.GausianMixture
gmm.GaussianMixture(componentes=2)
"""


def test_a_type_checker_knows_the_estimator_its_methods_and_a_misspelt_name(tmp_path, monkeypatch):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    monkeypatch.chdir(BACKEND)
    told, complaints, _ = api.run(["--ignore-missing-imports", "--cache-dir", str(tmp_path), str(program)])

    assert complaints == ""
    assert '"gmm.estimator.gaussian_mixture.GaussianMixture"' in told
    assert "signedinteger" in told
    assert '"gmm.estimator.warning.FitWarning"' in told
    assert 'Module has no attribute "GausianMixture"' in told
    assert 'Unexpected keyword argument "componentes"' in told
    assert '"Any"' not in told


def test_the_package_says_that_it_is_typed_and_packages_say_so_too():
    assert (Path(gmm.__file__).parent / "py.typed").is_file()
    assert '"py.typed"' in (BACKEND / "pyproject.toml").read_text("utf-8")
