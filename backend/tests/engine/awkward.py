"""Data sets, and mixtures to start EM from, that hypothesis draws to find violations of EM's laws with."""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st

from gmm.engine import STRUCTURES, Dataset, Mixture, responsibilities
from gmm.engine.em import EMRules, Iteration, iterate
from gmm.engine.form import DENSE
from gmm.engine.m_step import MStep
from tests.engine.strategies import IN_ANY_UNITS

# Axes common to all components are turned two by two, and which way two are turned that are as good either
# way is decided by rounding: on a few rows a few such steps may lead elsewhere.
STEADY = sorted(set(STRUCTURES) - {"EVE", "VVE"})
# Samples are multiples of this, so that powers of two up to 2³⁰ can be added to them, or be factors, exactly.
GRID = 2.0**-12
HABITS = ["ties", "duplicates", "dependent columns", "a constant column", "a far row", "a tight clump"]


@dataclass(frozen=True)
class Climb:
    """Samples, a mixture to start EM from, and the rules of a few plain steps.

    floor is the least variance of a component relative to the columns'; weights (N,) or None.
    """

    X: np.ndarray
    start: Mixture
    floor: float
    steps: int = 4
    weights: np.ndarray | None = None

    @property
    def dataset(self) -> Dataset:
        """The samples as EM takes them."""
        return Dataset(self.X, weights=self.weights)

    @property
    def D(self) -> int:
        """How many columns there are."""
        return self.X.shape[1]

    @property
    def varying(self) -> np.ndarray:
        """Which columns (D,) are not constant."""
        return np.ptp(self.X, axis=0) > 0

    @property
    def has_one_width(self) -> bool:
        """Whether all columns must have the same unit."""
        return self.start.covariance_type not in IN_ANY_UNITS

    def iterations(self, accelerate: bool | None = None) -> list[Iteration]:
        """So many plain steps; or, where it is said whether to accelerate, as many as lead to convergence."""
        dataset = self.dataset
        tol = None if accelerate is None else 1e-9
        m_step = MStep(self.start.structure, self.floor * dataset.spread**2, dataset.columns)
        rules = EMRules(self.steps, tol, m_step, bool(accelerate))
        return list(iterate(dataset, self.start, rules))

    @property
    def is_too_wide_for_its_floor(self) -> bool:
        """Whether a matrix as wide as the data has no digits left for the floor, which is raised then."""
        widest = (self.X.var(axis=0) / (self.floor * self.dataset.spread**2)).max()
        return self.start.structure.form is DENSE and widest > 1e13

    def end(self) -> tuple[float, np.ndarray, Mixture]:
        """The log-likelihood after the last step, the responsibilities (N, K), and the mixture."""
        last = self.iterations()[-1]
        return last.log_likelihood, responsibilities(last.mixture, self.X)[0], last.mixture

    def sensitivity(self, nudge: float) -> tuple[float, float]:
        """How far the end moves, in likelihood and responsibilities, when the start is nudged.

        nudge, a share of the columns' spread. Near a saddle a few steps magnify rounding a thousandfold.
        """
        signs = np.random.default_rng(0).choice([-1.0, 1.0], size=self.start.means.shape)
        means = self.start.means + nudge * signs * self.dataset.spread
        nudged = replace(self, start=replace(self.start, means=means))
        (likelihood, resp, _), (of_nudged, resp_of_nudged, _) = self.end(), nudged.end()
        return abs(of_nudged - likelihood), float(np.abs(resp_of_nudged - resp).max())

    def moved(self, factor: np.ndarray, offset: np.ndarray) -> "Climb":
        """The same in other units, about another origin: x becomes factor · x + offset, column by column."""
        covariances = self.start.covariances * (factor[:, None] * factor)
        start = self._like(self.start.means * factor + offset, covariances)
        return replace(self, X=self.X * factor + offset, start=start)

    def with_rows(self, rows: np.ndarray) -> "Climb":
        """The same with these rows of the samples, in this order."""
        return replace(self, X=self.X[rows])

    def with_columns(self, order: np.ndarray) -> "Climb":
        """The same with the columns in another order."""
        start = self._like(self.start.means[:, order], self.start.covariances[:, order][:, :, order])
        return replace(self, X=self.X[:, order], start=start)

    def with_a_constant(self, value: float) -> "Climb":
        """The same with one more column, which has this value in every row."""
        K, D = self.start.means.shape
        covariances = np.zeros((K, D + 1, D + 1))
        covariances[:, :D, :D], covariances[:, D, D] = self.start.covariances, value**2 or 1.0
        start = self._like(np.column_stack([self.start.means, np.full(K, value)]), covariances)
        return replace(self, X=np.column_stack([self.X, np.full(len(self.X), value)]), start=start)

    def _like(self, means: np.ndarray, covariances: np.ndarray) -> Mixture:
        weights, structure = self.start.weights, self.start.covariance_type
        return Mixture.from_parameters(weights, means, covariances, structure)


def condition(mixture: Mixture) -> float:
    """The worst condition number of a component's correlation matrix."""
    sd = np.sqrt(np.einsum("kdd->kd", mixture.covariances))
    return float(np.linalg.cond(mixture.covariances / (sd[:, :, None] * sd[:, None, :])).max())


def coarseness(mixture: Mixture) -> float:
    """How far apart floats near the means can be, in deviations of the narrowest component."""
    precisions = np.einsum("kdd->kd", np.linalg.inv(mixture.covariances))  # of a column given the others
    return float((np.finfo(float).eps * np.abs(mixture.means) * np.sqrt(np.abs(precisions))).max())


@st.composite
def samples(draw: st.DrawFn) -> np.ndarray:
    """Small tables with what real ones have: ties, duplicates, dependent and constant columns, far rows."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    N, D = draw(st.integers(6, 60)), draw(st.integers(1, 4))
    X = rng.normal(size=(N, D)) + draw(st.sampled_from([0.0, 2.0, 6.0])) * rng.integers(0, 3, size=(N, 1))
    habits = draw(st.sets(st.sampled_from(HABITS), max_size=3))
    if "a tight clump" in habits:
        X[: N // 3] = 1.0 + 2.0**-9 * rng.normal(size=(N // 3, D))
    if "a far row" in habits:
        X[-1] += 2.0**10
    if "ties" in habits:
        X = np.round(X)
    if "duplicates" in habits:
        X[: N // 3] = X[0]
    if "dependent columns" in habits and D > 1:
        X[:, -1] = X[:, :-1] @ np.array([1.0, -2.0, 0.0])[: D - 1]
    if "a constant column" in habits:
        X[:, 0] = 7.0
    X[:, ~X.any(axis=0)] = 1.0  # a column of zeros has no unit
    return np.round(X / GRID) * GRID


@st.composite
def climbs(draw: st.DrawFn, floors: tuple[float, ...] = (1e-3, 1e-1), weighted: bool = False) -> Climb:
    """Samples, and one to four components of any structure at some of them, as wide as the data."""
    X = draw(samples())
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    K = draw(st.integers(1, 4))
    covariance_type = draw(st.sampled_from(STEADY))
    weights = rng.choice([0.0, 0.01, 1.0, 7.0], size=len(X)) + np.eye(len(X))[0] if weighted else None
    variances = Dataset(X, weights=weights).spread ** 2
    if covariance_type not in IN_ANY_UNITS:  # the widest column has the floor of all
        variances = np.full_like(variances, variances.max())
    start = Mixture.from_parameters(
        rng.dirichlet(np.full(K, 5.0)),
        X[rng.choice(len(X), K, replace=False)],
        [np.diag(variances)] * K,
        covariance_type,
    )
    return Climb(X, start, draw(st.sampled_from(floors)), weights=weights)
