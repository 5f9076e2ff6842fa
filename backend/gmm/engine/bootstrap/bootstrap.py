"""How sure the parameters of a fitted mixture are: the same fit over many data sets made again.

Efron (1979), "Bootstrap methods: another look at the jackknife"; for mixtures O'Hagan, Murphy, Scrucca &
Gormley (2019), "Investigation of parameter uncertainty in clustering using a Gaussian mixture model via
jackknife, bootstrap and weighted likelihood bootstrap".
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from numbers import Integral, Real

import numpy as np

from gmm.engine.arrays import Array
from gmm.engine.bootstrap.replicate import Fate, Replicate, replicate
from gmm.engine.bootstrap.resampling import RESAMPLINGS
from gmm.engine.dataset import AbstractDataset
from gmm.engine.em import EMRules, iterate
from gmm.engine.errors import FitError, OptionError
from gmm.engine.events import result_of
from gmm.engine.form import Moments
from gmm.engine.input import refuse_other_columns
from gmm.engine.known import refuse_unknown_components
from gmm.engine.mixture import Mixture
from gmm.engine.notices import Notice
from gmm.engine.options import FitOptions
from gmm.engine.threads import one_by_one

# A standard deviation needs two numbers.
_FEWEST = 2
# With more than this share of the replicates left out, the errors are those of a lucky rest.
_MANY_LEFT_OUT = 0.05
# Nats by which EM may raise the likelihood of the given mixture before it is no optimum of the data: the
# parameters then lie √(2 · 0.05), a third of a standard error, from it.
_NOT_AN_OPTIMUM = 0.05
# By which a level written in decimals may miss itself.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class BootstrapOptions:
    """Options of a bootstrap. Raises ``OptionError`` naming the one out of range.

    kind  how data are made again: a resampling's name
    n_replicates  how many times
    level  the share of replicates that an interval holds
    seed  of all chance; each replicate has its own, so that they do not depend on one another
    """

    kind: str = "nonparametric"
    n_replicates: int = 999
    level: float = 0.95
    seed: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.kind, str) or self.kind not in RESAMPLINGS:
            choices = ", ".join(f"'{choice}'" for choice in RESAMPLINGS)
            raise OptionError(f"kind {self.kind!r} is unknown; choose one of {choices}.", field="kind")
        for name, least in (("n_replicates", _FEWEST), ("seed", 0)):
            value = getattr(self, name)
            if not isinstance(value, Integral) or isinstance(value, bool):
                raise OptionError(f"{name} must be a whole number, not {value!r}.", field=name)
            if value < least:
                raise OptionError(f"{name} must be at least {least}, not {value}.", field=name)
        if not isinstance(self.level, Real) or not 0 < self.level < 1:
            raise OptionError(f"level must lie between 0 and 1, not {self.level!r}.", field="level")


@dataclass(frozen=True)
class Parameters:
    """A number for each parameter of a mixture: weights (K,), means (K, D), covariances (K, D, D).

    What the weights leave is the uniform component's. Those of R replicates have R as their first axis.
    """

    weights: Array
    means: Array
    covariances: Array

    def map(self, function: Callable[[Array], Array]) -> Parameters:
        """The function of each of the three arrays."""
        return Parameters(function(self.weights), function(self.means), function(self.covariances))

    def __sub__(self, other: Parameters) -> Parameters:
        return Parameters(
            self.weights - other.weights, self.means - other.means, self.covariances - other.covariances
        )

    @staticmethod
    def of(mixture: Mixture) -> Parameters:
        """Those of one mixture."""
        return Parameters(mixture.weights, mixture.means, mixture.covariances)


@dataclass(frozen=True)
class Bootstrap:
    """How far the parameters of ``mixture`` would vary from data set to data set.

    standard_errors, the standard deviations over the replicates that were used; lower and upper, the ends of
    percentile intervals; bias, the mean of the replicates less the estimate; replicates, the parameters of
    each. All have the components of ``mixture``, in its order.
    """

    mixture: Mixture
    options: BootstrapOptions
    standard_errors: Parameters
    lower: Parameters
    upper: Parameters
    bias: Parameters
    replicates: Parameters
    fates: dict[Fate, int]
    warnings: tuple[Notice, ...]

    @property
    def n_used(self) -> int:
        """How many replicates the numbers rest on."""
        return self.fates[Fate.USED]

    @property
    def n_left_out(self) -> int:
        """How many lost a component, shrank one onto a few rows, or failed."""
        return sum(self.fates.values()) - self.n_used


def bootstrap(
    dataset: AbstractDataset,
    mixture: Mixture,
    options: BootstrapOptions,
    fit_options: FitOptions | None = None,
) -> Bootstrap:
    """Standard errors, bias and intervals of the parameters of a mixture fitted to the data.

    fit_options are those of the fit, as far as they say when EM stops and what it allows a mixture to be.
    Raises ``DataError`` where the data have other columns than the mixture or know of other components,
    ``FitError`` where fewer than two replicates kept every component.
    """
    return result_of(bootstrap_events(dataset, mixture, options, fit_options), Bootstrap)


def bootstrap_events(
    dataset: AbstractDataset,
    mixture: Mixture,
    options: BootstrapOptions,
    fit_options: FitOptions | None = None,
) -> Iterator[Replicate | Bootstrap]:
    """The same as it happens: every replicate, in order, and at last what they say together."""
    refuse_other_columns(dataset.columns, mixture.columns)
    refuse_unknown_components(dataset, mixture.n_components)
    rules = _rules(dataset, mixture, fit_options)
    moments = Moments(mixture.weights, mixture.means, mixture.sigma)
    start = replace(
        mixture, sigma=rules.m_step.admitted(moments, current=mixture).sigma
    )  # none below the floor
    make = partial(
        replicate,
        dataset=dataset,
        mixture=start,
        resampling=RESAMPLINGS[options.kind],
        rules=rules,
        seed=options.seed,
    )
    made: list[Replicate] = []
    for one in one_by_one(make, range(options.n_replicates)):
        made.append(one)
        yield one
    yield _summary(mixture, options, made, gained=_gain(dataset, start, rules))


def _rules(dataset: AbstractDataset, mixture: Mixture, fit_options: FitOptions | None) -> EMRules:
    K, covariance_type = mixture.n_components, mixture.covariance_type
    fit_options = replace(fit_options or FitOptions(K), n_components=K, covariance_type=covariance_type)
    box = None if mixture.noise is None else mixture.noise.box
    m_step = replace(fit_options.m_step(dataset), box=box)
    return EMRules(fit_options.max_iter, fit_options.tol, m_step, fit_options.accelerate)


def _gain(dataset: AbstractDataset, mixture: Mixture, rules: EMRules) -> float:
    """Nats by which EM raises the likelihood of the mixture on the data themselves."""
    path = [it.objective for it in iterate(dataset, mixture, rules)]
    return path[-1] - path[0]


def _summary(
    mixture: Mixture, options: BootstrapOptions, made: Sequence[Replicate], gained: float
) -> Bootstrap:
    used = [one.mixture for one in made if one.mixture is not None]
    fates = Counter(one.fate for one in made)
    if len(used) < _FEWEST:
        raise FitError(
            f"Only {len(used)} of {len(made)} replicates kept all {mixture.n_components} components "
            f"({_counted(fates)}): so few rows do not carry them. Fit fewer components or a simpler "
            "covariance_type, or raise covariance_floor."
        )
    parts = [Parameters.of(one) for one in used]
    replicates = Parameters(
        *(np.array([getattr(p, part) for p in parts]) for part in ("weights", "means", "covariances"))
    )
    tail = (1.0 - options.level) / 2.0
    return Bootstrap(
        mixture=mixture,
        options=options,
        standard_errors=replicates.map(lambda values: np.std(values, axis=0, ddof=1)),
        lower=replicates.map(lambda values: np.quantile(values, tail, axis=0)),
        upper=replicates.map(lambda values: np.quantile(values, 1.0 - tail, axis=0)),
        bias=replicates.map(lambda values: np.mean(values, axis=0)) - Parameters.of(mixture),
        replicates=replicates,
        fates={fate: fates[fate] for fate in Fate},
        warnings=tuple(_notices(options, made, fates, gained)),
    )


def _notices(
    options: BootstrapOptions, made: Sequence[Replicate], fates: Counter[Fate], gained: float
) -> Iterator[Notice]:
    if gained > _NOT_AN_OPTIMUM:
        yield Notice(
            "not_an_optimum",
            f"The mixture is no optimum for these data: EM raises its log-likelihood by {gained:.3g}. The "
            "bias includes the way from it to the optimum; fit the mixture to these data first.",
        )
    left_out = len(made) - fates[Fate.USED]
    if left_out > _MANY_LEFT_OUT * len(made):
        yield Notice(
            "replicates_left_out",
            f"{left_out} of {len(made)} replicates were left out ({_counted(fates)}). The errors are those "
            "of the rest and too small; some component rests on few rows.",
        )
    needed = math.ceil(2.0 / (1.0 - options.level) - _ROUNDING) - 1  # so that one lies beyond each end
    if fates[Fate.USED] < needed:
        yield Notice(
            "few_replicates",
            f"An interval of level {options.level:g} needs {needed} replicates or more; with "
            f"{fates[Fate.USED]} its ends are little more than the extremes. Raise n_replicates.",
        )
    unconverged = sum(one.fate is Fate.USED and not one.converged for one in made)
    if unconverged:
        yield Notice(
            "not_converged",
            f"{unconverged} of {len(made)} replicates stopped at the iteration limit; raise max_iter.",
        )


def _counted(fates: Counter[Fate]) -> str:
    """How many replicates were left out for what, in words."""
    words = {
        Fate.COMPONENT_LOST: "lost a component",
        Fate.SPURIOUS: "shrank one onto a few rows",
        Fate.FAILED: "could not be fitted",
    }
    return ", ".join(f"{fates[fate]} {said}" for fate, said in words.items() if fates[fate])
