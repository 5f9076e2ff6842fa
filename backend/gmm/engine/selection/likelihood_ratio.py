"""Whether one component more is needed: the bootstrap likelihood-ratio test.

Twice the difference of the log-likelihoods of K + 1 and K components has no known distribution, since the
second lies on the edge of the first. McLachlan (1987) finds it by drawing data sets from the fitted mixture
of K components and fitting both to each.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np

from gmm.engine.bootstrap.resampling.parametric import ParametricResampling
from gmm.engine.covariance import structure_named
from gmm.engine.dataset import InMemoryDataset
from gmm.engine.errors import EngineError, FitError
from gmm.engine.mixture import Mixture
from gmm.engine.selection.ascent import Ascent, Peak
from gmm.engine.selection.ground import Ground
from gmm.engine.selection.options import SelectionOptions
from gmm.engine.selection.relatives import added, halves_together, splits
from gmm.engine.threads import one_by_one

# How many components of the mixture of K are split, and how many added, to make starts for K + 1.
_SPLITS, _ADDITIONS = 6, 3
# Rows among which the places of added components are looked for.
_ROWS_TO_ADD_AT = 2_000


@dataclass(frozen=True)
class Progress:
    """A sign of life: of the data sets drawn for the test of K components, so many have been fitted."""

    n_components: int
    done: int
    of: int


@dataclass(frozen=True)
class LikelihoodRatioTest:
    """Whether K components suffice, or K + 1 are needed.

    statistic, twice the gain in log-likelihood by one component more, nats; replicates, the same of data
    drawn from the mixture of K; p_value, the share of all these, the data's own counted, that are no smaller;
    n_failed, how many of the data sets drawn could not be fitted.
    """

    covariance_type: str
    n_components: int
    statistic: float
    p_value: float
    replicates: tuple[float, ...]
    n_failed: int


def likelihood_ratio_tests(
    dataset: InMemoryDataset, covariance_type: str, options: SelectionOptions
) -> Iterator[Progress | LikelihoodRatioTest]:
    """K against K + 1 for one K after another, until one component more is not needed.

    Data and replicates are searched alike, so that neither has better chances of the better optimum.
    Raises ``FitError`` where every replicate fails.
    """
    for K in range(options.components[0], options.components[-1]):
        test = yield from _test(dataset, covariance_type, K, options)
        yield test
        if test.p_value > options.level:
            return


def _test(
    dataset: InMemoryDataset, covariance_type: str, K: int, options: SelectionOptions
) -> Generator[Progress, None, LikelihoodRatioTest]:
    statistic, null = _ratio(dataset, covariance_type, K, options)
    drawn_anew = ParametricResampling()

    def of_replicate(b: int) -> float | None:
        try:
            rows = drawn_anew(dataset, null, np.random.default_rng([options.seed, K, b]))
            return _ratio(cast("InMemoryDataset", rows), covariance_type, K, options)[0]
        except (EngineError, np.linalg.LinAlgError):
            return None

    replicates: list[float] = []
    drawn = one_by_one(of_replicate, range(options.n_replicates))
    for done, replicate in enumerate(drawn, start=1):
        replicates += [] if replicate is None else [replicate]
        yield Progress(K, done, options.n_replicates)
    if not replicates:
        raise FitError(f"No data set drawn from the mixture of {K} components could be fitted.")
    as_large = sum(one >= statistic for one in replicates)
    return LikelihoodRatioTest(
        covariance_type=covariance_type,
        n_components=K,
        statistic=statistic,
        p_value=(1 + as_large) / (1 + len(replicates)),
        replicates=tuple(replicates),
        n_failed=options.n_replicates - len(replicates),
    )


def _ratio(
    dataset: InMemoryDataset, covariance_type: str, K: int, options: SelectionOptions
) -> tuple[float, Mixture]:
    """Twice the gain in log-likelihood from K components to K + 1, never negative, and the mixture of K."""
    ground = Ground(dataset, options.of_fit(K, covariance_type), K + 1)
    form = structure_named(covariance_type).form
    null = Ascent(ground, K, covariance_type).highest([ground.starts(K, covariance_type)])
    rng = np.random.default_rng([options.seed, K])
    more = [added(null.mixture, dataset.glimpse(_ROWS_TO_ADD_AT), form, rng) for _ in range(_ADDITIONS)]
    starts = [ground.starts(K + 1, covariance_type), *splits(null.mixture, _SPLITS, form), *more]
    ascent = Ascent(ground, K + 1, covariance_type)
    alternative: Peak = ascent.highest(starts)
    if alternative.log_likelihood < null.log_likelihood:
        alternative = ascent.above(halves_together(null.mixture, form))
    return max(0.0, 2.0 * (alternative.log_likelihood - null.log_likelihood)), null.mixture
