"""How samples are cut for the kernel, and the memory it works in.

Samples are taken in blocks, so that arrays stay in a core's cache and memory is bounded, and a block is
made of tiles, so that one NumPy call multiplies many small matrices: BLAS has a fast path for small ones,
and threads that make few long calls do not wait for one another.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gmm.engine.arrays import Array

# The product of the three sizes of a matrix product up to which OpenBLAS skips the packing of operands.
_SMALL_PRODUCT = 990_000
# Floats a block's arrays may take together. Much smaller, and threads spend their time waiting for one
# another between short NumPy calls; much larger, and they wait for memory.
_BLOCK_FLOATS = 1_600_000
# The same where one tile's products are large in any case and gain from being long.
_LARGE_TILE_FLOATS = 800_000
_MOST_ROWS = 16_384
# Blocks of different sizes that a thread remembers.
_MOST_BLOCKS = 64


@dataclass(frozen=True)
class Block:
    """The arrays of T tiles of B samples each, parts of a thread's working memory.

    features (T, P, B), of which ``z`` (T, D, B) are the centred samples; resp (T, K, B), log_joint at first,
    then responsibilities; log_density (T, B); both (T, K + 1, B), the last two as one array; white
    (T, K', D, B), the samples in the own frames of the K' components that have one; spare, as much again.
    """

    features: Array
    z: Array
    both: Array
    resp: Array
    log_density: Array
    white: Array
    spare: Array


@dataclass(frozen=True)
class Layout:
    """The sizes of a kernel's arrays: K components, P features, D columns, K' components with own frames."""

    K: int
    P: int
    D: int
    n_own: int

    @property
    def tile_rows(self) -> int:
        """Samples in a tile."""
        small = _SMALL_PRODUCT // ((self.K + 1) * self.P) // 8 * 8
        return min(_MOST_ROWS, small if small >= 128 else max(64, _LARGE_TILE_FLOATS // self._floats))

    @property
    def rows_per_block(self) -> int:
        """Samples in a block: a whole number of tiles."""
        tile = self.tile_rows
        return tile * max(1, min(_MOST_ROWS, _BLOCK_FLOATS // self._floats) // tile)

    @property
    def _floats(self) -> int:
        return self.P + self.K + 1 + 2 * self.n_own * self.D

    def blocks(self, n: int, rows_per_block: int) -> Iterator[tuple[slice, Block]]:
        """Cut ``n`` samples into blocks: whole ones, one of the whole tiles left, one of the samples left."""
        tile = min(self.tile_rows, rows_per_block)
        whole = rows_per_block // tile * tile
        first = 0
        for size, rows in ((whole, tile), (n % whole // tile * tile, tile), (n % whole % tile, 1)):
            tiles, rows = (size // rows, rows) if rows > 1 else (1, size)
            if not size:
                continue
            block = self._block(tiles, rows)
            while first + size <= n:
                yield slice(first, first + size), block
                first += size

    def _block(self, T: int, B: int) -> Block:
        """This thread's block of that size: the same memory again and again, its contents arbitrary."""
        block = _memory.blocks.get((self, T, B))
        if block is None:
            block = _memory.blocks[self, T, B] = self._carve(T, B)
        block.features[:, 0] = 1.0
        return block

    def _carve(self, T: int, B: int) -> Block:
        K, P, D, own = self.K, self.P, self.D, self.n_own * self.D
        edges = np.cumsum([P, K + 1, own, own]) * (T * B)
        features, both, white, spare, _ = np.split(_memory.floats(self._floats * T * B), edges)
        features, both = features.reshape(T, P, B), both.reshape(T, K + 1, B)
        white, spare = (a.reshape(T, self.n_own, D, B) for a in (white, spare))
        return Block(features, features[:, 1 : D + 1], both, both[:, :K], both[:, K], white, spare)


class _Memory(threading.local):
    """A thread's working memory: one buffer, and the blocks carved from it."""

    def __init__(self) -> None:
        self._buffer = np.empty(0)
        self.blocks: dict[tuple[Layout, int, int], Block] = {}

    def floats(self, n: int) -> Array:
        if len(self._buffer) < n or len(self.blocks) >= _MOST_BLOCKS:
            self.blocks.clear()
            self._buffer = np.empty(max(n, len(self._buffer)))
        return self._buffer


_memory = _Memory()
