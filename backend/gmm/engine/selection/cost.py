"""What a sweep will cost, told before any work is done."""

from __future__ import annotations

from itertools import product

from gmm.engine.cost import Shape
from gmm.engine.errors import OptionError
from gmm.engine.selection.options import SelectionOptions

# Seconds that a step of a cell takes besides, since Python's lock is shared by cells that climb side by side.
_SECONDS_A_STEP = 2e-4
# Steps of one cell: over the part of the rows on which starts are tried, side by side, and over all rows.
_STEPS_OF_STARTS, _STEPS_TO_THE_END = 10, 60
# The most rows on which starts are tried.
_ROWS_FOR_STARTS = 20_000
# The starts of a cell that its neighbours give.
_STARTS_OF_NEIGHBOURS = 10


def estimated_seconds(n_samples: int, n_features: int, options: SelectionOptions) -> float:
    """About how many seconds one core needs for the whole sweep: rows x K x D² x steps x starts.

    Cross-validation and likelihood-ratio tests included, the latter as if they went to the largest K.
    """
    N, D = n_samples, n_features
    cells = list(product(options.components, options.different_structures(D)))
    sweep = sum(_cell(N, D, *cell, options.n_init + _STARTS_OF_NEIGHBOURS) for cell in cells)
    folds = options.n_folds * sum(_STEPS_TO_THE_END * _step(N, D, *cell) for cell in cells)
    replicate = sum(
        _cell(N, D, K, options.structures[-1], options.n_init)
        + _cell(N, D, K + 1, options.structures[-1], options.n_init + _STARTS_OF_NEIGHBOURS)
        for K in range(options.components[0], options.components[-1])
    )
    return sweep + folds + options.n_replicates * replicate


def refuse_beyond_budget(n_samples: int, n_features: int, options: SelectionOptions) -> None:
    """Raise ``OptionError`` with the estimate and the limit where the sweep would cost more than it may."""
    seconds = estimated_seconds(n_samples, n_features, options)
    if options.max_seconds is not None and seconds > options.max_seconds:
        raise OptionError(
            f"This sweep would take one core about {seconds:.3g} seconds; the limit is "
            f"{options.max_seconds:.3g} (max_seconds). Ask for fewer components, structures, folds or "
            "replicates, or give fewer rows.",
            field="max_seconds",
        )


def _cell(N: int, D: int, K: int, name: str, starts: int) -> float:
    """Seconds of a cell: its starts side by side, then the way of the best to its end."""
    together = _SECONDS_A_STEP + starts * Shape(min(N, _ROWS_FOR_STARTS), D, K, name).over_rows
    return _STEPS_OF_STARTS * together + _STEPS_TO_THE_END * _step(N, D, K, name)


def _step(N: int, D: int, K: int, name: str) -> float:
    return _SECONDS_A_STEP + Shape(N, D, K, name).step
