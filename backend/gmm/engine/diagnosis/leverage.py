"""Single rows that shape a component by themselves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.dataset import Dataset
from gmm.engine.diagnosis.finding import Finding
from gmm.engine.diagnosis.responsible import Seen, seen_by_components
from gmm.engine.mixture import Mixture

# Leaving the row out moves the component by more than all its rows together leave it uncertain.
_TOO_MUCH = 1.0
# With more responsibilities than this there are so many rows that none of them counts, unless it has a
# component of its own, which is told elsewhere.
_MOST_NUMBERS = 5_000_000
# In a component on fewer rows than this for each of its parameters every row counts.
_ROWS_A_PARAMETER = 2
_MOST_NAMED = 5


def about_rows(dataset: Dataset, mixture: Mixture) -> Iterator[Finding | None]:
    """For each component, the rows without which it would be another; None is a sign of life."""
    if dataset.n_samples * mixture.n_components > _MOST_NUMBERS:
        return
    given = None if dataset.counted is None else np.flatnonzero(dataset.counted)
    for seen in seen_by_components(mixture, dataset.samples, dataset.weights):
        yield None
        if seen.count < _ROWS_A_PARAMETER * n_parameters(mixture.n_features):
            continue
        moved = influence(seen)
        worst = np.argsort(-moved, kind="stable")[:_MOST_NAMED]
        worst = worst[moved[worst] > _TOO_MUCH]
        if not len(worst):
            continue
        rows = [int(i if given is None else given[i]) for i in worst]
        out = float(np.linalg.norm(seen.white[worst[0]]))
        yield Finding(
            "influential_row",
            f"Row {rows[0] + 1} shapes component {seen.k + 1} by itself: it lies {out:.3g} standard "
            f"deviations out, and without it the component moves by {moved[worst[0]]:.2g} times what its "
            f"{seen.count:.3g} rows leave uncertain."
            + (f" So do rows {', '.join(str(row + 1) for row in rows[1:])}." if rows[1:] else ""),
            remedy="Check the row. Leave it out if it is an error; if such rows are ordinary, the "
            "component's tails are too heavy for a Gaussian.",
            components=(seen.k,),
            rows=tuple(rows),
            number=float(moved[worst[0]]),
        )


def influence(seen: Seen) -> Array:
    """How far each row (N,) moves the component, relative to what sampling leaves uncertain.

    One M-step without the row gives mean and covariance in closed form, in the whitened frame
    μ' = −r z / (n − r) and Σ' = n / (n − r) · (I − r z zᵀ / (n − r)). The move is 2 n KL(N(μ', Σ') ‖ N(0, I))
    over the number of parameters, which is about 1 when it is as large as a whole new sample would make it:
    Cook's (1977) distance with the likelihood as its metric. Infinite where the rest has no covariance.
    """
    D = seen.white.shape[1]
    r, n = seen.resp, seen.count
    squared = np.einsum("nd,nd->n", seen.white, seen.white)
    rest = n - r
    with np.errstate(divide="ignore", invalid="ignore"):
        grown, lost = n / rest, r / rest * squared
        trace = grown * (D - lost)
        log_det = D * np.log(grown) + np.log1p(-lost)
        divergence = 0.5 * (trace - D - log_det + (r / rest) ** 2 * squared)
    divergence = np.where((rest > 0) & (lost < 1), divergence, np.inf)
    return np.asarray(2 * n * divergence / n_parameters(D))


def n_parameters(D: int) -> int:
    """How many numbers a mean and a covariance of D columns are."""
    return D + D * (D + 1) // 2
