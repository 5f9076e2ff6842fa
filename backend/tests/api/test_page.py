"""The built page and the API on one origin, from one process."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse

from gmm.api.app import create_app
from gmm.api.guard.headers import PAGE_HEADERS
from gmm.api.server.page import PageError, page_with_api
from gmm.api.settings import Settings
from tests.api.conftest import Json
from tests.api.live import running


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """What a build of the page leaves behind."""
    directory = tmp_path / "dist"
    (directory / "assets").mkdir(parents=True)
    (directory / "index.html").write_text("<!doctype html><title>the page</title>")
    (directory / "assets" / "main-1a2b3c.js").write_text("export {};")
    (directory / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "secret.txt").write_text("secret")
    return directory


@pytest.fixture
def browser(build: Path, database_url: str) -> Client:
    return Client(page_with_api(build, create_app(Settings(database_url=database_url)).wsgi_app))


def test_the_page_answers_at_its_root_and_at_its_own_routes(browser: Client) -> None:
    for path in ("/", "/index.html", "/explore", "/explore/iris"):
        answer = browser.get(path, buffered=True)
        assert answer.status_code == 200 and "the page" in answer.text
        assert answer.headers["Cache-Control"] == "no-cache"


def test_hashed_assets_are_kept_for_ever(browser: Client) -> None:
    answer = browser.get("/assets/main-1a2b3c.js", buffered=True)
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.mimetype == "text/javascript"


def test_scripts_come_from_files_alone(browser: Client) -> None:
    policy = browser.get("/", buffered=True).headers["Content-Security-Policy"].split("; ")
    assert "default-src 'self'" in policy and "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy and "object-src 'none'" in policy


def test_both_servers_of_the_page_set_the_same_headers(browser: Client) -> None:
    nginx = (Path(__file__).parents[3] / "frontend/nginx.conf").read_text("utf-8")
    set_there = dict(re.findall(r'add_header (\S+) "([^"]+)" always;', nginx))

    here = browser.get("/", buffered=True).headers
    assert {name: here[name] for name in set_there} == set_there
    assert set_there.keys() == PAGE_HEADERS.keys()


@pytest.mark.parametrize("path", ["/missing.js", "/assets/none.css", "/../secret.txt", "/%2e%2e/secret.txt"])
def test_what_is_no_file_of_the_build_is_not_found(browser: Client, path: str) -> None:
    answer: TestResponse = browser.get(path, buffered=True)
    assert answer.status_code == 404 and "secret" not in answer.text


def test_only_reading_is_possible(browser: Client) -> None:
    assert browser.post("/").status_code == 405


def test_the_api_answers_below_api_on_the_same_origin(browser: Client, faithful_request: Json) -> None:
    fitted = browser.post("/api/fit", json=faithful_request)
    assert fitted.status_code == 200
    problem = browser.post("/api/fit", json={}).get_json()
    assert problem["type"] == "/problems/invalid-value"
    assert 'href="/api/docs/static/docs.css"' in browser.get("/api/docs").text


def test_a_directory_without_a_build_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="npm run build"):
        page_with_api(tmp_path, lambda environ, start_response: [])


def test_one_process_serves_both_ports(build: Path, database_url: str) -> None:
    with running("--page", str(build), database_url=database_url) as service:
        page, api = service.addresses
        assert b"the page" in service.ask("GET", "/", address=page)[1]
        assert json.loads(service.ask("GET", "/api/healthz", address=page)[1])["status"] == "ok"
        assert json.loads(service.ask("GET", "/healthz", address=api)[1])["status"] == "ok"
        assert service.stop()[0] == 0
