"""The benchmarks measure the same work, keep what they measured, and judge it honestly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks import asked, chart, report, storage, tables
from benchmarks.cases import FIT_CASES, ITERATION_CASES, OLD_FAITHFUL, Case
from benchmarks.command_line import Wanted
from benchmarks.known_optima import KNOWN, samples_of
from benchmarks.one_iteration import between
from benchmarks.peers import ours, scikit_learn
from benchmarks.processes import measured_apart

SOME = Wanted("some")


def iteration(
    case: Case, program: str, milliseconds: float, log_likelihood: float | None = -1e6
) -> dict[str, Any]:
    return {
        "case": case.name,
        "program": program,
        "milliseconds": milliseconds,
        "megabytes": 10.0,
        "log_likelihood": log_likelihood,
    }


def verdicts(rows: list[dict[str, Any]]) -> dict[str, asked.Verdict]:
    return {verdict.what: verdict for verdict in asked.of_iterations(rows) if verdict.met is not None}


@pytest.mark.parametrize("covariance_type", scikit_learn.STRUCTURES)
def test_ours_and_scikit_learn_do_the_same_work(covariance_type: str) -> None:
    case = Case(400, 3, 2, covariance_type)
    X = case.samples()
    start = case.start(X)

    totals = [peer.run(X, start, covariance_type, 5) for peer in (ours, scikit_learn)]

    assert totals[0] == pytest.approx(totals[1], rel=1e-10)


def test_what_a_run_does_once_cancels() -> None:
    short, long = 0.5 + 2 * 0.01, 0.5 + 8 * 0.01

    assert between([short, long + 0.3, short + 0.2, long]) == pytest.approx(10.0)


def test_a_program_that_crashes_is_a_failure_that_says_why() -> None:
    row = measured_apart("benchmarks.one_fit", "nobody", ["2", "1", "nowhere"], patience=60)

    assert "No module named 'benchmarks.peers.nobody'" in row["failure"]


def test_a_python_that_is_not_there_leaves_its_programs_out(monkeypatch) -> None:
    monkeypatch.setenv("PEERS", "/nowhere/bin/python")

    row = measured_apart("benchmarks.one_iteration", "gmmx", ["{}", "nowhere"], patience=60)

    assert row == {"absent": "PEERS names no Python that can be run: /nowhere/bin/python"}


def test_a_program_without_an_answer_is_left_after_some_patience() -> None:
    assert measured_apart("http.server", "0", [], patience=0.2) == {"failure": "no answer within 0.2 s"}


def test_some_cases_replace_their_own_rows_in_their_place(tmp_path: Path) -> None:
    everything = storage.Results("em", Wanted(), tmp_path)
    for case in ("first", "some", "last"):
        everything.add(case, [{"program": "ours", "value": 1}, {"program": "other", "value": 2}])

    storage.Results("em", SOME, tmp_path).add("some", [{"program": "ours", "value": 3}])

    rows = storage.rows_of("em", tmp_path)
    assert [(row["case"], row["value"]) for row in rows] == [
        ("first", 1),
        ("first", 2),
        ("some", 3),
        ("last", 1),
        ("last", 2),
    ]


def test_a_run_of_everything_keeps_nothing_older(tmp_path: Path) -> None:
    storage.Results("em", Wanted(), tmp_path).add("gone", [{"program": "ours"}])
    storage.Results("em", Wanted(), tmp_path).add("new", [{"program": "ours"}])

    assert [row["case"] for row in storage.rows_of("em", tmp_path)] == ["new"]


def test_rows_of_another_machine_are_not_mixed_with_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    storage.Results("em", Wanted(), tmp_path).add("theirs", [{"program": "ours"}])
    monkeypatch.setattr(storage, "provenance", lambda: {"processor": "another"})

    storage.Results("em", SOME, tmp_path).add("some", [{"program": "ours"}])

    assert [row["case"] for row in storage.rows_of("em", tmp_path)] == ["theirs"]
    assert "Not stored" in capsys.readouterr().out


def test_a_trial_stores_nothing(tmp_path: Path) -> None:
    storage.Results("em", Wanted(rows=100), tmp_path).add("some", [{"program": "ours"}])

    assert list(tmp_path.iterdir()) == []


def test_what_is_no_number_is_stored_as_null(tmp_path: Path) -> None:
    storage.Results("em", Wanted(), tmp_path).add("some", [{"value": float("nan"), "list": [float("inf")]}])

    (row,) = json.loads((tmp_path / "em.json").read_text("utf-8"))["rows"]
    assert (row["value"], row["list"]) == (None, [None])


def test_cases_are_chosen_by_part_of_a_name_however_it_is_spaced() -> None:
    assert Wanted("1000000x2,K=5").of(ITERATION_CASES) == [ITERATION_CASES[1]]
    assert Wanted("1,000,000 x 2, K = 5").of(ITERATION_CASES) == [ITERATION_CASES[1]]


def test_a_quick_run_leaves_out_what_takes_minutes() -> None:
    assert Wanted(quick=True).of(FIT_CASES) == []
    assert Wanted(quick=True).takes(OLD_FAITHFUL)


def test_ours_is_compared_with_scikit_learn_and_with_the_fastest_of_the_others() -> None:
    case = ITERATION_CASES[0]
    rows = [
        iteration(case, "ours", 2.0),
        iteration(case, "scikit_learn", 50.0),
        iteration(case, "gmmx", 5.0),
        iteration(case, "armadillo", 9.0),
    ]

    found = verdicts(rows)

    of_scikit_learn, of_fastest = found.values()
    assert (of_scikit_learn.measured, of_scikit_learn.met) == ("25.0", True)
    assert (of_fastest.measured, of_fastest.met) == ("2.5 (gmmx; no figure of pomegranate)", False)


def test_a_program_that_did_other_work_does_not_count() -> None:
    case = ITERATION_CASES[0]
    rows = [iteration(case, "ours", 1.0), iteration(case, "gmmx", 1.0, None)]
    rows += [iteration(case, "pomegranate", 1.0, -1.1e6)]

    assert verdicts(rows) == {}
    assert "not the same work" in tables.ITERATIONS.of(rows)
    assert "not a number" in tables.ITERATIONS.of(rows)


def test_speed_at_a_lower_likelihood_is_no_speed() -> None:
    name = FIT_CASES[0].name
    rows = [
        {"case": name, "program": "ours", "seconds": 1.0, "log_likelihood": -1001.0},
        {"case": name, "program": "scikit_learn", "seconds": 90.0, "log_likelihood": -1000.0},
    ]

    verdict = next(asked.of_fits(rows))

    assert (verdict.measured, verdict.met) == ("90.0, 1 nats below", False)


def test_what_was_not_measured_is_not_met() -> None:
    assert {verdict.met for verdict in asked.of_fits([])} == {None}
    assert {verdict.met for verdict in asked.of_optima([])} == {None}
    assert {verdict.met for verdict in asked.of_roofline([])} == {None}


def test_the_worst_seed_of_the_worst_data_set_counts() -> None:
    rows = [{"case": "good", "known": -10.0, "worst": -9.0}, {"case": "bad", "known": -10.0, "worst": -10.5}]

    (verdict,) = asked.of_optima(rows)

    assert (verdict.measured, verdict.met) == ("0.5 nats (bad; 2 optima)", False)


def test_every_data_set_with_a_known_optimum_is_there() -> None:
    shapes = {optimum.data: samples_of(optimum.data).shape for optimum in KNOWN}

    assert shapes["acidity"] == (155, 1)
    assert shapes["galaxies"] == (82, 1)
    assert shapes["Old Faithful, waiting"] == (272, 1)
    differing = samples_of("diabetes") != samples_of("diabetes, corrected")
    assert np.argwhere(differing).tolist() == [[103, 1]]


def test_the_page_shows_the_stored_results() -> None:
    page = report.PAGE.read_text("utf-8")

    assert report.filled(page) == page, "run python -m benchmarks.report"


def test_the_plot_shows_the_stored_results() -> None:
    rows = storage.rows_of("em")
    if not rows:
        pytest.skip("nothing has been measured yet")

    assert report.PLOT.read_text("utf-8") == report.plot(rows), "run python -m benchmarks.report"


def test_the_plot_has_a_dot_for_each_value_and_each_name() -> None:
    lines = [chart.Line("a < b", {"ours": 1.0, "other": 30.0}, "30 times"), chart.Line("none", {})]

    drawn = ElementTree.fromstring(chart.dot_plot("Title", "ms", ["ours", "absent", "other"], lines, "ratio"))

    texts = [element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    dots = list(drawn.iter("{http://www.w3.org/2000/svg}title"))
    assert {"a < b", "ours", "other", "30 times"} <= set(texts)
    assert "absent" not in texts
    assert [dot.text for dot in dots] == ["other: 30", "ours: 1"]
