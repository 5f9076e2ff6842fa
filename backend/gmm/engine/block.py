"""How samples are cut for the kernel, and the memory it works in.

Samples are taken in blocks, so that memory is bounded and arrays stay near the core, and a block is made of
tiles, so that one NumPy call multiplies many small matrices: BLAS is fastest where a tile's features fit the
cache, and threads that make few long calls do not wait for one another.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.lib.stride_tricks import as_strided

from gmm.engine.arrays import Array

# Floats of a tile: half a megabyte, so that what one product reads stays in the cache for the next.
_TILE_FLOATS = 65_536
_FEWEST_TILE_ROWS, _MOST_TILE_ROWS = 500, 4_000
# The product of the three sizes of a matrix product up to which OpenBLAS skips the packing of operands;
# where so small a tile would hold fewer rows than this, packing pays.
_SMALL_PRODUCT, _FEWEST_SMALL_ROWS = 990_000, 250
# Floats of a block. Much smaller, and threads wait for one another between short NumPy calls; much larger,
# and they wait for memory.
_BLOCK_FLOATS = 800_000
# With fewer floats than this in all, a second thread costs more than it saves.
_WORTH_SHARING = 200_000
# From this many blocks on, it does not matter whether threads divide them evenly.
_MANY_BLOCKS = 16
# Blocks of different sizes that a thread remembers.
_MOST_BLOCKS = 64


@dataclass(frozen=True)
class Block:
    """The arrays of T tiles of B samples each, parts of a thread's working memory.

    z (T, D, B), the centred samples; features (T, P, B), of which z is the first part, then 1, then products
    of columns; resp (T, n, K, B) of n mixtures, log_joint at first, then responsibilities; flat, the same as
    (T, n·K, B); log_density (T, n, B); both, flat and log_density as one array (T, n·K + n, B); density
    (T, n, B); white (K', D + 1, T·B), the samples in the own frames of K' components, and a row of ones;
    spare (K', D, T·B).
    """

    z: Array
    features: Array
    both: Array
    flat: Array
    resp: Array
    log_density: Array
    density: Array
    white: Array
    spare: Array
    _ahead: Array
    _wrapped: Array
    _lagged: Array
    _products: Array

    def fill(self, X: Array, origin: Array) -> None:
        """Write the features of the samples X (T·B, D)."""
        T, D, B = self.z.shape
        np.subtract(X.reshape(T, B, D).transpose(0, 2, 1), origin[:, None], out=self.z)
        if self._products.size:
            np.copyto(self._ahead, self._wrapped)
            np.multiply(self.z[:, None], self._lagged, out=self._products)


@dataclass(frozen=True)
class Layout:
    """The sizes of a kernel's arrays.

    n mixtures of K components, D columns; products z_i · z_(i − lag), columns counted in a circle, for the
    lags from 0 to n_lags − 1, of which there are n_products different ones; n_own components with own frames.
    """

    n: int
    K: int
    D: int
    n_lags: int
    n_products: int
    n_own: int

    @cached_property
    def P(self) -> int:
        """The number of features."""
        return self.D + 1 + self.n_products

    @cached_property
    def tile_rows(self) -> int:
        """Samples in a tile."""
        rows = min(max(_TILE_FLOATS // self._floats, _FEWEST_TILE_ROWS), _MOST_TILE_ROWS)
        small = _SMALL_PRODUCT // (self.n * (self.K + 1) * self.P)
        if small >= _FEWEST_SMALL_ROWS:
            rows = min(rows, small)
        # Rows of features that lie a power of two apart would share the same few lines of the cache.
        return 8 * ((rows // 8 - 1) | 1)

    @cached_property
    def most_rows(self) -> int:
        """Samples in the largest block: a whole number of tiles."""
        tile = self.tile_rows
        return tile * max(1, _BLOCK_FLOATS // (self._floats * tile))

    def rows_per_block(self, n_samples: int) -> int:
        """Samples in a block such that a few threads share so many samples evenly."""
        most, tile = self.most_rows, self.tile_rows
        blocks = -(-n_samples // most)
        if blocks == 1 and n_samples * self._floats > _WORTH_SHARING:
            blocks = 2
        elif 2 < blocks < _MANY_BLOCKS:
            blocks = -(-blocks // 4) * 4
        return min(most, tile * -(-n_samples // (blocks * tile)))

    @cached_property
    def _floats(self) -> int:
        return self.P + self.n * (self.K + 1) + self.n_own * (2 * self.D + 1)

    def blocks(self, n_samples: int, rows_per_block: int) -> Iterator[tuple[slice, Block]]:
        """Cut the samples into blocks: whole ones, one of the whole tiles left, one of the samples left."""
        tile = min(self.tile_rows, rows_per_block)
        whole = rows_per_block // tile * tile
        first = 0
        for size, rows in (
            (whole, tile),
            (n_samples % whole // tile * tile, tile),
            (n_samples % whole % tile, 1),
        ):
            tiles, rows = (size // rows, rows) if rows > 1 else (1, size)
            if not size:
                continue
            block = self._block(tiles, rows)
            while first + size <= n_samples:
                yield slice(first, first + size), block
                first += size

    def tile(self, rows: int) -> Block:
        """This thread's block of a single tile of so many samples."""
        return self._block(1, rows)

    def _block(self, T: int, B: int) -> Block:
        """This thread's block of that size: the same memory again and again, its contents arbitrary."""
        block = _memory.blocks.get((self, T, B))
        if block is None:
            block = _memory.blocks[self, T, B] = self._carve(T, B)
        if _memory.last is not block:  # another one may have written into the same memory
            block.features[:, self.D] = 1.0
            block.white[:, self.D] = 1.0
            _memory.last = block
        return block

    def _carve(self, T: int, B: int) -> Block:
        n, K, D, lags = self.n, self.K, self.D, self.n_lags
        wrapped = max(lags - 1, 0)  # columns that stand before the first as well, so that they form a circle
        heights = [wrapped + D + 1 + lags * D, n * K + n, n, self.n_own * D, self.n_own * (D + 1)]
        edges = np.cumsum(heights) * (T * B)
        rows, both, density, spare, white, _ = np.split(_memory.floats(int(edges[-1])), edges)
        rows, both = rows.reshape(T, -1, B), both.reshape(T, -1, B)
        z = rows[:, wrapped : wrapped + D]
        tile, row, column = rows.strides
        products = rows[:, wrapped + D + 1 :].reshape(T, lags, D, B)
        flat = both[:, : n * K]
        return Block(
            z=z,
            features=rows[:, wrapped : wrapped + self.P],
            both=both,
            flat=flat,
            resp=as_strided(flat, (T, n, K, B), (both.strides[0], K * row, row, column)),
            log_density=both[:, n * K :],
            density=density.reshape(T, n, B),
            white=white.reshape(self.n_own, D + 1, T * B),
            spare=spare.reshape(self.n_own, D, T * B),
            _ahead=rows[:, :wrapped],
            _wrapped=z[:, D - wrapped :],
            _lagged=as_strided(z, (T, lags, D, B), (tile, -row, row, column)),
            _products=products,
        )


class _Memory(threading.local):
    """A thread's working memory: one buffer, the blocks carved from it, and the one that was used last."""

    def __init__(self) -> None:
        self._buffer = np.empty(0)
        self.blocks: dict[tuple[Layout, int, int], Block] = {}
        self.last: Block | None = None

    def floats(self, n: int) -> Array:
        if len(self._buffer) < n or len(self.blocks) >= _MOST_BLOCKS:
            self.blocks.clear()
            self._buffer = np.empty(max(n, len(self._buffer)))
        return self._buffer


_memory = _Memory()
