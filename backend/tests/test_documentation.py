"""What the docs say is so: their code runs, their answers are true, their files and routes exist."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

BACKEND = Path(__file__).parents[1]
PROJECT = BACKEND.parent
README = PROJECT / "README.md"
CONTRIBUTING = PROJECT / ".github/CONTRIBUTING.md"
DOCS = [README, CONTRIBUTING]
PAGE_README = PROJECT / "frontend/README.md"

# The docs round; what they show must be right to what they show.
ROUNDING = {"rel_tol": 0, "abs_tol": 6e-4}


class Block(NamedTuple):
    """A fenced block of a Markdown file."""

    language: str
    text: str


def blocks_of(path: Path) -> list[Block]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [Block(*block) for block in found]


def prose_of(path: Path) -> str:
    return re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def curl_session() -> list[tuple[str, Any]]:
    """Each block of README's shell session that is followed by an answer, with that answer."""
    blocks = blocks_of(README)
    pairs = pairwise(blocks)
    return [(a.text, json.loads(b.text)) for a, b in pairs if (a.language, b.language) == ("sh", "json")]


def same(shown: Any, answered: Any) -> bool:
    """Whether an answer is the one the docs show, rounded."""
    if isinstance(shown, dict):
        return shown.keys() == answered.keys() and all(same(shown[key], answered[key]) for key in shown)
    if isinstance(shown, list):
        return len(shown) == len(answered) and all(map(same, shown, answered))
    if isinstance(shown, str) and shown.endswith("…"):  # another one each time
        return isinstance(answered, str) and answered != ""
    if isinstance(shown, float):
        return math.isclose(shown, answered, **ROUNDING)
    return bool(shown == answered)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A running service on a port that is free."""
    environment = os.environ | {
        "GMM_API_PORT": "0",
        "GMM_DATABASE_URL": f"sqlite:///{tmp_path / 'docs.sqlite3'}",
    }
    command = [sys.executable, BACKEND / "app.py"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout
        found = re.search(r"http://localhost:\d+", service.stdout.readline())
        assert found, "the service says where it listens"
        yield found[0]
        service.terminate()


@pytest.mark.skipif(not shutil.which("curl"), reason="this machine has no curl")
def test_readmes_curl_session_works_when_pasted_and_answers_as_shown(address: str, tmp_path: Path) -> None:
    session = curl_session()
    assert len(session) >= 4
    marked = "".join(f"{text}\nprintf '\\0'\n" for text, _ in session)
    script = marked.replace("http://localhost:8000", address)

    ran = subprocess.run(
        ["sh", "-eu"], input=script, cwd=tmp_path, capture_output=True, text=True, check=True
    )

    answers = [json.loads(text) for text in ran.stdout.split("\0")[:-1]]
    for (command, shown), answered in zip(session, answers, strict=True):
        assert same(shown, answered), f"{command}\nanswers\n{json.dumps(answered)}"


def test_readmes_python_prints_what_its_comments_say(tmp_path: Path) -> None:
    script = "".join(block.text for block in blocks_of(README) if block.language == "python")
    printed = re.findall(r"^print\(.*\)  # (.*)$", script, re.MULTILINE)
    assert printed

    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=BACKEND, capture_output=True, text=True, check=True
    )

    assert ran.stdout.splitlines() == printed


def test_readme_keeps_the_commands_that_start_both_halves() -> None:
    commands = [block.text.strip() for block in blocks_of(README) if block.language == "sh"]

    assert "cd backend; pip install -r requirements.txt; python app.py" in commands
    assert "cd frontend; npm install; npm start" in commands
    assert "start" in json.loads((PROJECT / "frontend/package.json").read_text("utf-8"))["scripts"]
    assert (BACKEND / "app.py").is_file() and (BACKEND / "requirements.txt").is_file()


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_file_that_is_linked_exists(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?://)([^)#\s]+)[^)]*\)", path.read_text("utf-8"))
    assert targets

    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_file_and_folder_that_is_named_exists(path: Path) -> None:
    """Paths are written from the top, from backend, from gmm, from frontend or from the page's src."""
    roots = [PROJECT / folder for folder in ("", "backend", "backend/gmm", "backend/gmm/engine", "frontend")]
    roots.append(PROJECT / "frontend/src")
    file, folder = r"(?:[\w-]+/)*[\w.-]+\.(?:py|toml|txt|json|tsx?|md|yml|css)", r"(?:[\w-]+/)+"
    named = re.findall(rf"`({file}|{folder})`", prose_of(path))

    assert [name for name in named if not any((root / name).exists() for root in roots)] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_make_target_that_is_named_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", path.read_text("utf-8"), re.MULTILINE))

    assert named
    assert named <= targets


@pytest.mark.parametrize("path", [*DOCS, PAGE_README], ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_npm_script_that_is_named_exists(path: Path) -> None:
    scripts = json.loads((PROJECT / "frontend/package.json").read_text("utf-8"))["scripts"]
    named = set(re.findall(r"npm run ([\w:-]+)", path.read_text("utf-8")))

    assert named <= scripts.keys()


def test_readme_mentions_every_route_of_the_contract() -> None:
    routes = json.loads((BACKEND / "openapi.json").read_text("utf-8"))["paths"]
    table = [line for line in README.read_text("utf-8").splitlines() if line.startswith("| `")]
    mentioned = {path for line in table for path in re.findall(r"`(?:[A-Z]+ )?(/[\w./{}]+)`", line)}

    assert mentioned == set(routes)


def test_every_setting_that_the_docs_mention_exists() -> None:
    from gmm.api.settings import Settings

    named = {name for path in DOCS for name in re.findall(r"GMM_[A-Z_]+", path.read_text("utf-8"))}

    assert named
    Settings.from_environment(dict.fromkeys(named - {"GMM_DATABASE_URL", "GMM_HOST"}, "1"))


def test_the_tour_follows_the_layers_that_are_enforced() -> None:
    layers = (BACKEND / "pyproject.toml").read_text("utf-8")
    named = {layer for path in DOCS for layer in re.findall(r"\bgmm/(\w+)\b(?!\.)", path.read_text("utf-8"))}

    assert {"api", "io", "engine"} <= named
    assert [
        layer for layer in named if not (BACKEND / "gmm" / layer).is_dir() or f"gmm.{layer}" not in layers
    ] == []
