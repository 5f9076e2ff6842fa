"""Names that are code where they are shown: in pages, in files, in addresses, in spreadsheets."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.api.conftest import Json

SCRIPTS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{7*7}}",
    "${7*7}",
]
PATHS = [
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "....//....//etc/passwd",
    "/etc/passwd",
    "C:\\windows\\win.ini",
    "models.sqlite3",
    "a\x00b",
    "%00",
    "' OR 1=1 --",
    "'; DROP TABLE models; --",
    "%",
    "_",
    "*",
    "\u202e\u0000",
    "a" * 5_000,
    "http://127.0.0.1/latest/meta-data",
    "file:///etc/passwd",
]


def fitted(client: FlaskClient, columns: list[str]) -> Json:
    answer = client.post(
        "/fit", json={"data": [[1, 2], [2, 1], [3, 4]], "columns": columns, "n_components": 1}
    )
    assert answer.status_code == 200, answer.data
    return answer.get_json()


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_name_that_is_code_travels_as_text_and_never_as_a_page(client: FlaskClient, name: str) -> None:
    fit = fitted(client, [name, "v"])
    for path in (f"/models/{fit['model_id']}", "/models", f"/models/{fit['model_id']}/code/python"):
        answer = client.get(path)
        assert answer.mimetype in ("application/json", "text/plain")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.get(f"/models/{fit['model_id']}").get_json()["model"]["columns"] == [name, "v"]


@pytest.mark.parametrize(
    "name", [*SCRIPTS, '"; import os; os.system("x") #', "'''", "\\", "\\\n", "#{x}", "`x`"]
)
def test_a_name_stays_a_string_in_the_code_that_is_made_of_a_mixture(client: FlaskClient, name: str) -> None:
    model_id = fitted(client, [name, "v"])["model_id"]
    tree = ast.parse(client.get(f"/models/{model_id}/code/python").text)
    nodes = list(ast.walk(tree))
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    called = {call.id if isinstance(call, ast.Name) else call.attr for call in calls}

    assert not called & {"system", "eval", "exec", "__import__", "open", "alert"}
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    assert "os" not in imported
    assert client.get(f"/models/{model_id}/code/r").status_code == 200


@pytest.mark.parametrize(
    "name", ["", "a\nb", "a\x00b", "\x1b[31m", "x" * 129, "\u202eevil", "a\u2028b", "\ud800"]
)
def test_a_name_that_cannot_be_printed_on_a_line_is_refused_or_harmless(
    client: FlaskClient, name: str
) -> None:
    body = json.dumps({"data": [[1, 2], [2, 1], [3, 4]], "columns": [name, "v"], "n_components": 1})
    answer = client.post("/fit", data=body, content_type="application/json")
    assert answer.status_code in (400, 422), answer.data


@pytest.mark.parametrize("path", PATHS)
def test_an_id_is_looked_up_and_never_opened(client: FlaskClient, path: str) -> None:
    fitted(client, ["u", "v"])
    for asked in (quote(path, safe=""), quote(path), path.replace("\x00", "%00")):
        for prefix in ("/models/", "/datasets/", "/examples/", "/docs/static/", "/problems/"):
            answer = client.get(prefix + asked)
            assert answer.status_code in (302, 308, 404), (prefix, path, answer.status_code)
            assert "root:" not in answer.text and "evil" not in answer.headers.get("Location", "")
    for body in ({"model_id": path}, {"model": path}):
        refused = client.post("/predict", json={**body, "data": [[1, 2]]})
        assert refused.status_code in (404, 422), refused.data
    kept = client.post("/fit", json={"dataset_id": path, "n_components": 1})
    assert kept.status_code in (404, 422), kept.data
    assert len(client.get("/models").get_json()["models"]) == 1


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "/%2f%2fevil.example", "/problems//evil.example"]
)
def test_no_redirect_leads_elsewhere(client: FlaskClient, path: str) -> None:
    location = client.get(path).headers.get("Location", "/")
    assert (location.startswith("/") and not location.startswith(("//", "/\\"))) or "//localhost/" in location


def test_nothing_that_a_client_sends_is_unpickled_fetched_or_run() -> None:
    """By its sources: no part of the service that sees a request knows how."""
    dangerous = (
        "urlopen",
        "requests.get",
        "httpx",
        "allow_pickle=True",
        "eval(",
        "exec(",
        "yaml.load",
        "shell=True",
    )
    api = Path(__file__).parents[3] / "gmm"
    found = [
        (path.name, word)
        for folder in ("api", "io")
        for path in (api / folder).rglob("*.py")
        for word in dangerous
        if word in path.read_text("utf-8")
    ]
    assert found == []


def test_no_cell_of_the_page_is_set_as_markup() -> None:
    sources = (Path(__file__).parents[4] / "frontend/src").rglob("*.ts*")
    words = (
        "dangerouslySetInnerHTML",
        ".innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
    )
    found = [
        (path.name, word)
        for path in sources
        # Formulas are our own, and made into markup by KaTeX.
        if ".test." not in path.name and path.name != "Formula.tsx"
        for word in words
        if word in path.read_text("utf-8")
    ]
    assert found == []
