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

from gmm.engine.form.base import Array

# The product of the three sizes of a matrix product up to which OpenBLAS skips the packing of operands.
_SMALL_PRODUCT = 990_000
# Floats a block's arrays may take together. Much smaller, and threads spend their time waiting for one
# another between short NumPy calls; much larger, and they wait for memory.
_BLOCK_FLOATS = 400_000
_MOST_ROWS = 16_384

_local = threading.local()


def _scratch(n: int) -> Array:
    """``n`` floats of this thread's working memory, kept from call to call; contents are arbitrary."""
    buffer: Array | None = getattr(_local, "buffer", None)
    if buffer is None or len(buffer) < n:
        buffer = _local.buffer = np.empty(n)
    return buffer[:n]


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
        return min(_MOST_ROWS, small if small >= 128 else max(64, _BLOCK_FLOATS // self._floats))

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
        own = self.n_own * self.D
        edges = np.cumsum([self.P, self.K + 1, own, own]) * (T * B)
        features, both, white, spare, _ = np.split(_scratch(self._floats * T * B), edges)
        features, both = features.reshape(T, self.P, B), both.reshape(T, self.K + 1, B)
        white, spare = (a.reshape(T, self.n_own, self.D, B) for a in (white, spare))
        features[:, 0] = 1.0
        K, D = self.K, self.D
        return Block(features, features[:, 1 : D + 1], both, both[:, :K], both[:, K], white, spare)
