"""How fast this machine computes at its best, all cores at once: what a roofline is made of.

Rates are measured in processes, one a core, so that Python's lock takes nothing from them, on arrays in the
core's own cache unless it says otherwise.
"""

import gmm  # noqa: F401, I001 - holds BLAS to one thread before NumPy is imported

import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier
from typing import Any

import numpy as np

# Each rate is the best of several rounds of so many seconds.
ROUNDS, SECONDS = 6, 0.06
# Rows and columns of a product large enough for BLAS to be at its best.
_LARGE = 1024
# Numbers of an array that fits, three times, into a core's second-level cache.
_IN_CACHE = 16_384
# Samples in a tile: which number suits BLAS best depends on the machine.
_TILES = (256, 512, 1024, 2048, 4096)

# What a process does again and again, and how much of it a call is.
Work = tuple[Callable[[], object], float]

_barrier: Barrier


class Machine:
    """Rates of so many cores at once."""

    def __init__(self, cores: int) -> None:
        context = multiprocessing.get_context("spawn")
        numbers = context.Queue()
        for number in range(cores):
            numbers.put(number)
        self._cores = cores
        self._pool = ProcessPoolExecutor(cores, context, _settle, (context.Barrier(cores), numbers))

    def __enter__(self) -> "Machine":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def rate(self, make: Callable[..., Work], *arguments: Any) -> float:
        """How much a second all cores do together, in the best of the rounds."""
        asked = [self._pool.submit(_measure, make, arguments) for _ in range(self._cores)]
        return max(map(sum, zip(*(one.result() for one in asked), strict=True)))

    def best_rate(self, make: Callable[..., Work], *arguments: Any) -> float:
        """The same, with the tile that suits best."""
        return max(self.rate(make, *arguments, tile) for tile in _TILES)


def _settle(barrier: Barrier, numbers: Any) -> None:
    """Give this process a core of its own, and the barrier at which all wait for one another."""
    global _barrier
    _barrier = barrier
    number = numbers.get()
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[number % len(cores)]})


def _measure(make: Callable[..., Work], arguments: tuple[Any, ...]) -> list[float]:
    """How much a second this core does, in each round."""
    work, amount = make(*arguments)
    work()
    rates = []
    _barrier.wait()
    for _ in range(ROUNDS):
        calls, began = 0, time.perf_counter()
        while (took := time.perf_counter() - began) < SECONDS:
            work()
            calls += 1
        rates.append(calls * amount / took)
    return rates


def _numbers(dtype: str, *shape: int) -> np.ndarray:
    return np.random.default_rng(0).uniform(0.5, 1.5, size=shape).astype(dtype)


def product(dtype: str) -> Work:
    """A large matrix product; floating-point operations."""
    a, b, c = (_numbers(dtype, _LARGE, _LARGE) for _ in range(3))
    return lambda: np.matmul(a, b, out=c), 2.0 * _LARGE**3


def product_of_features(dtype: str, K: int, P: int, tile: int) -> Work:
    """The E-step's product, coefficients (K, P) and the features of a tile; floating-point operations."""
    a, b, c = _numbers(dtype, K, P), _numbers(dtype, P, tile), _numbers(dtype, K, tile)
    return lambda: np.matmul(a, b, out=c), 2.0 * K * P * tile


def sum_of_features(dtype: str, K: int, P: int, tile: int) -> Work:
    """The M-step's product, responsibilities (K, tile) and features; floating-point operations."""
    a, b, c = _numbers(dtype, K, tile), _numbers(dtype, P, tile).T, _numbers(dtype, K, P)
    return lambda: np.matmul(a, b, out=c), 2.0 * K * P * tile


def elementwise(dtype: str, name: str) -> Work:
    """NumPy's function of that name, number by number."""
    function = getattr(np, name)
    operands = [_numbers(dtype, _IN_CACHE) for _ in range(function.nin)]
    if name == "exp":
        operands[0] *= -10  # as of log-densities below the highest
    out = np.empty_like(operands[0])
    return lambda: function(*operands, out=out), float(_IN_CACHE)


def read(n_bytes: int) -> Work:
    """Reading so many bytes from wherever they stay between two readings; bytes."""
    x = _numbers("float64", max(1, n_bytes // 8))
    return lambda: x @ x, float(x.nbytes)
