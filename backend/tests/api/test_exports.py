"""A stored mixture is taken elsewhere: as code, as an ONNX graph, by the schema of its document."""

from __future__ import annotations

import jsonschema_rs
import numpy as np
import pytest
from flask.testing import FlaskClient

from gmm import GaussianMixture
from gmm.engine import OptionError
from gmm.io import export
from gmm.io.errors import MissingExtraError
from tests.api.conftest import Json
from tests.api.test_error_contract import assert_problem


def test_code_of_a_stored_mixture_runs_and_says_the_same(
    client: FlaskClient, fitted: Json, faithful_request: Json
) -> None:
    answer = client.get(f"/models/{fitted['model_id']}/code/python")
    names: Json = {}
    exec(answer.text, names)

    assert answer.mimetype == "text/plain"
    found = names["model"].score_samples(np.array(faithful_request["data"]))
    assert found.sum() == pytest.approx(fitted["log_likelihood"], rel=1e-12)
    assert repr(fitted["model"]["means"][0]) in client.get(f"/models/{fitted['model_id']}/code/python").text
    assert "log_density <- function" in client.get(f"/models/{fitted['model_id']}/code/r").text


def test_the_graph_of_a_stored_mixture_says_the_same(
    client: FlaskClient, fitted: Json, faithful_request: Json
) -> None:
    runtime = pytest.importorskip("onnxruntime", reason="the package onnxruntime is not installed")
    answer = client.get(f"/models/{fitted['model_id']}/onnx")
    session = runtime.InferenceSession(answer.data, providers=["CPUExecutionProvider"])
    rows = np.array(faithful_request["data"], dtype=float)

    assert answer.mimetype == "application/octet-stream"
    assert session.run(["labels"], {"rows": rows})[0].tolist() == fitted["labels"]


def test_without_the_package_a_graph_is_a_501_that_says_what_to_install(
    client: FlaskClient, fitted: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "find_spec", lambda name: None)
    problem = assert_problem(client.get(f"/models/{fitted['model_id']}/onnx"), 501, "not-installed")

    assert "gmm[onnx]" in problem["detail"]


def test_unknown_models_and_languages_are_404s(client: FlaskClient, fitted: Json) -> None:
    for path in ("/models/nobody/code/python", "/models/nobody/onnx"):
        assert_problem(client.get(path), 404, "unknown-model")
    problem = assert_problem(client.get(f"/models/{fitted['model_id']}/code/cobol"), 404, "not-found")
    assert "python, r" in problem["detail"]


def test_the_published_schema_describes_what_is_answered(client: FlaskClient, fitted: Json) -> None:
    schema = jsonschema_rs.Draft202012Validator(client.get("/schemas/model").get_json())

    assert schema.is_valid(fitted["model"])
    assert not schema.is_valid({**fitted["model"], "weights": None})


def test_the_estimator_writes_the_same_code_and_graph(
    faithful: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = GaussianMixture(2, n_init=2, random_state=0).fit(faithful)
    names: Json = {}
    exec(model.to_code(), names)

    assert names["model"].predict(faithful).tolist() == model.predict(faithful).tolist()
    assert model.to_code("r").startswith("# A Gaussian mixture")
    assert len(model.to_onnx()) > 500
    with pytest.raises(OptionError, match="no code in 'cobol'"):
        model.to_code("cobol")
    with pytest.raises(ValueError, match="not fitted"):
        GaussianMixture().to_code()
    monkeypatch.setattr(export, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match="onnx"):
        model.to_onnx()
