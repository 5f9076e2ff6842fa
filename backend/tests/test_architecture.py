"""The rules of CONTRIBUTING that a program can check; import-linter checks the layers."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import gmm.engine

BACKEND = Path(__file__).parents[1]
PROJECT = BACKEND.parent
ENGINE = BACKEND / "gmm/engine"
MODULES = sorted(BACKEND.glob("gmm/**/*.py"))
PAGE_SOURCES = sorted((PROJECT / "frontend/src").rglob("*.ts*"))

MOST_LINES = {"gmm": 300, "benchmarks": 300, "tests": 400}  # tests hold tables of cases
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
# Written so that the patterns do not match themselves.
MACHINE_PATHS = re.compile(
    r"(?<![\w.$}])/(?:root|opt/pypi|opt/wheels|work/(?:main|shared)|(?:home|Users)/\w{2,})\b"
)
REGISTRIES = re.compile(
    r"https?://(?:registry\.|pypi\.org/simple|files\.pythonhosted)|--(?:extra-)?index-url\s+\S"
)


def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"), str(module))


def imported_by(module: Path) -> Iterator[str]:
    """The first part of every absolute import; `gmm.engine` counts as one."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        else:
            continue
        for name in names:
            yield "gmm.engine" if name.startswith("gmm.engine") else name.partition(".")[0]


def called_in(node: ast.AST) -> set[str]:
    """The names of the functions and methods called somewhere below this node."""
    calls = [child.func for child in ast.walk(node) if isinstance(child, ast.Call)]
    return {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}


def name_of(module: Path) -> str:
    return str(module.relative_to(BACKEND))


def tracked_files() -> list[Path]:
    # In a container the checkout may belong to somebody else, which git by itself would refuse.
    git = ["git", "-c", "safe.directory=*", "-C", str(PROJECT), "ls-files", "-z"]
    try:
        listed = subprocess.run(git, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    return [path for name in listed.split("\0") if name and (path := PROJECT / name).is_file()]


@pytest.mark.parametrize("module", sorted(ENGINE.rglob("*.py")), ids=name_of)
def test_the_engine_knows_numpy_scipy_and_the_standard_library_only(module: Path) -> None:
    known = {"gmm", "gmm.engine", "numpy", "scipy"} | sys.stdlib_module_names

    assert set(imported_by(module)) <= known


def test_there_is_one_em_loop() -> None:
    loops = {
        name_of(module)
        for module in MODULES
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.For | ast.While) and "m_step" in called_in(node)
    }

    assert loops == {"gmm/engine/em.py"}


def test_only_the_em_loop_takes_an_e_step_for_an_m_step() -> None:
    takers = {name_of(module) for module in MODULES if "expectation" in called_in(tree_of(module))}

    assert takers == {"gmm/engine/em.py"}


def test_the_page_evaluates_mixtures_and_never_fits_one() -> None:
    fitting = re.compile(
        r"\b(?:function|const)\s+(?:m_?step|em_?step|expectationMax\w*|maximi[sz]ation)\b", re.I
    )

    assert [path.name for path in PAGE_SOURCES if fitting.search(path.read_text("utf-8"))] == []


def test_no_module_outside_covariance_asks_which_structure_it_has() -> None:
    names = set(gmm.engine.STRUCTURES)
    asking = [
        f"{name_of(module)}:{node.lineno}"
        for module in sorted(ENGINE.rglob("*.py"))
        if module.parent.name != "covariance"
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Compare | ast.match_case)
        for child in ast.walk(node.pattern if isinstance(node, ast.match_case) else node)
        if isinstance(child, ast.Constant) and child.value in names
    ]

    assert asking == []


def test_each_structure_is_a_file_of_its_name() -> None:
    files = {path.stem for path in ENGINE.glob("covariance/*.py")}
    what_they_share = {"__init__", "base", "variances", "orientation"}

    assert files - what_they_share == {name.lower() for name in gmm.engine.STRUCTURES}


def test_no_file_has_a_name_that_says_nothing() -> None:
    named = [*MODULES, *PAGE_SOURCES, *BACKEND.glob("tests/**/*.py"), *BACKEND.glob("benchmarks/*.py")]

    assert [str(path) for path in named if {path.stem.lower(), path.parent.name.lower()} & EMPTY_NAMES] == []


@pytest.mark.parametrize("folder", MOST_LINES)
def test_no_python_file_is_longer_than_its_budget(folder: str) -> None:
    files = sorted((BACKEND / folder).rglob("*.py"))
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in files}

    assert {name: length for name, length in lengths.items() if length > MOST_LINES[folder]} == {}


def test_every_module_says_what_it_is_for() -> None:
    assert [name_of(module) for module in MODULES if not ast.get_docstring(tree_of(module))] == []


@pytest.mark.parametrize("name", gmm.engine.__all__)
def test_every_public_name_of_the_engine_says_what_it_means(name: str) -> None:
    public = getattr(gmm.engine, name)
    if isinstance(public, dict):
        return  # a registry: its entries speak for themselves

    assert public.__doc__
    assert not public.__doc__.startswith(f"{name}("), "the docstring was made by dataclass"


def test_every_public_function_of_the_engine_has_a_docstring() -> None:
    silent = [
        f"{name_of(module)}: {node.name}"
        for module in sorted(ENGINE.rglob("*.py"))
        for node in tree_of(module).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and ast.get_docstring(node) is None
    ]

    assert silent == []


def test_no_tracked_file_names_a_place_on_some_machine_or_a_registry() -> None:
    faults = []
    for path in tracked_files():
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture
        faults += [
            f"{path.relative_to(PROJECT)}:{number}"
            for number, line in enumerate(lines, 1)
            if MACHINE_PATHS.search(line) or REGISTRIES.search(line)
        ]

    assert faults == []


def test_every_dependency_is_pinned_within_its_range() -> None:
    project = tomllib.loads((BACKEND / "pyproject.toml").read_text("utf-8"))
    pins = [
        Requirement(line)
        for line in (BACKEND / "requirements-dev.txt").read_text("utf-8").splitlines()
        if line and not line.lstrip().startswith("#")
    ]
    for wanted in map(Requirement, project["project"]["dependencies"] + project["dependency-groups"]["dev"]):
        pinned = [
            pin for pin in pins if pin.name == wanted.name and (not pin.marker or pin.marker.evaluate())
        ]

        assert len(pinned) == 1, f"{wanted.name}: run `make requirements`"
        assert wanted.specifier.contains(str(pinned[0].specifier).removeprefix("==")), wanted


def test_both_files_of_pins_agree() -> None:
    def pins(name: str) -> set[str]:
        lines = (BACKEND / name).read_text("utf-8").splitlines()
        return {line for line in lines if line and not line.lstrip().startswith("#")}

    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_the_project_has_one_version() -> None:
    project = tomllib.loads((BACKEND / "pyproject.toml").read_text("utf-8"))["project"]
    page = (PROJECT / "frontend/package.json").read_text("utf-8")

    assert gmm.__version__ == project["version"]
    assert f'"version": "{gmm.__version__}"' in page


@pytest.mark.parametrize("entry", ["gmm.engine", "gmm.api.server.serve", "gmm.io.readers.json_rows"])
def test_blas_is_held_to_one_thread_before_numpy_is_imported(entry: str) -> None:
    unset = {name: text for name, text in os.environ.items() if not name.endswith("_NUM_THREADS")}
    code = (
        f"import {entry}; from threadpoolctl import threadpool_info; "
        "print({pool['num_threads'] for pool in threadpool_info() if pool['user_api'] == 'blas'})"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=BACKEND, env=unset, capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == "{1}"


def test_the_installed_numpy_is_the_pinned_one() -> None:
    pins = (BACKEND / "requirements.txt").read_text("utf-8")

    assert f"numpy=={version('numpy')}" in pins
