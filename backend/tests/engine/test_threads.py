"""Long computations side by side: in order, as soon as they are there, and no more than are asked for."""

import threading
from collections.abc import Iterator

import pytest

from gmm.engine.threads import available_threads, one_by_one, thread_limit


@pytest.fixture(params=[1, 2, 3])
def threads(request: pytest.FixtureRequest) -> Iterator[int]:
    with thread_limit(request.param):
        yield request.param


def test_results_come_in_the_order_of_the_items(threads):
    assert list(one_by_one(lambda item: item**2, range(100))) == [item**2 for item in range(100)]
    assert list(one_by_one(str, [])) == []


def test_an_item_that_takes_long_holds_nobody_else_up_but_comes_first():
    others_done = threading.Event()

    def slow_first(item: int) -> int:
        if item == 0:
            assert others_done.wait(10)
        elif item == 2:
            others_done.set()
        return item

    with thread_limit(2):
        assert list(one_by_one(slow_first, range(6))) == list(range(6))


def test_whoever_stops_asking_stops_the_rest(threads):
    begun: list[int] = []
    results = one_by_one(lambda item: begun.append(item), range(10_000))
    next(results)
    results.close()

    assert 1 <= len(begun) < 100


def test_a_failure_is_raised_in_its_place_and_ends_the_rest(threads):
    begun: list[int] = []

    def failing(item: int) -> int:
        begun.append(item)
        if item == 3:
            raise KeyError(item)
        return item

    results = one_by_one(failing, range(10_000))
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(KeyError):
        next(results)
    assert len(begun) < 100


def test_each_computation_has_one_thread_for_itself(threads):
    assert set(one_by_one(lambda _: available_threads(), range(8))) == {1}
