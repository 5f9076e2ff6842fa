"""The service about itself: contract, docs, limits, examples, tables, and whom it answers."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from gmm.api.app import create_app
from gmm.api.contract.document import openapi_document
from gmm.api.contract.examples import datasets as example_datasets
from gmm.api.contract.examples import densities as example_densities
from gmm.api.contract.examples import doubts as example_doubts
from gmm.api.contract.examples import fits as example_fits
from gmm.api.contract.examples import jobs as example_jobs
from gmm.api.contract.examples import judgements as example_judgements
from gmm.api.contract.openapi import CONTRACT_FILE, contract_bytes
from gmm.api.contract.operation import CSV, JSON, operation_of
from gmm.api.schemas.fit import IterationEvent, ProblemEvent, ResultEvent, StartEvent
from gmm.api.settings import Limits, Settings, SettingsError
from tests.api.conftest import Json


def test_the_contract_file_is_fresh() -> None:
    assert CONTRACT_FILE.read_bytes() == contract_bytes(), "Run: python -m gmm.api.contract.openapi"


def test_the_contract_served_is_that_of_the_file(client: FlaskClient) -> None:
    assert client.get("/openapi.json").get_json() == json.loads(CONTRACT_FILE.read_bytes())


def test_every_route_is_in_the_contract_but_files_and_redirects(client: FlaskClient) -> None:
    app = client.application
    left_out = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not operation_of(app.view_functions[rule.endpoint])
    }
    assert left_out == {"static", "service.index", "service.problem"}


def all_operations() -> list[tuple[str, str, Any]]:
    document = json.loads(contract_bytes())
    return [
        (path, method, each)
        for path, methods in document["paths"].items()
        for method, each in methods.items()
    ]


def ended_job(client: FlaskClient) -> str:
    """The id of a job that is done."""
    job_id = str(client.post("/jobs", json=example_jobs.JOB).get_json()["job_id"])
    client.get(f"/jobs/{job_id}/events", buffered=True)  # to the last line
    return job_id


@pytest.mark.parametrize(("path", "method", "operation"), all_operations())
def test_every_worked_call_of_the_contract_works(
    client: FlaskClient, fitted: Json, path: str, method: str, operation: Json
) -> None:
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query":
            continue
        assert parameter["name"] in ("example_id", "model_id", "language", "dataset_id", "job_id")
        value = parameter["example"]
        if parameter["name"] == "model_id":
            value = fitted["model_id"]
        elif parameter["name"] == "dataset_id":
            value = client.post("/datasets", json=example_datasets.KEEP).get_json()["dataset_id"]
        elif parameter["name"] == "job_id":
            value = ended_job(client)
        path = path.replace("{" + parameter["name"] + "}", value)
    media, body = next(iter(operation.get("requestBody", {}).get("content", {None: {}}).items()))
    example = body.get("example")
    data = example.encode() if media == CSV else json.dumps(example).encode()

    answer = client.open(path, method=method.upper(), data=data if media else None, content_type=media)

    success = operation["responses"].get(str(answer.status_code))
    assert success and answer.status_code < 300, answer.data
    promised = success["content"][answer.mimetype].get("example") if "content" in success else None
    if promised is not None and answer.is_json:
        assert answer.get_json().keys() == promised.keys()


@pytest.mark.parametrize(
    ("path", "body", "promised"),
    [
        ("/fit", example_fits.FIT, example_fits.FITTED),
        ("/predict", example_fits.PREDICT, example_fits.PREDICTED),
        ("/density", example_fits.DENSITY, example_fits.DENSITIES),
        ("/sample", example_fits.SAMPLE, example_fits.SAMPLED),
        ("/marginal", example_densities.MARGINAL, example_densities.MARGINAL_FOUND),
        ("/conditional", example_densities.CONDITIONAL, example_densities.CONDITIONAL_FOUND),
        ("/regression", example_densities.REGRESSION, example_densities.REGRESSED),
        ("/cdf", example_densities.CDF, example_densities.CDF_FOUND),
        ("/quantiles", example_densities.QUANTILES, example_densities.QUANTILES_FOUND),
        ("/regions", example_densities.REGIONS, example_densities.REGIONS_FOUND),
        ("/entropy", example_densities.ENTROPY, example_densities.ENTROPY_FOUND),
        ("/divergence", example_densities.DIVERGENCE, example_densities.DIVERGENCE_FOUND),
        ("/bootstrap", example_doubts.BOOTSTRAP, example_doubts.BOOTSTRAPPED),
        ("/merge", example_doubts.MERGE, example_doubts.MERGED),
        ("/anomalies", example_judgements.ANOMALIES, example_judgements.ANOMALIES_FOUND),
        ("/diagnose", example_judgements.DIAGNOSE, example_judgements.DIAGNOSED),
    ],
)
def test_worked_answers_are_what_the_service_answers(
    client: FlaskClient, path: str, body: Json, promised: Json
) -> None:
    answer = client.post(path, json=body).get_json()
    by_chance = {"model_id", "starts", "n_iterations", "best_start", "optima", "component_order"}
    for name in promised.keys() - by_chance:
        assert answer[name] == near(promised[name]), name


def near(value: Any) -> Any:
    """Equal to what differs by no more than the contract's rounding."""
    if isinstance(value, list):
        return [near(each) for each in value]
    if isinstance(value, dict):
        return {name: near(each) for name, each in value.items()}
    return pytest.approx(value, abs=2e-3) if isinstance(value, float) else value


def test_worked_answers_are_what_their_schemas_say() -> None:
    events = IterationEvent | StartEvent | ResultEvent | ProblemEvent
    for event in example_fits.EVENTS:
        msgspec.convert(event, events)
    app = create_app(Settings(database_url="sqlite://"))
    for view in app.view_functions.values():
        operation = operation_of(view)
        if operation and isinstance(operation.example_answer, dict):
            kinds = operation.answers[JSON]
            matching = [kind for kind in kinds if _converts(operation.example_answer, kind)]
            assert matching, view.__name__


def _converts(example: Json, kind: Any) -> bool:
    try:
        msgspec.convert(example, kind)
    except msgspec.ValidationError:
        return False
    return True


def test_every_field_of_a_request_says_what_it_means() -> None:
    schemas = openapi_document(create_app(Settings(database_url="sqlite://")))["components"]["schemas"]
    for name in (
        "FitRequest",
        "PredictRequest",
        "SampleRequest",
        "BootstrapRequest",
        "MergeRequest",
        "AnomaliesRequest",
        "CrossFit",
        "DetectorDocument",
        "DiagnoseRequest",
        "ModelDocument",
        "ProblemDocument",
        "Limits",
    ):
        for field, schema in schemas[name]["properties"].items():
            assert schema.get("description") or field == "columns", f"{name}.{field}"


def test_the_docs_show_every_route_object_and_problem(client: FlaskClient) -> None:
    page = client.get("/docs").text
    for path, _, operation in all_operations():
        assert path in page and operation["summary"] in page
    links, anchors = re.findall(r'href="#([^"]+)"', page), re.findall(r'id="([^"]+)"', page)
    assert set(links) <= set(anchors)


def test_the_docs_fetch_nothing_from_elsewhere_and_run_no_script(client: FlaskClient) -> None:
    answer = client.get("/docs")
    assert "<script" not in answer.text and "style=" not in answer.text
    assert re.findall(r'<link [^>]*href="([^"]+)"', answer.text) == ["/docs/static/docs.css"]
    assert client.get("/docs/static/docs.css", buffered=True).mimetype == "text/css"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_bare_address_leads_to_the_docs(client: FlaskClient) -> None:
    assert client.get("/").location == "/docs"


def test_the_limits_in_force_are_shown(database_url: str) -> None:
    settings = Settings(database_url=database_url, limits=Limits(max_rows=7))
    shown = create_app(settings).test_client().get("/limits").get_json()
    assert shown["max_rows"] == 7 and shown.keys() == set(Limits.__struct_fields__)


def test_settings_come_from_the_environment() -> None:
    settings = Settings.from_environment(
        {
            "GMM_API_PORT": "8001",
            "GMM_MAX_ROWS": "10",
            "GMM_ALLOWED_ORIGINS": "http://a.example, http://b.example/",
            "HOME": "/home/x",
        }
    )
    assert settings.api_port == 8001 and settings.limits.max_rows == 10
    assert settings.allowed_origins == ("http://a.example", "http://b.example")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GMM_API_PORT", "x"),
        ("GMM_API_PORT", "70000"),
        ("GMM_MAX_ROWS", "0"),
        ("GMM_NOPE", "1"),
        ("GMM_ALLOWED_ORIGINS", "*"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({name: value})


def test_named_origins_may_call_and_others_may_not(client: FlaskClient) -> None:
    def allowed(origin: str) -> str | None:
        return client.get("/healthz", headers={"Origin": origin}).headers.get("Access-Control-Allow-Origin")

    assert allowed("http://localhost:3000") == "http://localhost:3000"
    assert allowed("http://127.0.0.1:3000") == "http://127.0.0.1:3000"
    for stranger in (
        "http://evil.example",
        "http://localhost:3000.evil.example",
        "http://localhost:30000",
        "null",
    ):
        assert allowed(stranger) is None, stranger


def test_a_browser_may_ask_before_it_posts(client: FlaskClient) -> None:
    preflight = client.options(
        "/fit",
        headers={
            "Origin": "http://localhost:3000",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert preflight.headers["Access-Control-Allow-Origin"] == "http://localhost:3000"
    assert "content-type" in preflight.headers["Access-Control-Allow-Headers"].lower()


def test_every_answer_carries_the_security_headers(client: FlaskClient) -> None:
    for path in ("/healthz", "/docs", "/nope", "/models/nope"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_examples_are_listed_and_fitted_as_suggested(client: FlaskClient) -> None:
    listed = client.get("/examples").get_json()["examples"]
    assert {"old-faithful", "iris", "wine", "cigars", "overlap", "ring", "noise"} <= {e["id"] for e in listed}

    for entry in listed:
        example = client.get(f"/examples/{entry['id']}").get_json()
        assert {key: example[key] for key in entry} == entry
        assert len(example["data"]) == entry["n_samples"]
        suggested = entry["suggested"]
        fitted = client.post(
            "/fit",
            json={
                "data": example["data"],
                "columns": example["columns"],
                "n_components": suggested["n_components"],
                "covariance_type": suggested["covariance_type"],
            },
        )
        assert fitted.status_code == 200, entry["id"]


def test_a_csv_file_becomes_columns(client: FlaskClient) -> None:
    body = "größe;art\n1,5;a\noops;b\n2,5;c\nNA;d\n"
    table = client.post("/table", data=body.encode(), content_type="text/csv; charset=utf-8").get_json()

    assert (table["n_rows"], table["delimiter"], table["decimal"], table["has_header"]) == (4, ";", ",", True)
    size, kind = table["columns"]
    assert size["name"] == "größe" and size["kind"] == "mixed"
    assert size["values"] == [1.5, None, 2.5, None]
    assert (size["n_missing"], size["n_bad"]) == (1, 1)
    assert size["bad_cells"] == [{"row": 2, "line": 3, "value": "oops"}]
    assert kind["kind"] == "text" and kind["values"] == ["a", "b", "c", "d"]
