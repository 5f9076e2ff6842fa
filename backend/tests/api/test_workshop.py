"""Heavy work in processes of its own: its answers, its end, whatever that is, and what is left behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from gmm.api.errors import Problem
from gmm.api.schemas.jobs import State
from gmm.api.settings import Limits, Settings
from gmm.api.work.spool import spooled
from gmm.api.work.undertaking import Undertaking, remaining
from gmm.api.work.workshop import Workshop
from tests.api.odd_tasks import OddTask, Sum

VALUES = np.arange(100_000.0)


def nothing_kept(_: object) -> None:
    raise AssertionError("nothing of this work is to be stored")


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    """One that does one piece at a time and lets two wait."""
    yield from shop()


def shop(child_memory_bytes: int = 0, **limits: int) -> Iterator[Workshop]:
    settings = Settings(
        child_processes=1, child_memory_bytes=child_memory_bytes, limits=Limits(max_waiting=2, **limits)
    )
    shop = Workshop(settings)
    yield shop
    shop.stop()


def begun(workshop: Workshop, oddity: str = "none") -> Undertaking:
    return workshop.undertake(OddTask(VALUES, oddity), nothing_kept, tells=False)


def ended(undertaking: Undertaking) -> Undertaking:
    assert undertaking.wait(30)
    return undertaking


def test_work_is_answered(workshop: Workshop) -> None:
    done = ended(begun(workshop))
    assert done.state is State.DONE
    assert done.answer == b'{"total":4999950000.0}'


@pytest.mark.parametrize(
    ("oddity", "kind", "words"),
    [
        ("cannot go on", "fit-failed", "The likelihood fell."),
        ("is mistaken", "internal-error", "Please report what you sent."),
        ("is killed", "unavailable", "has died"),
    ],
)
def test_work_that_fails_says_why_and_the_next_is_done(
    workshop: Workshop, oddity: str, kind: str, words: str
) -> None:
    failed = ended(begun(workshop, oddity))
    assert failed.state is State.FAILED and failed.problem is not None
    assert failed.problem.type == f"/problems/{kind}" and words in failed.problem.detail
    assert "secret" not in failed.problem.detail
    assert ended(begun(workshop)).state is State.DONE


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="only Linux holds a limit on memory")
def test_work_that_wants_too_much_memory_ends_and_the_next_is_done() -> None:
    for workshop in shop(child_memory_bytes=2**30):
        failed = ended(begun(workshop, "takes all memory"))
        assert failed.problem is not None and failed.problem.status == 503
        assert "memory" in failed.problem.detail
        assert ended(begun(workshop)).state is State.DONE


@pytest.mark.parametrize("oddity", ["sleeps", "burns its time"])
def test_work_is_stopped_at_its_deadline(oddity: str) -> None:
    for workshop in shop(deadline_seconds=1):
        failed = ended(begun(workshop, oddity))
        assert failed.problem is not None and failed.problem.type == "/problems/over-limit"
        assert "1 seconds, the limit (`deadline_seconds`)" in failed.problem.detail
        assert ended(begun(workshop)).state is State.DONE


def test_work_waits_in_order_and_what_is_cancelled_makes_room(workshop: Workshop) -> None:
    running = begun(workshop, "sleeps")
    first, second = begun(workshop), begun(workshop)
    assert [workshop.place_of(one) for one in (running, first, second)] == [0, 1, 2]
    with pytest.raises(Problem) as refused:
        begun(workshop)
    assert refused.value.document.status == 429 and refused.value.retry_after

    workshop.cancel(first)
    assert workshop.place_of(second) == 1
    workshop.cancel(running)
    assert ended(second).state is State.DONE
    assert [one.state for one in (running, first)] == [State.CANCELLED] * 2


def test_a_workshop_that_stops_ends_everything_and_takes_nothing_more(workshop: Workshop) -> None:
    everything = [begun(workshop, "sleeps"), begun(workshop)]
    workshop.stop()
    for one in everything:
        assert one.is_over and one.problem is not None and one.problem.type == "/problems/stopping"
    with pytest.raises(Problem) as refused:
        begun(workshop)
    assert refused.value.document.status == 503


def test_no_file_is_left_behind(workshop: Workshop) -> None:
    cancelled, waiting = begun(workshop, "sleeps"), begun(workshop)
    assert waiting.spooled.file is not None
    directory = waiting.spooled.file.parent
    workshop.cancel(waiting)
    workshop.cancel(cancelled)
    ended(begun(workshop))

    deadline = time.monotonic() + 5
    while any(directory.iterdir()):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_spooled_task_is_the_same_task_with_its_arrays_in_a_file(tmp_path: Path) -> None:
    task = OddTask(VALUES)
    kept = spooled(task, tmp_path)
    assert kept.file is not None and len(kept.pickled) < 1_000 < VALUES.nbytes <= kept.file.stat().st_size
    again = kept.task()
    assert isinstance(again, OddTask) and np.array_equal(again.values, VALUES)
    assert again.values.flags.writeable
    kept.discard()
    assert not any(tmp_path.iterdir())


def test_a_small_task_needs_no_file(tmp_path: Path) -> None:
    kept = spooled(OddTask(VALUES[:10].copy()), tmp_path)
    assert kept.file is None and not any(tmp_path.iterdir())
    assert np.array_equal(kept.task().values, VALUES[:10])  # type: ignore[attr-defined]


def test_lines_that_nobody_fetches_are_thinned_out_but_for_those_that_matter(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gmm.api.work.undertaking._MOST_BYTES", 1_000)
    told = Undertaking(begun(workshop).spooled, Sum, nothing_kept, seconds=1.0, tells=True, is_kept=True)
    for number in range(200):
        told.tell([(b"%07d\n" % number, number % 50 != 0)])

    lines, last, is_over = told.lines_after(0, 0.0)
    assert last == 200 and not is_over
    assert told.n_bytes == sum(map(len, lines)) <= 1_000
    assert lines == sorted(lines) and lines[-1] == b"0000199\n"
    assert {b"0000000\n", b"0000050\n", b"0000100\n", b"0000150\n"} <= set(lines)
    assert told.lines_after(last, 0.0) == ([], 200, False)


def test_what_remains_goes_by_the_share_that_is_done_or_else_by_the_estimate() -> None:
    assert remaining(estimated=10, elapsed=4, share=None) == 6
    assert remaining(estimated=10, elapsed=11, share=None) is None
    assert remaining(estimated=10, elapsed=4, share=0.5) == 4
