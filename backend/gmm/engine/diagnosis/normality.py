"""Whether the rows of a component look drawn from a Gaussian."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy.special import chdtrc, chdtri, gammainc, gammaln

from gmm.engine.arrays import Array
from gmm.engine.dataset import Dataset
from gmm.engine.diagnosis.finding import Finding
from gmm.engine.diagnosis.responsible import Seen, seen_by_components
from gmm.engine.em import EMRules, iterate
from gmm.engine.errors import EngineError
from gmm.engine.form import Moments
from gmm.engine.mixture import Mixture
from gmm.engine.options import FitOptions
from gmm.engine.sampling import sample

# With more rows, deviations count that matter to nobody.
_MOST_ROWS = 2_000
_SIMULATIONS = 199
_LEVEL = 0.05
# Simulated samples are fitted by so many steps of EM from the mixture they were drawn from, if it takes them.
_STEPS, _TOL = 10, 1e-5
# cos(π j V), j = 1, 2, 3, tell how squared distances depart from their distribution.
_WAVES = np.arange(1, 4)
# Of the integral over V that says how much of them the width explains.
_POINTS = 10_000


@dataclass(frozen=True)
class Departure:
    """How far the rows of component k are from normal in one respect.

    p_value, by the asymptotic distribution; lopsided, whether it is about sides, else about tails.
    """

    k: int
    p_value: float
    lopsided: bool


def about_normality(dataset: Dataset, mixture: Mixture, seed: int) -> Iterator[Finding | None]:
    """Components whose rows are too lopsided, or whose tails are too heavy or too light, for a Gaussian.

    None is a sign of life.
    """
    X = _rows(dataset)
    if X is None:
        return
    try:
        of_rows = refitted(mixture, X)
        if of_rows.n_components < mixture.n_components:  # their numbers would be others
            return
        for found in significant(of_rows, X, seed):
            if found is None:
                yield None
            else:
                departure, p = found
                say = _lopsided if departure.lopsided else _tails
                yield say(of_rows, X, departure.k, p)
    except EngineError:  # a mixture at the edge of what floats can hold, of which no sample can be fitted
        return


def refitted(mixture: Mixture, X: Array) -> Mixture:
    """The mixture after a few steps of EM over the rows X (N, D), which leave a fit to them as it is.

    Raises ``EngineError`` where it cannot be fitted to them.
    """
    dataset = Dataset(X, mixture.columns)
    m_step = FitOptions(mixture.n_components, mixture.covariance_type).m_step(dataset)
    moments = Moments(mixture.weights, mixture.means, mixture.sigma)
    wide_enough = mixture.structure.estimate(moments, m_step.floor, mixture.sigma)
    *_, last = iterate(dataset, replace(mixture, sigma=wide_enough), EMRules(_STEPS, _TOL, m_step))
    return last.mixture


def departures(mixture: Mixture, X: Array) -> list[Departure]:
    """Two score tests a component, whose asymptotic p-values are only a scale to compare by.

    In the component's own frame, z has no preferred side and V = χ²_D(|z|²) is uniform. The sums of
    r z / |z| and of r cos(π j V) measure departures by bounded functions, so that a few far rows do not drown
    the rest (smooth tests, Neyman 1937). What fitting mean and width takes of their variance is subtracted:
    Rao's efficient score, for components that do not overlap.
    """
    D = mixture.n_features
    variance, precision = _of_sides(D), _of_waves(D)
    found = []
    for seen in seen_by_components(mixture, X):
        distance = np.linalg.norm(seen.white, axis=1, keepdims=True)
        sides = seen.resp @ (seen.white / np.maximum(distance, np.finfo(float).tiny))
        waves = seen.resp @ np.cos(np.pi * gammainc(D / 2, distance**2 / 2) * _WAVES)
        lopsided = float(chdtrc(D, sides @ sides / (variance * seen.count)))
        tails = float(chdtrc(len(waves), waves @ precision @ waves / seen.count))
        found += [Departure(seen.k, lopsided, True), Departure(seen.k, tails, False)]
    return found


@lru_cache(maxsize=64)
def _of_sides(D: int) -> float:
    """The variance of a column of z / |z|, less what the mean explains: (1 − E[|z|]² / D) / D."""
    length = np.sqrt(2) * np.exp(gammaln((D + 1) / 2) - gammaln(D / 2))
    return float((1 - length**2 / D) / D)


@lru_cache(maxsize=64)
def _of_waves(D: int) -> Array:
    """The inverse covariance of cos(π j V), less what the width |z|², of variance 2 D, explains."""
    V = (np.arange(_POINTS) + 0.5) / _POINTS
    shared = np.cos(np.pi * V[:, None] * _WAVES).T @ chdtri(D, 1 - V) / _POINTS
    return np.asarray(np.linalg.inv(np.eye(len(_WAVES)) / 2 - np.outer(shared, shared) / (2 * D)))


def significant(mixture: Mixture, X: Array, seed: int) -> Iterator[tuple[Departure, float] | None]:
    """The departures that at most one in twenty samples of the mixture itself would show, and their p-values.

    The smallest p-value over all components and both tests is compared with that of simulated samples, fitted
    as the data were, so that a mixture all of whose components are normal is suspected in 5 % of cases,
    however many there are. Simulations end when nothing can be significant any more (Besag & Clifford 1991);
    there is a None for each.
    """
    observed = departures(mixture, X)
    if not observed:
        return
    smallest = min(departure.p_value for departure in observed)
    as_small, least = 0, []
    for i in range(_SIMULATIONS):
        yield None
        drawn, _ = sample(mixture, len(X), np.random.default_rng([seed, i]))
        simulated = departures(refitted(mixture, drawn), drawn)
        least.append(min((departure.p_value for departure in simulated), default=1.0))
        as_small += least[-1] <= smallest
        if 1 + as_small > _LEVEL * (1 + _SIMULATIONS):
            return
    for departure in observed:
        p = (1 + np.sum(np.array(least) <= departure.p_value)) / (1 + _SIMULATIONS)
        if p <= _LEVEL:
            yield departure, float(p)


def _rows(dataset: Dataset) -> Array | None:
    """Rows to test, each standing for one; None where weights are no counts."""
    some = dataset.glimpse(_MOST_ROWS)
    if some.weights is None:
        return some.samples
    if np.any(some.weights != np.round(some.weights)):
        return None
    return np.asarray(np.repeat(some.samples, some.weights.astype(np.intp), axis=0))


def _as_seen(mixture: Mixture, X: Array, k: int) -> Seen:
    return next(seen for seen in seen_by_components(mixture, X) if seen.k == k)


def _lopsided(mixture: Mixture, X: Array, k: int, p: float) -> Finding:
    seen = _as_seen(mixture, X, k)
    apart = X - seen.resp @ X / seen.count
    skewness = seen.resp @ apart**3 / seen.count / (seen.resp @ apart**2 / seen.count) ** 1.5
    j = int(np.abs(skewness).argmax())
    side = "high" if skewness[j] > 0 else "low"
    return Finding(
        "lopsided_component",
        f"Component {k + 1} is not normal (p = {p:.2g}): its rows lie to one side, with a long tail towards "
        f"{side} values of {mixture.columns[j]}.",
        remedy=f"Fit the logarithm or the square root of {mixture.columns[j]}, or expect several components "
        "to share what is one group.",
        components=(k,),
        number=p,
    )


def _tails(mixture: Mixture, X: Array, k: int, p: float) -> Finding:
    seen = _as_seen(mixture, X, k)
    D = seen.white.shape[1]
    fourth = seen.resp @ np.einsum("nd,nd->n", seen.white, seen.white) ** 2 / seen.count
    ratio = fourth / (D * (D + 2))  # Mardia (1970)
    code, tails, remedy = _HEAVY if ratio > 1 else _LIGHT
    return Finding(
        code,
        f"Component {k + 1} is not normal (p = {p:.2g}): its tails are {tails} than a Gaussian's (kurtosis "
        f"{ratio:.2g} times as large).",
        remedy=remedy,
        components=(k,),
        number=p,
    )


_HEAVY = (
    "heavy_tails",
    "heavier",
    "Expect more rows far out than the density says: calibrate alarms on held-out rows, look for errors "
    "among the farthest rows, or let one more component take the tails.",
)
_LIGHT = (
    "light_tails",
    "lighter",
    "Its rows fill a region more evenly than a Gaussian does, or are two groups; try more components and "
    "read those that share the region as one group.",
)
