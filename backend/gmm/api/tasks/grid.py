"""The marginal density on a grid over one or two columns, with the levels to draw contours at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gmm.api.errors import INVALID_MODEL, INVALID_VALUE, NOT_FINITE, Problem
from gmm.api.schemas.density import Axis, CurveDensities, Grid, Levels, SurfaceDensities
from gmm.api.wire.answers import finite_list
from gmm.engine import DataError, Mixture, density_levels, log_density
from gmm.io.model_document import LARGEST_VALUE

_PROBABILITIES = (0.5, 0.8, 0.95)


def densities_on(grid: Grid, mixture: Mixture) -> CurveDensities | SurfaceDensities:
    """The marginal's log-density at every point of the grid; raises Problem naming the field at fault."""
    marginal = mixture.marginal(_column_numbers(grid.columns, mixture.columns))
    x = _points(grid.x, "x")
    if not grid.y:
        _refuse_unless(len(grid.columns) == 1, "grid.y", "A grid over two columns needs y, too.")
        found = finite_list(_densities(marginal, x[:, None]), "log-density")
        return CurveDensities(x=x.tolist(), log_density=found, levels=_levels(marginal))
    _refuse_unless(len(grid.columns) == 2, "grid.y", "A grid over one column has x alone; leave y out.")
    y = _points(grid.y, "y")
    places = np.column_stack([np.tile(x, len(y)), np.repeat(y, len(x))])
    found = finite_list(_densities(marginal, places).reshape(len(y), len(x)), "log-density")
    return SurfaceDensities(x=x.tolist(), y=y.tolist(), log_density=found, levels=_levels(marginal))


def _column_numbers(wanted: Sequence[str], known: Sequence[str]) -> list[int]:
    for name in wanted:
        _refuse_unless(
            name in known, "grid.columns", f"The model has no column {name!r}; it has {', '.join(known)}."
        )
    _refuse_unless(
        len(set(wanted)) == len(wanted), "grid.columns", f"{wanted[0]!r} is given twice; give two columns."
    )
    return [list(known).index(name) for name in wanted]


def _points(axis: Axis, name: str) -> NDArray[np.float64]:
    least, greatest, n_points = axis
    field = f"grid.{name}"
    _refuse_unless(
        n_points >= 1, field, f"{field} asks for {n_points} points; the third number is at least 1."
    )
    _refuse_unless(least <= greatest, field, f"{field} runs from {least} down to {greatest}; swap the two.")
    _refuse_unless(
        max(-least, greatest) <= LARGEST_VALUE,
        field,
        f"{field} reaches beyond ±{LARGEST_VALUE:g}; no column holds such values.",
    )
    return np.linspace(least, greatest, n_points)


def _densities(marginal: Mixture, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The log-densities of the points (N,); a grid has no rows to blame, only its reach."""
    try:
        found = log_density(marginal, points)
    except DataError:
        found = np.full(len(points), -np.inf)
    if not np.isfinite(found).all():
        detail = "The grid reaches too far from the mixture for a density. Choose axes nearer to its means."
        raise Problem(NOT_FINITE, detail, field="grid", pointer="/grid")
    return found


def levels_of(mixture: Mixture, probabilities: Sequence[float], seed: int = 0) -> dict[float, float]:
    """The log-densities above which lie the probabilities; raises Problem where the mixture has none."""
    try:
        return density_levels(mixture, probabilities, seed)
    except DataError as error:  # about rows that the engine has drawn itself: nobody sent them
        detail = "The covariances are too large or too small to find levels. Rescale the columns."
        raise Problem(INVALID_MODEL, detail, field="model.covariances") from error


def _levels(marginal: Mixture) -> Levels:
    found = levels_of(marginal, _PROBABILITIES)
    p50, p80, p95 = (float(found[p]) for p in _PROBABILITIES)
    return Levels(p50=p50, p80=p80, p95=p95)


def _refuse_unless(holds: bool, field: str, detail: str) -> None:
    if not holds:
        raise Problem(INVALID_VALUE, detail, field=field, pointer="/" + field.replace(".", "/"))
