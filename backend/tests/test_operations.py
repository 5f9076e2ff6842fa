"""The operations page says what is so: its settings, metrics, fields of the log and files are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from gmm.api.app import create_app
from gmm.api.contract.settings_table import OPERATIONS, with_settings
from gmm.api.settings import PREFIX, Limits, Settings

PAGE = OPERATIONS.read_text("utf-8")
PROJECT = Path(__file__).parents[2]


def test_the_table_of_settings_is_that_of_the_code() -> None:
    assert with_settings(PAGE) == PAGE, "Run: make openapi"
    names = {name for owner in (Settings, Limits) for name in owner.__struct_fields__} - {"limits"}
    assert re.findall(rf"^\| `{PREFIX}(\w+)` \|", PAGE, re.MULTILINE) and names == {
        name.lower() for name in re.findall(rf"^\| `{PREFIX}(\w+)` \|", PAGE, re.MULTILINE)
    }


def test_every_setting_that_the_text_names_exists() -> None:
    known = {f"{PREFIX}{name.upper()}" for owner in (Settings, Limits) for name in owner.__struct_fields__}
    assert set(re.findall(rf"{PREFIX}[A-Z_]+", PAGE)) <= known


def test_every_metric_that_the_text_names_is_there_and_none_is_missing() -> None:
    client = create_app(Settings(database_url="sqlite://")).test_client()
    client.get("/healthz", buffered=True)
    exposed = set(re.findall(r"^# TYPE (\w+)", client.get("/metrics").text, re.MULTILINE))
    named = set(re.findall(r"\b(?:gmm|process)_[a-z_]+\b", PAGE))

    assert named <= exposed
    assert {name for name in exposed if name.startswith("gmm_") and not name.endswith("_created")} <= named


def test_the_fields_of_a_line_of_the_log_are_those_that_are_written() -> None:
    from gmm.api.observation import watch

    line = re.search(r"^```json\n(\{\"time\".*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert line
    source = Path(watch.__file__).read_text("utf-8")
    for field in set(re.findall(r'"(\w+)":', line[1])) - {"time", "level", "event", "logger"}:
        assert f"{field}=" in source


def test_every_file_that_the_text_names_exists() -> None:
    named = re.findall(r"`((?:backend|frontend)/[\w./-]+)`", PAGE)
    assert named and all((PROJECT / name).exists() for name in named)


def test_its_shell_commands_can_be_read_by_a_shell() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert blocks and all(shlex.split(block) for block in blocks)
