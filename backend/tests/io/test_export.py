"""A mixture written for other programs says there what it says here, to ten digits or more."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gmm.engine import STRUCTURES, Box, Mixture, Noise, OptionError, labels, log_density, responsibilities
from gmm.io import export
from gmm.io.errors import MissingExtraError
from gmm.io.export import code_of, onnx_of

NAMES = ["u", 'a "quoted" name', "back\\slash\n'", "Größe"]
HAS_R = shutil.which("Rscript") is not None


def made(covariance_type: str, K: int = 3, D: int = 3, noise: bool = False, seed: int = 0) -> Mixture:
    """A mixture far from the origin, its columns of very different sizes."""
    rng = np.random.default_rng(seed)
    scale = np.logspace(-3, 4, D) if covariance_type in ("full", "tied", "diag") else np.ones(D)
    structure = STRUCTURES[covariance_type]
    roots = rng.normal(size=(K, D, D)) + 2 * np.eye(D)
    sigma = structure.form.of_dense(roots @ roots.transpose(0, 2, 1))
    held = structure.expand(structure.compact(sigma), K, D)
    if covariance_type not in ("full", "diag", "spherical"):  # what all share, in every structure there is
        held = np.repeat(held[:1], K, axis=0)
    covariances = structure.form.dense(held) * scale[:, None] * scale
    if covariance_type in ("spherical", "EII"):
        covariances = np.diagonal(covariances, axis1=1, axis2=2)[:, :1, None] * np.eye(D)
    share = 0.9 if noise else 1.0
    return Mixture.from_parameters(
        share * rng.dirichlet(np.full(K, 5.0)),
        100 * scale + 3 * scale * rng.normal(size=(K, D)),
        covariances,
        covariance_type,
        NAMES[:D],
        Noise(np.array(0.1), Box(80 * scale, 120 * scale)) if noise else None,
    )


CASES = [
    *((name, 3, False) for name in ("full", "tied", "diag", "spherical", "VVE", "VEI", "EII")),
    ("full", 1, False),
    ("full", 3, True),
    ("diag", 1, True),
]


def rows_of(mixture: Mixture) -> np.ndarray:
    """Rows among the components, and some far away."""
    spread = np.sqrt(np.diagonal(mixture.covariance))
    z = np.random.default_rng(1).normal(size=(40, mixture.n_features))
    return mixture.mean + spread * z * np.where(np.arange(40) % 10 == 0, 40.0, 1.0)[:, None]


@pytest.fixture(params=CASES, ids=str)
def mixture(request: pytest.FixtureRequest) -> Mixture:
    covariance_type, D, noise = request.param
    return made(covariance_type, D=D, noise=noise)


def run_python(code: str) -> dict[str, object]:
    namespace: dict[str, object] = {}
    exec(compile(code, "mixture.py", "exec"), namespace)
    return namespace


def test_python_code_builds_an_estimator_with_the_very_parameters(mixture: Mixture) -> None:
    names = run_python(code_of(mixture, "python"))
    model, X = names["model"], rows_of(mixture)
    whole = (
        names
        if mixture.noise is not None
        else {"score_samples": model.score_samples, "predict": model.predict}
    )

    assert names["columns"] == list(mixture.columns)
    assert np.array_equal(names["weights"], mixture.weights)
    assert np.array_equal(model.means_, mixture.means)
    assert whole["score_samples"](X) == pytest.approx(log_density(mixture, X), rel=1e-10, abs=1e-10)
    assert whole["predict"](X).tolist() == labels(mixture, X).tolist()
    assert model.sample(5)[0].shape == (5, mixture.n_features)


@pytest.mark.parametrize("covariance_type", ["full", "tied", "diag", "spherical"])
def test_scikit_learns_own_structures_keep_their_shapes(covariance_type: str) -> None:
    mixture = made(covariance_type)
    model = run_python(code_of(mixture, "python"))["model"]

    assert model.covariance_type == covariance_type
    assert np.array_equal(model.covariances_, mixture.structure.compact(mixture.sigma))
    dense = {"full": lambda c: c, "tied": lambda c: c, "diag": np.diag, "spherical": lambda c: c}
    one = model.covariances_ if covariance_type == "tied" else model.covariances_[0]
    its = model.precisions_ if covariance_type == "tied" else model.precisions_[0]
    product = np.dot(dense[covariance_type](one), dense[covariance_type](its))
    assert product == pytest.approx(np.eye(3) if covariance_type != "spherical" else 1.0, abs=1e-8)


def test_python_code_stands_alone(tmp_path: Path) -> None:
    script = tmp_path / "mixture.py"
    script.write_text(code_of(made("full", noise=True), "python"), "utf-8")
    ran = subprocess.run(
        [sys.executable, "-W", "error", script],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )

    assert ran.returncode == 0, ran.stderr
    assert "gmm" not in script.read_text("utf-8")


def run_r(code: str, X: np.ndarray, tail: str, folder: Path) -> np.ndarray:
    """What R prints, as numbers of a row a line, in hexadecimal and so without loss."""
    (folder / "mixture.R").write_text(code, "utf-8")
    np.savetxt(folder / "rows.txt", X, fmt="%.17g")
    script = f"""
        source("mixture.R", encoding = "UTF-8")
        x <- as.matrix(read.table("rows.txt", colClasses = "numeric"))
        found <- as.matrix({tail})
        for (i in seq_len(nrow(found))) cat(sprintf("%a", found[i, ]), "\\n")
    """
    (folder / "run.R").write_text(script, "utf-8")
    ran = subprocess.run(["Rscript", "run.R"], cwd=folder, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return np.array([[float.fromhex(word) for word in line.split()] for line in ran.stdout.splitlines()])


@pytest.mark.skipif(not HAS_R, reason="this machine has no Rscript")
def test_r_code_says_the_same_in_plain_r_and_holds_the_very_numbers(mixture: Mixture, tmp_path: Path) -> None:
    X = rows_of(mixture)
    everything = "cbind(log_density(x), component(x), responsibilities(x))"
    found = run_r(code_of(mixture, "r"), X, everything, tmp_path)
    resp, log_densities = responsibilities(mixture, X)

    assert found[:, 0] == pytest.approx(log_densities, rel=1e-10, abs=1e-10)
    assert (found[:, 1] - 1).tolist() == labels(mixture, X).tolist()
    assert found[:, 2:] == pytest.approx(resp, abs=1e-9)
    numbers = run_r(code_of(mixture, "r"), X, "c(weights, means, covariances)", tmp_path)
    assert np.array_equal(
        numbers.ravel(),
        np.concatenate([a.ravel() for a in (mixture.weights, mixture.means, mixture.covariances)]),
    )


def has_mclust() -> bool:
    return HAS_R and subprocess.run(["Rscript", "-e", "library(mclust)"], capture_output=True).returncode == 0


@pytest.mark.skipif(not has_mclust(), reason="this machine has no R with the package mclust")
@pytest.mark.parametrize(("D", "noise"), [(1, False), (3, False), (3, True)])
def test_the_parameters_for_mclust_give_its_density(D: int, noise: bool, tmp_path: Path) -> None:
    mixture = made("full", D=D, noise=noise)
    X = rows_of(mixture)
    asked = "mclust::dens(x, model_name, mclust_parameters, logarithm = TRUE)"

    found = run_r(code_of(mixture, "r"), X, asked, tmp_path)

    assert found.ravel() == pytest.approx(log_density(mixture, X), rel=1e-10, abs=1e-10)


@pytest.mark.skipif(not HAS_R, reason="this machine has no Rscript")
def test_names_of_columns_survive_in_r(tmp_path: Path) -> None:
    mixture = made("full", D=4)
    code = code_of(mixture, "r")
    found = run_r(code, rows_of(mixture), "nchar(columns)", tmp_path)

    assert found.ravel().tolist() == [len(name) for name in mixture.columns]


def test_a_language_without_code_is_refused_with_those_that_have() -> None:
    with pytest.raises(OptionError, match="'python', 'r'") as refused:
        code_of(made("full"), "cobol")
    assert refused.value.field == "language"


def test_the_onnx_graph_answers_in_double_precision_what_the_engine_does(mixture: Mixture) -> None:
    runtime = pytest.importorskip("onnxruntime", reason="the package onnxruntime is not installed")
    session = runtime.InferenceSession(onnx_of(mixture), providers=["CPUExecutionProvider"])
    X = rows_of(mixture)

    log_densities, resp, label = session.run(["log_density", "responsibilities", "labels"], {"rows": X})

    expected, of_rows = responsibilities(mixture, X)
    assert log_densities.dtype == np.float64
    assert log_densities == pytest.approx(of_rows, rel=1e-10, abs=1e-10)
    assert resp == pytest.approx(expected, abs=1e-10)
    assert label.tolist() == labels(mixture, X).tolist()
    assert session.get_modelmeta().custom_metadata_map["columns"].startswith('["u"')


def test_without_the_package_a_graph_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"install gmm\[onnx\]"):
        onnx_of(made("full"))
