"""Cross-validated log-likelihood: how likely rows are to mixtures that have not seen them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gmm.engine.arrays import Array
from gmm.engine.dataset import InMemoryDataset
from gmm.engine.density import log_density
from gmm.engine.em import EMRules, iterate
from gmm.engine.errors import DataError, EngineError
from gmm.engine.selection.cell import Cell, Held
from gmm.engine.selection.options import SelectionOptions
from gmm.engine.threads import one_by_one


class Folds:
    """The rows in parts of nearly the same size, drawn at random; each part is left out once.

    Raises ``DataError`` where there are fewer rows than parts.
    """

    def __init__(self, dataset: InMemoryDataset, n_folds: int, seed: int) -> None:
        N = dataset.n_samples
        if n_folds > N:
            raise DataError(
                f"{n_folds} folds need at least {n_folds} rows, but there are {N}; lower n_folds.",
                field="n_folds",
            )
        self._dataset, self.n_folds = dataset, n_folds
        self.fold_of_row = np.random.default_rng(seed).permutation(np.arange(N) % n_folds)

    def validated(self, cells: Sequence[Cell], options: SelectionOptions) -> Iterator[Cell]:
        """The cells with what their mixtures say of rows they have not seen.

        EM goes on from a cell's optimum without the rows of a part, and so stays at the same optimum. A cell
        whose mixture cannot do without some part of the rows stays as it is.
        """
        sums: list[_Sums | None] = [_Sums() for _ in cells]
        for fold in range(self.n_folds):
            sums = self._added(sums, cells, fold, options)
        for cell, of_cell in zip(cells, sums, strict=True):
            yield cell if of_cell is None else replace(cell, cross_validation=of_cell.held)

    def _added(
        self, sums: Sequence[_Sums | None], cells: Sequence[Cell], fold: int, options: SelectionOptions
    ) -> list[_Sums | None]:
        """The sums with those of one part of the rows; None for cells that fail."""
        out = self.fold_of_row == fold
        seen, unseen = self._rows(~out), self._rows(out)

        def with_more(i: int) -> _Sums | None:
            so_far, cell = sums[i], cells[i]
            m_step = options.of_fit(cell.n_components, cell.covariance_type).m_step(self._dataset)
            rules = EMRules(options.max_iter, options.tol, m_step)
            try:
                *_, last = iterate(seen, cell.mixture, rules)
                log_densities = log_density(last.mixture, unseen.samples)
            except (EngineError, np.linalg.LinAlgError):
                return None
            return None if so_far is None else so_far.with_rows(log_densities, unseen.weights)

        return list(one_by_one(with_more, range(len(cells))))

    def _rows(self, which: NDArray[np.bool_]) -> InMemoryDataset:
        weights = 1.0 if self._dataset.weights is None else self._dataset.weights
        return self._dataset.reweighted(np.where(which, weights, 0.0))


@dataclass(frozen=True)
class _Sums:
    """Σw, Σw², Σw x, Σw² x and Σw² x² over rows of weights w and log-densities x."""

    w: float = 0.0
    ww: float = 0.0
    wx: float = 0.0
    wwx: float = 0.0
    wwxx: float = 0.0

    def with_rows(self, x: Array, weights: Array | None) -> _Sums:
        w = np.ones(len(x)) if weights is None else weights
        wx = w * x
        return _Sums(
            self.w + float(w.sum()),
            self.ww + float(w @ w),
            self.wx + float(wx.sum()),
            self.wwx + float(w @ wx),
            self.wwxx + float(wx @ wx),
        )

    @property
    def held(self) -> Held:
        mean = self.wx / self.w
        variance = self.wwxx - 2 * mean * self.wwx + mean**2 * self.ww
        return Held(self.wx, float(np.sqrt(max(0.0, variance))))
