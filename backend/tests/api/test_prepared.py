"""Stored mixtures are prepared once, and what is deleted is not believed in for longer than a second."""

from __future__ import annotations

import numpy as np
import pytest

from gmm.api.errors import UNKNOWN_MODEL, Problem
from gmm.api.store.prepared import PreparedMixtures
from gmm.engine import Mixture, log_density, responsibilities
from gmm.engine.kernel import kernel_about_middle

SECONDS = 1.0


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Shelf:
    """Where mixtures are read from; it counts how often."""

    def __init__(self, n_features: int = 2) -> None:
        self.mixture = Mixture.from_parameters([1.0], [[0.0] * n_features], [np.eye(n_features)])
        self.n_read = 0
        self.is_empty = False

    def read(self, model_id: str) -> Mixture:
        if self.is_empty:
            raise LookupError(model_id)
        self.n_read += 1
        return self.mixture


def test_a_mixture_asked_for_again_is_not_read_again() -> None:
    shelf, prepared = Shelf(), PreparedMixtures(Clock())

    assert prepared.get("a", shelf.read) is prepared.get("a", shelf.read)
    assert shelf.n_read == 1


def test_after_a_second_it_is_read_again_so_that_what_others_deleted_is_gone() -> None:
    clock, shelf = Clock(), Shelf()
    prepared = PreparedMixtures(clock)
    prepared.get("a", shelf.read)
    shelf.is_empty = True

    clock.now += 0.9 * SECONDS
    assert prepared.get("a", shelf.read) is shelf.mixture
    clock.now += 0.2 * SECONDS
    with pytest.raises(LookupError):
        prepared.get("a", shelf.read)


def test_what_this_process_deleted_is_gone_at_once() -> None:
    shelf, prepared = Shelf(), PreparedMixtures(Clock())
    prepared.get("a", shelf.read)
    shelf.is_empty = True

    prepared.forget("a")
    with pytest.raises(LookupError):
        prepared.get("a", shelf.read)


def test_a_refusal_is_not_remembered() -> None:
    shelf, prepared = Shelf(), PreparedMixtures(Clock())

    def none(model_id: str) -> Mixture:
        raise Problem(UNKNOWN_MODEL, "There is none.")

    with pytest.raises(Problem):
        prepared.get("a", none)
    assert prepared.get("a", shelf.read) is shelf.mixture


def test_the_oldest_go_when_too_many_numbers_are_kept() -> None:
    large, prepared = Shelf(n_features=900), PreparedMixtures(Clock())  # 0.81 of the 2 million numbers each

    for model_id in ("a", "b", "c"):
        prepared.get(model_id, large.read)
    assert large.n_read == 3
    prepared.get("b", large.read)
    prepared.get("c", large.read)
    assert large.n_read == 3
    prepared.get("a", large.read)
    assert large.n_read == 4


def test_a_kernel_is_made_once_and_says_the_same_as_a_new_one() -> None:
    mixture = Mixture.from_parameters([0.5, 0.5], [[0.0, 0.0], [3.0, 1.0]], [np.eye(2), 2 * np.eye(2)])
    rows = np.random.default_rng(0).normal(size=(50, 2))

    first = responsibilities(mixture, rows)
    kernel = kernel_about_middle(mixture)
    again = responsibilities(mixture, rows)

    assert kernel_about_middle(mixture) is kernel
    assert all(np.array_equal(one, other) for one, other in zip(first, again, strict=True))
    assert np.array_equal(log_density(mixture, rows), first[1])
