"""The trials of what the service promises: their page is fresh, and the instruments measure what they say."""

from __future__ import annotations

import json
from random import Random

import pytest

from benchmarks.reliability import __main__ as command
from benchmarks.reliability import promises
from benchmarks.reliability.figure import Figure, at_least, at_most, none_of, quantile
from benchmarks.reliability.mutations import asked_here, mutated
from benchmarks.reliability.originals import FORMATS
from gmm.api.contract.openapi import CONTRACT_FILE


def test_the_page_shows_the_stored_figures() -> None:
    page = promises.PAGE.read_text("utf-8")

    assert promises.filled(page) == page, "run make reliability, or benchmarks.reliability.promises.write()"


def test_the_page_says_how_each_trial_is_made() -> None:
    page = promises.PAGE.read_text("utf-8")

    assert promises.NAMES.keys() == command.TRIALS.keys()
    assert [name for name in promises.NAMES.values() if f"| {name} | " not in page] == []


def test_speed_may_be_missed_but_what_never_may_happen_is_broken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slow, lost = at_most("time", 3.0, 1.0, "s"), none_of("lost", ["a model"], 10)
    for figure, status in ((slow, 0), (lost, 1)):
        trials = {"trial": lambda quick, figure=figure: iter([figure])}
        monkeypatch.setattr(command, "TRIALS", trials)
        monkeypatch.setattr("sys.argv", ["reliability", "--quick"])
        assert command.main() == status
    printed = capsys.readouterr().out
    assert "missed  time: 3 s (asked: <= 1 s)" in printed
    assert "BROKEN  lost: 1 of 10: a model (asked: 0)" in printed


def test_figures_are_met_on_the_right_side() -> None:
    assert at_least("rate", 3_000, 3_000, "a second").met
    assert not at_least("rate", 2_999, 3_000, "a second").met
    assert none_of("lost", [], 5) == Figure("lost", "0", "0 of 5", True, always=True)
    assert quantile([0.1 * number for number in range(100)], 0.99) == pytest.approx(9.9)


CONTRACT = json.loads(CONTRACT_FILE.read_bytes())
ACCEPTED = CONTRACT["paths"]["/predict"]["post"]["requestBody"]["content"]


@pytest.mark.parametrize("name", [name for name, (media, _) in FORMATS.items() if media in ACCEPTED])
def test_what_mutations_begin_with_is_read_without_complaint(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.reliability.mutations.mutated", lambda _, body: body)

    assert asked_here(name, 0, 30)["statuses"].keys() <= {"200", "422"}
    assert "200" in asked_here(name, 0, 30)["statuses"]


def test_mutations_change_something_and_are_the_same_for_the_same_seed() -> None:
    body = b"x,y\n1,2\n3,4\n"
    first = [mutated(Random(seed), body) for seed in range(200)]

    assert first == [mutated(Random(seed), body) for seed in range(200)]
    assert sum(each != body for each in first) > 190
    assert len(set(first)) > 100
