"""What a mixture says about samples: their log-density, and which component they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from numbers import Real
from typing import TypeGuard

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gmm.engine.arrays import Array
from gmm.engine.block import Block
from gmm.engine.dataset import matrix
from gmm.engine.dataset.patterns import patterns
from gmm.engine.errors import DataError, OptionError
from gmm.engine.input import FARTHEST, refuse_too_far, refuse_unusable
from gmm.engine.kernel import kernel_about_middle
from gmm.engine.mixture import Mixture
from gmm.engine.noise import NOISE
from gmm.engine.sampling import sample
from gmm.engine.threads import map_in_order

_SAMPLES_FOR_LEVELS = 100_000

Rows = slice | NDArray[np.intp]


def log_density(mixture: Mixture, samples: ArrayLike) -> Array:
    """log p(x) of each sample, (N,), natural logs.

    Of a sample with missing values (NaN) that of the others, zero where all are missing.
    """
    X = checked(mixture, samples, missing=True)
    out = np.empty(len(X))

    def keep(rows: Rows, block: Block, log_density: Array) -> None:
        out[rows] = log_density

    for unseen in _for_each_block(mixture, X, keep):
        out[unseen] = 0.0
    return out


def responsibilities(mixture: Mixture, samples: ArrayLike) -> tuple[Array, Array]:
    """The probability of each component for each sample (N, K), rows summing to 1, and log p(x) (N,).

    With a uniform component there are K + 1 columns, of which it has the last.
    """
    X = checked(mixture, samples, missing=True)
    # Each component's in one piece, as the kernel has them: turned about, writing takes as long as computing.
    of_components, out = np.empty((mixture.shares.size, len(X))), np.empty(len(X))
    resp = of_components.T

    def keep(rows: Rows, block: Block, log_density: Array) -> None:
        of_components[:, rows] = block.flat.transpose(1, 0, 2).reshape(len(of_components), -1)
        out[rows] = log_density

    for unseen in _for_each_block(mixture, X, keep):
        resp[unseen], out[unseen] = mixture.shares, 0.0
    return resp, out


def labels(mixture: Mixture, samples: ArrayLike) -> NDArray[np.intp]:
    """The most probable component of each sample, (N,); ``NOISE`` for the uniform one."""
    X = checked(mixture, samples, missing=True)
    out = np.empty(len(X), dtype=np.intp)

    def keep(rows: Rows, block: Block, log_density: Array) -> None:
        out[rows] = block.flat.argmax(axis=1).ravel()

    for unseen in _for_each_block(mixture, X, keep):
        out[unseen] = mixture.shares.argmax()
    out[out == mixture.n_components] = NOISE
    return out


def density_levels(mixture: Mixture, probabilities: Sequence[float], seed: int = 0) -> dict[float, float]:
    """For each probability the log-density whose super-level set holds it: highest-density regions.

    Hyndman (1996): the (1 − p) quantile of log p(X) over samples X of the mixture itself. Estimated from
    100,000 samples, so that the set holds p with a standard error below 0.002.
    Raises ``OptionError`` for a probability outside (0, 1).
    """
    for p in probabilities:
        if not isinstance(p, Real) or not 0 < p < 1:
            raise OptionError(
                f"A level needs a probability between 0 and 1, not {p!r}.", field="probabilities"
            )
    X, _ = sample(mixture, _SAMPLES_FOR_LEVELS, seed)
    quantiles = np.quantile(log_density(mixture, X), [1 - p for p in probabilities])
    return dict(zip(probabilities, quantiles.tolist(), strict=True))


def checked(mixture: Mixture, samples: ArrayLike, missing: bool = False) -> Array:
    """The samples as rows of the mixture's columns (N, D), in which values may be ``missing`` (NaN).

    Raises ``DataError`` where they cannot be such rows.
    """
    X = samples if _is_matrix_of_columns(samples) else matrix(samples)
    if X.shape[1] != mixture.n_features:
        raise DataError(
            f"The data have {X.shape[1]} columns, but the mixture has {mixture.n_features}: "
            f"{', '.join(mixture.columns)}.",
            field="data",
        )
    observed, ends = X, (X.min(axis=0), X.max(axis=0))
    if missing and np.isnan(ends[0]).any():
        observed = np.where(np.isnan(X), mixture.mean, X)
        ends = observed.min(axis=0), observed.max(axis=0)
    refuse_unusable(observed, mixture.columns, None, ends)
    narrowest = np.sqrt(mixture.structure.form.variances(mixture.sigma).min(axis=0))
    refuse_too_far(observed, mixture.columns, None, mixture.mean, narrowest, ends, FARTHEST)
    return X


def _is_matrix_of_columns(samples: ArrayLike) -> TypeGuard[Array]:
    """Whether they are doubles of which each column lies in one piece: then they need no other order."""
    return (
        isinstance(samples, np.ndarray)
        and samples.dtype == np.float64
        and samples.ndim == 2
        and samples.size > 0
        and samples.flags.f_contiguous
    )


def _for_each_block(
    mixture: Mixture, X: Array, keep: Callable[[Rows, Block, Array], None]
) -> Iterator[NDArray[np.intp]]:
    """Evaluate all rows, those together that have the same columns observed.

    Yields the numbers of rows of which nothing is observed, if there are any, for the caller to deal with.
    """
    if not np.isnan(X.sum()):
        _evaluate(mixture, X, keep)
        return
    for rows, columns in patterns(X):
        if not columns:
            yield rows
            continue

        def keep_there(place: Rows, block: Block, log_density: Array, rows: NDArray[np.intp] = rows) -> None:
            keep(rows[place], block, log_density)

        _evaluate(mixture.marginal(columns), X[rows][:, columns], keep_there)


def _evaluate(mixture: Mixture, X: Array, keep: Callable[[Rows, Block, Array], None]) -> None:
    kernel = kernel_about_middle(mixture)
    B = kernel.layout.rows_per_block(len(X))

    def evaluate(first: int) -> None:
        for rows, block in kernel.blocks(X[first : first + B], B):
            place = slice(first + rows.start, first + rows.stop)
            keep(place, block, (block.log_density + kernel.peak).ravel())

    map_in_order(evaluate, range(0, len(X), B))
