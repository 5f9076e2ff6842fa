"""The estimator's parameters: what each may be, and the engine's options they stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from numbers import Integral, Real
from typing import Any, TypeVar, cast

from sklearn.base import _fit_context
from sklearn.utils._param_validation import Interval, StrOptions

from gmm.engine import ALIASES, STARTS, STRUCTURES, FitOptions
from gmm.engine.options import AUTO, LEAST_FLOOR

Method = TypeVar("Method", bound=Callable[..., Any])

# scikit-learn's names of starts, and the engine's methods that come closest. "random" means random
# responsibilities there; to the engine it means random samples as means, which is "random_from_data" there.
STARTS_OF_SCIKIT_LEARN = {
    "kmeans": "k-means++",
    "k-means++": "k-means++",
    "random": "random labels",
    "random_from_data": "random",
}

CONSTRAINTS: dict[str, list[Any]] = {
    "n_components": [Interval(Integral, 1, None, closed="left")],
    "covariance_type": [StrOptions({*STRUCTURES, *ALIASES})],
    "tol": [Interval(Real, 0.0, None, closed="left")],
    "reg_covar": [Interval(Real, 0.0, 1.0, closed="left")],
    "max_iter": [Interval(Integral, 0, None, closed="left")],
    "n_init": [Interval(Integral, 1, None, closed="left")],
    "init_params": [StrOptions({AUTO, *STARTS_OF_SCIKIT_LEARN, *STARTS})],
    "weights_init": ["array-like", None],
    "means_init": ["array-like", None],
    "precisions_init": ["array-like", None],
    "random_state": ["random_state"],
    "warm_start": ["boolean"],
    "verbose": ["verbose"],
    "verbose_interval": [Interval(Integral, 1, None, closed="left")],
    "accelerate": ["boolean"],
    "noise": ["boolean"],
    "prior": ["boolean"],
    "fixed": [tuple, list],
}


def with_checked_parameters(method: Method) -> Method:
    """The method, run after the estimator's parameters have been held against their constraints."""
    return cast(Method, _fit_context(prefer_skip_nested_validation=True)(method))


def fit_options(parameters: Mapping[str, Any], seed: int) -> FitOptions:
    """The engine's options. Raises ``OptionError`` naming the one out of range."""
    init = parameters["init_params"]
    return FitOptions(
        n_components=int(parameters["n_components"]),
        covariance_type=parameters["covariance_type"],
        init=STARTS_OF_SCIKIT_LEARN.get(init, init),
        n_init=int(parameters["n_init"]),
        max_iter=int(parameters["max_iter"]),
        tol=float(parameters["tol"]),
        covariance_floor=max(float(parameters["reg_covar"]), LEAST_FLOOR),
        seed=seed,
        accelerate=bool(parameters["accelerate"]),
        noise=bool(parameters["noise"]),
        prior=bool(parameters["prior"]),
        fixed=tuple(parameters["fixed"]),
    )
